"""What a reader may do: enrolled, suspended, become another, copied; and what passes there no more."""

import asyncio
import shutil
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core.settings import Settings
from backend.credentials import service as credential_service
from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.jws import decode
from backend.reader.opening import open_reader
from backend.reader.problems import CityAway, EnrolmentRefused, EvidenceOfAnother, MustEnrolAgain, Suspended
from backend.reader.reader import Reader
from tests import processes
from tests.backend.credentials.phones import Credential
from tests.backend.reader.conftest import Gate, NewGate, handed_in, new_code
from tests.backend.reader.wire import Wire
from tests.backend.reader.work import EVENT, LIBRARY, at_work, syncing, verdict

pytestmark = pytest.mark.usefixtures("patience")

Client = httpx.AsyncClient


async def test_two_devices_with_one_folder_are_noticed_and_nothing_is_lost(
    gate: Gate, wire: Wire, operator: Client, credentials: list[Credential], connection: Any
) -> None:
    """Somebody copies a reader's folder: whoever hands in second must be enrolled again."""

    def check(where: Gate, *shown: Credential) -> None:
        with at_work(where) as opened:
            wire.cut()
            for one in shown:
                assert verdict(opened.reader.check(one.show(LIBRARY))) == ("accepted", "reader")
            wire.mend()

    def sync(where: Gate, code: str | None = None) -> int:
        with at_work(where, code) as opened:
            return syncing(opened).hand_in()

    copy = gate._replace(folder=gate.folder.with_name("copy"))
    await asyncio.to_thread(check, gate)
    await asyncio.to_thread(shutil.copytree, gate.folder, copy.folder)
    await asyncio.to_thread(check, gate, *credentials[:2])
    await asyncio.to_thread(check, copy, *credentials[2:5])
    assert await asyncio.to_thread(sync, gate) == 2
    with pytest.raises(MustEnrolAgain):
        await asyncio.to_thread(sync, copy)
    with pytest.raises(MustEnrolAgain):
        await asyncio.to_thread(sync, copy)
    await asyncio.to_thread(check, copy, credentials[5])
    assert await asyncio.to_thread(sync, copy, await new_code(operator, gate.reader)) == 4
    assert len(await handed_in(connection, gate.reader)) == 6
    with pytest.raises(MustEnrolAgain):
        await asyncio.to_thread(sync, gate)
    with at_work(copy) as opened:
        assert opened.reader.standing == "good"


async def test_an_enrolment_that_was_cut_off_ends_the_same(gate: Gate, wire: Wire) -> None:
    def work() -> None:
        for answers in (1, 2):
            wire.cut_before_answer(answers)
            with pytest.raises(CityAway), at_work(gate):
                pass
            wire.mend()
        with at_work(gate) as opened:
            assert opened.reader.holdings is not None
        assert len(list(gate.folder.glob("*.key"))) == 1
        assert all(path.stat().st_mode & 0o077 == 0 for path in gate.folder.glob("*.key"))

    await asyncio.to_thread(work)


async def test_a_wrong_code_enrols_nothing(gate: Gate) -> None:
    def work() -> None:
        with pytest.raises(EnrolmentRefused), at_work(gate, "00000-00000"):
            pass
        with at_work(gate) as opened:
            assert str(opened.reader.identity.place.reader.id) == gate.reader

    await asyncio.to_thread(work)


async def test_another_readers_code_waits_until_the_evidence_is_handed_in(
    new_gate: NewGate, wire: Wire, operator: Client, credentials: list[Credential], connection: Any
) -> None:
    one, two = await new_gate(), await new_gate()

    def check() -> None:
        with at_work(one) as opened:
            wire.cut()
            assert opened.reader.check(credentials[0].show(LIBRARY)).by == "reader"
            wire.mend()

    def be_refused() -> None:
        with pytest.raises(EvidenceOfAnother), at_work(one, two.code):
            pass

    def become_the_other() -> None:
        with at_work(one, two.code) as opened:
            assert str(opened.reader.identity.place.reader.id) == two.reader

    await asyncio.to_thread(check)
    path = f"/v1/readers/{one.reader}/suspension"
    assert (await operator.put(path, json={"reason": "Repair"})).status_code == 200
    await asyncio.to_thread(be_refused)
    assert (await operator.delete(path)).status_code == 204
    await asyncio.to_thread(become_the_other)
    assert await handed_in(connection, one.reader) == [(1, "accepted")]


