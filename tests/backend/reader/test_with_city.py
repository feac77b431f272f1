"""A reader with the city, without it, and with it again: what it answers and what it hands in."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from backend.reader import chain, online
from backend.reader.city import Away
from backend.reader.handing_in import hand_in
from backend.reader.reader import Reader
from tests.backend.city_codes.showing import show
from tests.backend.credentials.phones import Credential
from tests.backend.reader.conftest import Gate, handed_in
from tests.backend.reader.wire import Wire
from tests.backend.reader.work import LIBRARY, at_work, syncing, verdict

pytestmark = pytest.mark.usefixtures("patience")

Client = httpx.AsyncClient
FIFTY_MILLISECONDS = 0.05
PATIENCE = online.PATIENCE_SECONDS


async def test_the_city_answers_while_it_is_there(
    gate: Gate, credentials: list[Credential], resident: Client
) -> None:
    live, spoken = await show(resident), await speak(resident)

    def work() -> None:
        with at_work(gate) as (reader, _):
            for text in (credentials[0].show(LIBRARY), live, spoken):
                answer = reader.check(text)
                assert verdict(answer) == ("accepted", "city")
                assert answer.pseudonym
                assert set(answer.attributes) == {"is-adult"}
                assert answer.prompt.audio["en"].endswith("welcome.en.wav")
                by = "city" if text == spoken else "reader"
                assert verdict(reader.check(text)) == ("replayed", by)

    await asyncio.to_thread(work)


async def speak(resident: Client) -> str:
    """A spoken number as somebody types it."""
    answer = await resident.post("/v1/city-codes/spoken", json={"scene": "library"})
    assert answer.status_code == 200, answer.text
    number = answer.json()["number"]
    return " ".join(number[n : n + 4] for n in range(0, 20, 4))


async def test_what_the_city_let_pass_does_not_pass_without_it(
    gate: Gate, wire: Wire, credentials: list[Credential], resident: Client
) -> None:
    live, carried = await show(resident), credentials[0].show(LIBRARY)

    def work() -> None:
        with at_work(gate) as (reader, _):
            assert verdict(reader.check(live)) == verdict(reader.check(carried)) == ("accepted", "city")
            wire.cut()
            assert verdict(reader.check(live)) == verdict(reader.check(carried)) == ("replayed", "reader")

    await asyncio.to_thread(work)


async def test_without_the_city_it_judges_alone_and_hands_in_later(
    gate: Gate, wire: Wire, credentials: list[Credential], resident: Client, connection: Any
) -> None:
    live, spoken = await show(resident), await speak(resident)

    def work() -> None:
        with at_work(gate) as (reader, syncing):
            assert syncing
            wire.cut()
            carried = credentials[0].show(LIBRARY)
            answer = reader.check(carried)
            assert verdict(answer) == ("accepted", "reader")
            assert answer.attributes == {"is-adult": True}
            assert verdict(reader.check(carried)) == ("replayed", "reader")
            assert verdict(reader.check(live)) == ("accepted", "reader")
            assert verdict(reader.check(spoken)) == ("reader-stale", "reader")
            assert verdict(reader.check("CC2NONSENSE")) == ("not-valid", "reader")
            wire.mend()
            assert syncing.hand_in() == 3
            assert syncing.hand_in() == 0
            assert chain.read(reader.store).waiting == 0
            assert verdict(reader.check(carried)) == ("replayed", "reader")

    await asyncio.to_thread(work)
    assert await handed_in(connection, gate.reader) == [(1, "accepted"), (2, "replayed"), (3, "accepted")]


async def test_a_network_that_leads_nowhere_is_waited_for_once(
    gate: Gate,
    wire: Wire,
    credentials: list[Credential],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(online, "PATIENCE_SECONDS", PATIENCE)

    def work() -> list[float]:
        with at_work(gate) as (reader, _):
            wire.swallow()
            assert reader.online
            reader.online.is_watched = True
            return [timed(reader, one.show(LIBRARY)) for one in credentials]

    first, *others = await asyncio.to_thread(work)
    assert PATIENCE <= first < PATIENCE + 2
    with capsys.disabled():
        print(f"\nno way through: first {first * 1000:.0f} ms, then up to {max(others) * 1000:.0f} ms")
    assert sorted(others)[len(others) // 2] < FIFTY_MILLISECONDS


def timed(reader: Reader, text: str) -> float:
    """Seconds that an answer of the reader's own took."""
    began = time.perf_counter()
    answer = reader.check(text)
    assert verdict(answer) == ("accepted", "reader")
    return time.perf_counter() - began


async def test_an_answer_that_was_lost_is_asked_for_again_and_doubles_nothing(
    gate: Gate, wire: Wire, credentials: list[Credential], connection: Any
) -> None:
    def work() -> None:
        with at_work(gate) as opened:
            wire.cut()
            for one in credentials:
                assert opened.reader.check(one.show(LIBRARY)).by == "reader"
            wire.mend()
            head = syncing(opened).contact()
            wire.cut_before_answer(1)
            with pytest.raises(Away):
                hand_in(syncing(opened).desk, head)
            wire.mend()
            assert chain.read(opened.reader.store).waiting == len(credentials)
            assert syncing(opened).hand_in() == 0
            assert chain.read(opened.reader.store).waiting == 0

    await asyncio.to_thread(work)
    assert len(await handed_in(connection, gate.reader)) == len(credentials)


async def test_a_head_that_is_out_of_date_is_caught_up_with(
    gate: Gate, wire: Wire, credentials: list[Credential], connection: Any
) -> None:
    def work() -> None:
        with at_work(gate) as opened:
            before = syncing(opened).contact()
            for one in credentials:
                wire.cut()
                assert opened.reader.check(one.show(LIBRARY)).by == "reader"
                wire.mend()
                if one is credentials[3]:
                    assert syncing(opened).hand_in() == 4
            assert hand_in(syncing(opened).desk, before) == len(credentials)
            assert syncing(opened).hand_in() == 0

    await asyncio.to_thread(work)
    assert [sequence for sequence, _ in await handed_in(connection, gate.reader)] == list(range(1, 9))


async def test_a_city_that_lost_what_it_had_gets_it_again(
    gate: Gate, wire: Wire, credentials: list[Credential], connection: Any
) -> None:
    def work(back: bool) -> None:
        with at_work(gate) as opened:
            if not back:
                wire.cut()
                assert verdict(opened.reader.check(credentials[0].show(LIBRARY))) == ("accepted", "reader")
                wire.mend()
            assert syncing(opened).hand_in() == 1

    await asyncio.to_thread(work, False)
    await connection.execute("delete from evidence_head")
    await connection.execute("delete from offline_verification")
    await asyncio.to_thread(work, True)
    assert await handed_in(connection, gate.reader) == [(1, "accepted")]
