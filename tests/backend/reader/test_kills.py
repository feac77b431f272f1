"""Kill -9 at any moment: what was answered is written down, what is written down is handed in, each once."""

import asyncio
import random
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from backend.core.settings import Settings
from backend.credentials.rules.carried_codes import BROWSER_KEY, ED25519, write_text
from backend.credentials.rules.signing import write_credentials, write_show
from backend.evidence.rules.chains import Entry, add_link
from backend.reader import chain
from backend.reader.city import Away
from backend.reader.opening import open_reader
from backend.reader.store import Store
from backend.vectors import CITY, KID, SCENE, ed25519
from tests import processes
from tests.backend.credentials.phones import Credential
from tests.backend.reader import devices
from tests.backend.reader.conftest import Gate, handed_in
from tests.backend.reader.typing_in import answers, ask, run, running
from tests.backend.reader.vectors import NOW
from tests.backend.reader.wire import Wire

KILLS = 8
RECORDS = 4_000
LIBRARY = 2
PHONES = 40
CHANCE = random.Random()


def test_a_reader_killed_while_it_reads_loses_nothing_and_lets_nothing_pass_twice(tmp_path: Path) -> None:
    devices.prepare(tmp_path, NOW, cap=100)
    codes = [show(n, NOW + 15 * slot - 30, slot + 1) for slot in range(4) for n in range(PHONES)]
    told: list[Any] = []
    for _ in range(KILLS):
        CHANCE.shuffle(codes)
        told += read_and_be_killed(tmp_path, codes)
    told += run(tmp_path, "--offline", lines="\n".join(codes).encode())[1]
    with devices.alone(tmp_path) as reader:
        assert_whole(reader.store)
        records = chain.after(reader.store, 0, 100_000)[0]
    counted = Counter(record.code for record in records if record.verdict == "accepted")
    assert set(counted.values()) == {1}
    assert len(counted) >= PHONES
    written = Counter(record.verdict for record in records)
    answered = Counter(answer["reason"] or "accepted" for answer in told if answer["record"])
    assert answered["accepted"] <= written["accepted"] <= answered["accepted"] + KILLS
    assert len({answer["record"] for answer in told if answer["record"]}) == answered.total()


def show(n: int, at: int, counter: int) -> str:
    """A code of the phone number `n`."""
    phone, cid = ed25519(f"phone {n}"), n.to_bytes(16)
    (credential,) = write_credentials(
        ED25519, KID, [cid], [n], NOW + 86_400, (BROWSER_KEY, 3), [phone.public], CITY.secret
    )
    return write_text(write_show(credential, at, counter, SCENE, phone.sign))


