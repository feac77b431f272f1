"""A reader without the city: what it answers, what it remembers, and what it writes down."""

import time
from pathlib import Path
from typing import Any

import pytest

from backend.city_codes.rules.live_codes import LiveCode, header_segment, write_code
from backend.credentials.rules.carried_codes import hash_venue, write_text
from backend.credentials.rules.jws import decode
from backend.reader import chain
from backend.reader.answers import Answer
from backend.reader.problems import FolderInUse, NotEnrolled
from backend.reader.reader import Reader
from backend.vectors import CITY, REVOKED, REVOKED_SINCE, SCENE, STRANGER, VENUE, make
from tests.backend.reader import devices
from tests.backend.reader.vectors import NOW

DAY = 86_400
MEDIAN_SECONDS = 0.05


def code(at: int = NOW, counter: int = 7, **fields: Any) -> str:
    """A carried code of the vectors' phone."""
    return write_text(make(at=at, counter=counter, **fields))


def live(seed: bytes = b"a live code.....", seconds: int = 30, scene: str = "scenic-spot") -> str:
    """A live code of the vectors' city."""
    return write_code(LiveCode(seed, NOW + seconds, scene), header_segment("c1"), CITY.secret)


def verdicts(reader: Reader, *codes: str) -> list[str]:
    """The verdict on each, one after the other."""
    return [reader.check(text).reason or "accepted" for text in codes]


def records(reader: Reader) -> list[str]:
    """The verdicts in the reader's evidence."""
    return [record.verdict for record in chain.after(reader.store, 0, 1_000)[0]]


def test_a_code_passes_once(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code(), code()) == ["accepted", "replayed"]
        assert verdicts(reader, live(), live()) == ["accepted", "replayed"]
        assert records(reader) == ["accepted", "replayed", "accepted", "replayed"]


def test_what_passed_is_remembered_after_a_start(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code(), live()) == ["accepted", "accepted"]
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code(), live()) == ["replayed", "replayed"]


def test_the_answer_says_what_the_scene_allows_and_what_to_say(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        answer = reader.check(code())
        assert (answer.result, answer.by, answer.form, answer.record) == ("accepted", "reader", "carried", 1)
        assert answer.attributes == {"fare-class": "adult"}
        assert answer.prompt.id == "welcome"
        assert answer.prompt.audio == {"zh-CN": f"{devices.ADDRESS}/host/prompts/welcome.zh-CN.wav"}
        refused = reader.check(code())
        assert (refused.attributes, refused.prompt.id) == ({}, "sorry-replayed")
        assert reader.check(live()).attributes == {}


def test_a_recording_that_is_here_is_named_instead_of_its_address(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    (tmp_path / "prompts").mkdir()
    recording = tmp_path / "prompts" / "welcome.zh-CN.wav"
    recording.write_bytes(b"RIFF")
    with devices.alone(tmp_path) as reader:
        assert reader.check(code()).prompt.audio == {"zh-CN": str(recording)}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (code(status=REVOKED), "revoked"),
        (code(status=REVOKED_SINCE), "revoked"),
        (code(scene=SCENE + 1), "wrong-scene"),
        (code(at=NOW - 60), "expired"),
        (code(at=NOW + 60), "not-yet-valid"),
        (live(seconds=-1), "expired"),
        (live(scene="bus"), "wrong-scene"),
    ],
)
def test_what_the_city_made_is_evidence_also_when_it_is_refused(
    tmp_path: Path, text: str, verdict: str
) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, text) == [verdict]
        assert records(reader) == [verdict]


@pytest.mark.parametrize(
    "text",
    [
        code(city=STRANGER),
        code(city=STRANGER, at=NOW - 60),
        code(signer=STRANGER, at=NOW + 60),
        code()[:-3],
        "CC2",
        "",
        None,
        "x" * 401,
        "a.b.c",
        "12345678901234567890",
        "很长的一行",
    ],
)
def test_what_the_city_did_not_make_is_no_evidence(tmp_path: Path, text: str | None) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        assert reader.check(text).result == "refused"
        assert records(reader) == []


def test_one_code_shown_all_day_fills_no_disk(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, *[code()] * 50) == ["accepted", *["replayed"] * 49]
        assert len(records(reader)) == 6


def test_a_day_has_so_many_passes_and_no_more(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, cap=2)
    slots = [code(at=NOW - 30 + 15 * n, counter=n + 1) for n in range(3)]
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, *slots) == ["accepted", "accepted", "over-limit"]


def test_a_scene_without_passes_takes_no_carried_code(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, cap=0)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code()) == ["over-limit"]


@pytest.mark.parametrize(("form", "text"), [("carried", code()), ("live", live())])
def test_a_form_that_the_scene_does_not_take_is_refused(tmp_path: Path, form: str, text: str) -> None:
    forms = [other for other in ("live", "carried", "spoken") if other != form]
    devices.prepare(tmp_path, NOW, forms=forms)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, text) == ["wrong-scene"]


