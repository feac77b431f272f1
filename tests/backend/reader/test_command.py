"""`yima reader` at a gate."""

import io
import signal
import sys
from pathlib import Path
from subprocess import TimeoutExpired

import psutil
import pytest
import qrcode
from PIL import Image

from backend.credentials.rules.carried_codes import write_text
from backend.reader.screen import Screen
from backend.reader.words import REASONS, WORDS
from backend.vectors import make
from tests.backend.reader import devices
from tests.backend.reader.test_alone import code
from tests.backend.reader.typing_in import ask, run, running
from tests.backend.reader.vectors import NOW
from tests.servers.city import lives, wait_for

OFFLINE = "--offline"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader that holds lists and has no network."""
    devices.prepare(tmp_path / "reader", NOW)
    return tmp_path / "reader"


def test_each_line_is_one_answer(folder: Path) -> None:
    lines = b"\n".join([code().encode(), code().encode(), b"\xff\xfe", b"A" * 5_000, b"", b"nonsense"])
    status, told, complaint = run(folder, OFFLINE, lines=lines)
    assert (status, complaint) == (0, "")
    assert [answer["reason"] for answer in told] == [None, "replayed", "not-valid", "not-valid", "not-valid"]
    assert told[0]["prompt"]["id"] == "welcome"
    assert set(told[0]["prompt"]) == {"id", "zh-CN", "en", "audio"}


def test_the_answer_comes_before_the_next_line(folder: Path) -> None:
    with running(folder, OFFLINE) as process:
        assert ask(process, code().encode() + b"\r\n")["result"] == "accepted"
        assert ask(process, code().encode() + b"\r\n")["reason"] == "replayed"


def test_a_second_process_is_told_in_one_sentence(folder: Path) -> None:
    with running(folder, OFFLINE) as process:
        ask(process, b"x\n")
        status, told, complaint = run(folder, OFFLINE, "--locale", "en")
    assert (status, told) == (1, [])
    assert complaint == "yima: Another reader runs on this folder: stop it first.\n"


def test_it_can_be_interrupted(folder: Path) -> None:
    with running(folder, OFFLINE) as process:
        ask(process, b"x\n")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, b"", b"")


def test_whoever_reads_the_answers_may_leave(folder: Path) -> None:
    with running(folder, OFFLINE) as process:
        assert process.stdin
        assert process.stdout
        ask(process, b"x\n")
        process.stdout.close()
        process.stdin.write(b"y\n")
        process.stdin.flush()
        try:
            assert process.wait(10) == 0
        except TimeoutExpired:
            pytest.fail("it went on without anybody who reads")
        process.stdout = None


def test_an_empty_folder_says_how_to_enrol(tmp_path: Path) -> None:
    status, _, complaint = run(tmp_path / "new", "--locale", "en")
    assert status == 1
    assert complaint.startswith("yima: This folder is no reader yet")
    assert len(complaint.splitlines()) == 1


def test_a_folder_that_is_a_file_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, _, complaint = run(tmp_path / "file" / "below", OFFLINE, "--locale", "en")
    assert (status, len(complaint.splitlines())) == (1, 1)


def test_a_damaged_store_is_told_and_left_as_it_is(folder: Path) -> None:
    (folder / "reader.db").write_bytes(b"this is no database " * 100)
    status, _, complaint = run(folder, OFFLINE, "--locale", "en")
    assert (status, len(complaint.splitlines())) == (1, 1)
    assert (folder / "reader.db").read_bytes().startswith(b"this is no database")


@pytest.mark.parametrize("words", [("--offline", "--sync"), ("--offline", "--enrol", "X")])
def test_what_needs_the_city_does_not_go_offline(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(tmp_path, *words)[0] == 2


def test_pictures_are_read(folder: Path, tmp_path: Path) -> None:
    shown, empty, broken = (tmp_path / name for name in ("code.png", "empty.png", "broken.png"))
    qrcode.make(write_text(make(at=NOW + 2, counter=9))).save(shown)
    Image.new("L", (200, 200), 255).save(empty)
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    status, told, _ = run(folder, OFFLINE, "--picture", str(shown), "--picture", str(empty))
    assert status == 0
    assert [answer["reason"] for answer in told] == [None, "not-valid"]
    status, told, complaint = run(folder, OFFLINE, "--picture", str(broken), "--locale", "en")
    assert (status, told, complaint) == (1, [], "yima: This picture cannot be opened: take another.\n")


def test_a_new_prompt_cuts_the_old(folder: Path) -> None:
    (folder / "prompts").mkdir()
    for name in ("welcome", "sorry-replayed"):
        (folder / "prompts" / f"{name}.zh-CN.wav").write_bytes(b"RIFF")
    player = f"{sys.executable} -c 'import time; time.sleep(600)'"
    with running(folder, OFFLINE, "--player", player) as process:
        ask(process, code().encode() + b"\n")
        first = playing(process.pid)
        ask(process, code().encode() + b"\n")
        wait_for(lambda: not lives(first), lambda: "the first prompt still plays")
        second = playing(process.pid)
        assert process.stdin
        process.stdin.close()
        process.wait(10)
        wait_for(lambda: not lives(second), lambda: "the last prompt still plays")
        process.stdin = None


def playing(reader: int) -> psutil.Process:
    """The player that runs now."""
    found: list[psutil.Process] = []

    def look() -> bool:
        found[:] = [one for one in psutil.Process(reader).children() if lives(one)]
        return len(found) == 1

    wait_for(look, lambda: str(found))
    return found[0]


@pytest.mark.parametrize(("locale", "line"), [
    ("zh-CN", "通过 · 欢迎光临 · 适用票种 成人票 · 离线核验"),
    ("en", "Accepted · Welcome · Fare Adult · checked offline"),
])  # fmt: skip
def test_people_read_a_line(folder: Path, locale: str, line: str) -> None:
    out = io.StringIO()
    with devices.alone(folder) as reader:
        screen = Screen(out, reader, locale, is_json=False, player=None)  # type: ignore[arg-type]
        screen.answer(reader.check(code()))
        screen.answer(reader.check(code()))
    first, second = out.getvalue().splitlines()
    assert first == line
    assert REASONS["replayed"][locale] in second  # type: ignore[index]


def test_every_word_is_there_in_both_languages() -> None:
    assert set(REASONS) == set(devices.REASONS)
    for words in [*REASONS.values(), *WORDS.values()]:
        assert set(words) == {"zh-CN", "en"}