def read_and_be_killed(folder: Path, codes: list[str]) -> list[Any]:
    """The answers of a reader that is killed somewhere among these codes."""
    with running(folder, "--offline") as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("\n".join(codes).encode())
        process.stdin.flush()
        lines = [process.stdout.readline() for _ in range(CHANCE.randrange(1, len(codes) // 2))]
        time.sleep(CHANCE.random() / 100)
        process.kill()
        return answers([*(line.rstrip() for line in lines), *process.stdout.read().split(b"\n")])


def assert_whole(store: Store) -> None:
    """Every link of the chain covers all before it, without a gap."""
    state = chain.read(store)
    link, sequence = state.marks.base_link, state.marks.base
    for record in chain.after(store, sequence, 1_000_000)[0]:
        sequence += 1
        link = add_link(link, Entry(sequence, record.at, record.verdict, record.degraded, record.code))
    assert (sequence, link) == (state.last, state.last_link)


async def test_a_reader_killed_while_it_hands_in_doubles_and_loses_nothing(
    gate: Gate, credentials: list[Credential], connection: Any, wire: Wire
) -> None:
    await asyncio.to_thread(write_down, gate, credentials)

    def hand_in() -> None:
        for _ in range(KILLS):
            with running(gate.folder, "--sync") as process:
                with suppress(TimeoutExpired):
                    process.wait(CHANCE.uniform(0.3, 1.5))
                process.kill()
        status, (report,), complaint = run(gate.folder, "--sync")
        assert (status, report["waiting"]) == (0, 0), complaint

    await asyncio.to_thread(hand_in)
    await assert_all_handed_in(connection, gate)


async def test_a_cable_cut_while_it_hands_in_doubles_and_loses_nothing(
    gate: Gate, credentials: list[Credential], connection: Any, wire: Wire
) -> None:
    await asyncio.to_thread(write_down, gate, credentials)

    def hand_in() -> None:
        with open_reader(gate.folder, gate.city, gate.code) as opened:
            assert opened.syncing
            for answer in (1, 2, 3, 4, 5, 6):
                wire.cut_before_answer(answer)
                with suppress(Away):
                    opened.syncing.hand_in()
                wire.mend()
            opened.syncing.hand_in()
            assert chain.read(opened.reader.store).waiting == 0

    await asyncio.to_thread(hand_in)
    await assert_all_handed_in(connection, gate)


async def test_a_server_killed_while_it_takes_evidence_doubles_and_loses_nothing(
    gate: Gate, credentials: list[Credential], connection: Any, wire: Wire, settings: Settings
) -> None:
    await asyncio.to_thread(write_down, gate, credentials)
    done = threading.Event()

    def hand_in() -> None:
        with open_reader(gate.folder, gate.city, gate.code) as opened:
            assert opened.syncing
            while chain.read(opened.reader.store).waiting:
                with suppress(Away):
                    opened.syncing.hand_in()
                done.wait(0.02)
        done.set()

    def kill() -> None:
        with ExitStack() as stack:
            for _ in range(3):
                server = stack.enter_context(processes.serve(settings))
                wire.target = int(server.address.rpartition(":")[2])
                wire.mend()
                done.wait(CHANCE.uniform(0.02, 0.3))
                server.process.kill()
                wire.cut()
            last = stack.enter_context(processes.serve(settings))
            wire.target = int(last.address.rpartition(":")[2])
            wire.mend()
            assert done.wait(60)

    wire.cut()
    await asyncio.gather(asyncio.to_thread(hand_in), asyncio.to_thread(kill))
    await assert_all_handed_in(connection, gate)


def write_down(gate: Gate, credentials: list[Credential]) -> None:
    """Enrol, and have so many records that handing in takes a while."""
    with open_reader(gate.folder, gate.city, gate.code) as opened:
        store, now = opened.reader.store, opened.reader.clock.now()
        with store.transaction() as connection:
            for n in range(RECORDS):
                shown = credentials[n % len(credentials)].show(LIBRARY, counter=n, at=now - 15 * n / 10)
                record = chain.Record(int((now - 1.5 * n) * 1000), "accepted", False, shown)
                chain.append(connection, chain.read(store), record)


async def assert_all_handed_in(connection: Any, gate: Gate) -> None:
    """The city has every record once, in the reader's order."""
    sequences = [sequence for sequence, _ in await handed_in(connection, gate.reader)]
    assert sequences == list(range(1, RECORDS + 1))
    assert await connection.fetchval("select max(sequence) from evidence_head") == RECORDS


async def test_a_reader_killed_while_the_network_comes_and_goes_lets_nothing_pass_twice(
    gate: Gate, credentials: list[Credential], connection: Any, wire: Wire
) -> None:
    codes = [
        one.show(LIBRARY, slot + 1, time.time() - 40 + 15 * slot) for slot in range(3) for one in credentials
    ]

    def work() -> int:
        with open_reader(gate.folder, gate.city, gate.code):
            pass
        accepted = 0
        for _ in range(KILLS // 2):
            with running(gate.folder) as process:
                for _ in range(CHANCE.randrange(1, len(codes))):
                    CHANCE.choice([wire.cut, wire.mend])()
                    accepted += ask(process, CHANCE.choice(codes).encode() + b"\n")["result"] == "accepted"
                process.kill()
        wire.mend()
        assert run(gate.folder, "--sync")[0] == 0
        return accepted

    accepted = await asyncio.to_thread(work)
    online = await connection.fetch("select cid, slot from verification where slot > 0")
    alone = await connection.fetch("select cid, slot from offline_verification where reason is null")
    assert len(set(alone)) == len(alone)
    # The city may have let pass what it told too late, so that the reader had decided alone: one pass.
    assert accepted == len({*map(tuple, online), *map(tuple, alone)})