@pytest.mark.parametrize(
    ("age", "allowed", "verdict", "degraded"),
    [
        (DAY - 60, False, "accepted", False),
        (DAY + 60, False, "reader-stale", False),
        (DAY + 60, True, "accepted", True),
        (7 * DAY - 60, True, "accepted", True),
        (7 * DAY + 60, True, "reader-stale", False),
    ],
)
def test_old_lists_tell_less_and_then_nothing(
    tmp_path: Path, age: int, allowed: bool, verdict: str, degraded: bool
) -> None:
    devices.prepare(tmp_path, NOW, NOW - age, degraded=allowed)
    with devices.alone(tmp_path) as reader:
        for text in (code(), live()):
            answer = reader.check(text)
            assert (answer.reason or "accepted", answer.degraded) == (verdict, degraded)


def test_a_trust_list_that_ended_makes_the_reader_stale(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW - devices.TRUST_SECONDS, NOW - 60)
    with devices.alone(tmp_path) as reader:
        reader.clock.anchor(NOW, reader.clock.steady())
        assert verdicts(reader, code(), live()) == ["reader-stale", "reader-stale"]
        assert records(reader) == ["reader-stale", "reader-stale"]


def test_a_reader_whose_scene_is_gone_is_stale(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, id="another-scene")
    with devices.alone(tmp_path) as reader:
        answer = reader.check(code())
        assert (answer.reason, answer.prompt.id) == ("reader-stale", "reader-paused")


def test_a_spoken_number_needs_the_city(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        answer = reader.check("0000 0000 0000 0000 0004")
        assert (answer.reason, answer.form) in {("reader-stale", "spoken"), ("not-valid", None)}


def test_level_one_asks_for_the_venue(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, level=1)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code(), code(venue=hash_venue(VENUE))) == ["wrong-venue", "accepted"]


def test_level_two_takes_each_challenge_once(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, level=2)
    with devices.alone(tmp_path) as reader:
        address = reader.challenge()
        assert address is not None
        assert f"venue={VENUE}" in address
        nonce = decode(address.rpartition("=")[2])
        venue = hash_venue(VENUE)
        answered = code(venue=venue, nonce=nonce)
        foreign = code(venue=venue, nonce=bytes(8))
        assert verdicts(reader, code(), code(venue=venue), foreign) == ["wrong-venue"] * 3
        assert reader.challenge() == address
        assert verdicts(reader, answered, answered) == ["accepted", "wrong-venue"]
        assert reader.challenge() != address
        later = code(at=NOW + 1, counter=9, venue=venue, nonce=nonce)
        assert verdicts(reader, later) == ["wrong-venue"]


def test_a_reader_that_the_city_suspended_passes_nobody(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        reader.stand("suspended")
        assert verdicts(reader, code()) == ["reader-suspended"]
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code()) == ["reader-suspended"]


def test_what_cannot_be_written_down_does_not_pass(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path) as reader:
        reader.store.connection.execute("pragma query_only = on")
        assert verdicts(reader, code(), live()) == ["reader-stale", "reader-stale"]
        reader.store.connection.execute("pragma query_only = off")
        assert verdicts(reader, code(), live()) == ["accepted", "accepted"]


def test_a_broken_disk_passes_nobody(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, level=2)
    with devices.alone(tmp_path) as reader:
        reader.store.connection.execute("drop table use")
        reader.store.connection.execute("drop table challenge")
        assert reader.challenge() is None
        bound = code(venue=hash_venue(VENUE), nonce=bytes(8))
        assert verdicts(reader, code(), bound, live()) == ["reader-stale", "reader-stale", "wrong-venue"]


def test_without_room_for_evidence_nothing_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    devices.prepare(tmp_path, NOW)
    monkeypatch.setattr(chain, "WAITING_MAX", 1)
    with devices.alone(tmp_path) as reader:
        assert verdicts(reader, code(), live()) == ["accepted", "reader-stale"]


def test_a_folder_has_one_reader_at_a_time(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW)
    with devices.alone(tmp_path), pytest.raises(FolderInUse), devices.alone(tmp_path):
        pass


def test_an_empty_folder_is_no_reader(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled), devices.alone(tmp_path):
        pass


def test_answers_come_within_fifty_milliseconds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    devices.prepare(tmp_path, NOW, cap=100)
    texts = [write_text(make(at=NOW - 40 + n // 6, counter=n)) for n in range(200)]
    with devices.alone(tmp_path) as reader:
        took = sorted(_time(reader, text)[1] for text in texts)
    with capsys.disabled():
        median, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
        print(f"\noffline answers: median {median * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms")
    assert took[len(took) // 2] < MEDIAN_SECONDS


def _time(reader: Reader, text: str) -> tuple[Answer, float]:
    began = time.perf_counter()
    answer = reader.check(text)
    return answer, time.perf_counter() - began