async def test_a_suspended_reader_passes_nobody_even_without_the_city(
    gate: Gate, wire: Wire, operator: Client, credentials: list[Credential], connection: Any
) -> None:
    def begin() -> None:
        with at_work(gate) as opened:
            wire.cut()
            assert verdict(opened.reader.check(credentials[0].show(LIBRARY))) == ("accepted", "reader")
            wire.mend()

    def stopped() -> None:
        with at_work(gate) as opened:
            with pytest.raises(Suspended):
                syncing(opened).hand_in()
            wire.cut()
            assert verdict(opened.reader.check(credentials[1].show(LIBRARY))) == (
                "reader-suspended",
                "reader",
            )
            wire.mend()

    def resumed() -> None:
        with at_work(gate) as opened:
            assert syncing(opened).hand_in() == 1
            assert verdict(opened.reader.check(credentials[2].show(LIBRARY))) == ("accepted", "city")

    await asyncio.to_thread(begin)
    path = f"/v1/readers/{gate.reader}/suspension"
    answer = await operator.put(path, json={"reason": "Lost"})
    assert answer.status_code == 200, answer.text
    await asyncio.to_thread(stopped)
    assert (await operator.delete(path)).status_code == 204
    await asyncio.to_thread(resumed)
    assert await handed_in(connection, gate.reader) == [(1, "accepted")]


async def test_a_reader_that_another_device_became_passes_nobody(
    gate: Gate, wire: Wire, operator: Client, credentials: list[Credential]
) -> None:
    other = gate._replace(folder=gate.folder.with_name("other"))

    def become(where: Gate, code: str) -> None:
        with at_work(where, code):
            pass

    def replaced() -> None:
        with at_work(gate) as opened:
            assert verdict(opened.reader.check(credentials[0].show(LIBRARY))) == (
                "reader-suspended",
                "reader",
            )
            wire.cut()
            assert verdict(opened.reader.check(credentials[0].show(LIBRARY))) == (
                "reader-suspended",
                "reader",
            )

    await asyncio.to_thread(become, gate, gate.code)
    await asyncio.to_thread(become, other, await new_code(operator, gate.reader))
    await asyncio.to_thread(replaced)


async def test_a_challenge_counts_once_with_the_city_and_without(
    new_gate: NewGate, wire: Wire, credentials: list[Credential]
) -> None:
    gate = await new_gate("event")
    venue = hash_venue(UUID(gate.venue))

    def work() -> None:
        with at_work(gate) as (reader, _):
            first = challenge_of(reader)
            one, two, three = credentials[:3]
            assert verdict(reader.check(one.show(EVENT, venue=venue))) == ("wrong-venue", "city")
            answered = one.show(EVENT, counter=2, venue=venue, nonce=first)
            assert verdict(reader.check(answered)) == ("accepted", "city")
            again = two.show(EVENT, venue=venue, nonce=first)
            assert verdict(reader.check(again)) == ("wrong-venue", "city")
            second = challenge_of(reader)
            assert second != first
            wire.cut()
            alone = three.show(EVENT, venue=venue, nonce=second)
            assert verdict(reader.check(alone)) == ("over-limit", "reader")

    await asyncio.to_thread(work)


def challenge_of(reader: Reader) -> bytes:
    """The challenge that the reader shows now."""
    address = reader.challenge()
    assert address is not None
    return decode(address.rpartition("=")[2])


async def test_who_is_revoked_does_not_pass_once_the_lists_are_fetched(
    gate: Gate, wire: Wire, resident: Client, credentials: list[Credential], settings: Settings
) -> None:
    def work(city: str) -> None:
        with open_reader(gate.folder, city, gate.code) as opened:
            syncing(opened).refresh()
        with open_reader(gate.folder, is_offline=True) as opened:
            verdicts = [opened.reader.check(one.show(LIBRARY)).reason for one in credentials]
            assert verdicts == ["revoked"] * len(credentials)

    assert (await resident.delete("/v1/sessions/current")).status_code == 204
    assert await credential_service.end_lost_batches(timedelta(hours=1)) == 1
    with processes.serve(settings) as fresh:  # the other tells for a quarter of a minute what it told before
        await asyncio.to_thread(work, fresh.address)
