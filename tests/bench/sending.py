"""Messages to vendors in processes of their own: how many a second, how soon, and what a kill does to them.

The city's people have phones and preferences. A worker process claims, hands over and records; this process
sends. First as much as goes, then 400 a second, and then 400 a second while workers and vendors are killed
and started again; after that the vendors' own books are compared with our table.
"""

import asyncio
import subprocess
import time
import uuid
from contextlib import ExitStack
from typing import Any

import msgspec

from backend.core import db
from backend.core.ids import new_id
from backend.core.sealing import blind_index, seal
from backend.messages.service import Outgoing, send_many
from tests import processes
from tests.bench.city import City
from tests.bench.vendors import Vendors, running

TARGET_PER_SECOND = 400
PEOPLE = 5_000
FLAT_OUT, AT_ONCE = 20_000, 500
STEADY_SECONDS, STEADY_PARTS = 20, 20
KILLING_SECONDS = 24
DRAIN_SECONDS = 150

# Nobody sleeps while it is measured, whatever the time is.
ADD_PEOPLE = """
with made as (
    insert into account (id, phone_sealed, phone_index, created_at)
    select id, phone, index, now()
    from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as person (id, phone, index)
    returning id
)
insert into message_preference (account, quiet_from, quiet_to, updated_at)
select id, '00:00', '00:00', now() from made
"""
# Of one run: how many, how soon, and how many it took more than one try for.
SPAN = """
select count(*) as messages, max(handed_at) as last, min(created_at) as first,
    count(*) filter (where handed_at - due_at <= interval '10 seconds') as soon,
    percentile_cont(0.5) within group (order by extract(epoch from handed_at - due_at)) as p50,
    percentile_cont(0.99) within group (order by extract(epoch from handed_at - due_at)) as p99,
    count(*) filter (where attempts > 1) as again
from delivery join message on message.id = delivery.message where message.key like $1 || ':%'
"""
STATES = """
select delivery.id::text as id, state from delivery join message on message.id = delivery.message
where message.key like $1 || ':%'
"""
SETTLED = """
select not exists (
    select from delivery join message on message.id = delivery.message
    where message.key like $1 || ':%'
        and (state in ('queued', 'sending') or (state = 'unknown' and ended_at is null)))
"""
FACTS = {
    "title": {"zh-CN": "驾驶证期满换证", "en": "Renew your driving licence"},
    "text": {
        "zh-CN": "您的驾驶证2026年12月25日到期。到期前90天内就能换，不用等。",
        "en": "Your driving licence expires on 25 Dec 2026. You can renew it from 90 days before.",
    },
    "sms": {"zh-CN": "驾驶证2026年12月25日到期，请及时换证。", "en": "Driving licence expires 25 Dec 2026."},
}


class Throughput(msgspec.Struct):
    """As many as go: accepted, and handed to the vendor, a second; seconds from the first to the last."""

    name: str
    messages: int
    per_second_accepted: float
    per_second_handed: float


class Steady(msgspec.Struct):
    """At 400 a second: the share handed over within 10 seconds of being accepted."""

    name: str
    messages: int
    per_second: float
    within_10_seconds: float
    p50_seconds: float
    p99_seconds: float


class Killed(msgspec.Struct):
    """With workers and vendors killed meanwhile: what the vendors' books say of each of our messages."""

    name: str
    messages: int
    kills: int
    lost: int
    doubled: int
    unsettled: int
    otherwise_recorded: int
    tried_again: int
    longest_seconds: float


async def measure(city: City) -> list[msgspec.Struct]:
    """All three runs, one after the other."""
    people = await _add_people()
    with running(city) as both:
        with processes.run(both.settings, "worker"):
            await _run(people, "warm", 200, 1.0)
            await _drained("warm")
            flat_out = await _measure_flat_out(people)
            steady = await _measure_steady(people)
        return [flat_out, steady, await _measure_killed(people, both)]


async def _measure_flat_out(people: list[uuid.UUID]) -> Throughput:
    started_at = time.monotonic()
    for part in range(FLAT_OUT // AT_ONCE):
        await _send(people, "flat", part * AT_ONCE, AT_ONCE)
    accepted = time.monotonic() - started_at
    await _drained("flat")
    found = await _span("flat")
    seconds = (found["last"] - found["first"]).total_seconds()
    return Throughput("send", FLAT_OUT, round(FLAT_OUT / accepted, 1), round(FLAT_OUT / seconds, 1))


async def _measure_steady(people: list[uuid.UUID]) -> Steady:
    seconds = await _run(people, "steady", STEADY_SECONDS * TARGET_PER_SECOND, STEADY_SECONDS)
    await _drained("steady")
    found = await _span("steady")
    return Steady(
        "send-steady",
        found["messages"],
        round(found["messages"] / seconds, 1),
        found["soon"] / found["messages"],
        round(float(found["p50"]), 3),
        round(float(found["p99"]), 3),
    )


async def _measure_killed(people: list[uuid.UUID], vendors: Vendors) -> Killed:
    with ExitStack() as stack:
        workers = [stack.enter_context(processes.run(vendors.settings, "worker")) for _ in range(2)]
        await _run(people, "again", 200, 1.0)
        await _drained("again")
        sending = asyncio.create_task(
            _run(people, "killed", KILLING_SECONDS * TARGET_PER_SECOND, KILLING_SECONDS)
        )
        kills = await _kill(stack, workers, vendors)
        await sending
        await _drained("killed")
    async with db.connection() as connection:
        states = {row["id"]: row["state"] for row in await connection.fetch(STATES, "killed")}
    sent = vendors.first.read() + vendors.second.read()
    found = await _span("killed")
    return Killed(
        "send-killed",
        len(states),
        kills,
        lost=sum(id_ not in sent for id_ in states),
        doubled=sum(sent[id_] > 1 for id_ in states),
        unsettled=sum(state in ("queued", "sending", "unknown") for state in states.values()),
        otherwise_recorded=sum(
            (id_ in sent) != (state in ("sent", "delivered")) for id_, state in states.items()
        ),
        tried_again=found["again"],
        longest_seconds=round((found["last"] - found["first"]).total_seconds() - KILLING_SECONDS, 1),
    )


async def _kill(stack: ExitStack, workers: list["subprocess.Popen[bytes]"], vendors: Vendors) -> int:
    """Kill each of them in turn and start it again, then all of them at once."""
    kills = 0
    for place in range(2):
        await asyncio.sleep(2)
        workers[place].kill()
        await asyncio.sleep(0.7)
        vendors.first.kill()
        kills += 2
        await asyncio.sleep(2)
        vendors.first.start()
        workers[place] = stack.enter_context(processes.run(vendors.settings, "worker"))
    await asyncio.sleep(4)
    for worker in workers:
        worker.kill()
    vendors.first.kill()
    vendors.second.kill()
    kills += 4
    await asyncio.sleep(1)
    vendors.first.start()
    vendors.second.start()
    stack.enter_context(processes.run(vendors.settings, "worker"))
    return kills


async def _run(people: list[uuid.UUID], run: str, count: int, seconds: float) -> float:
    """Send `count` evenly over `seconds`; how long it took."""
    parts = max(int(seconds * STEADY_PARTS), 1)
    size = count // parts
    started_at = time.monotonic()
    for part in range(parts):
        await _send(people, run, part * size, size)
        await asyncio.sleep(max(0.0, started_at + (part + 1) * seconds / parts - time.monotonic()))
    return time.monotonic() - started_at


async def _send(people: list[uuid.UUID], run: str, first: int, count: int) -> None:
    rows = [
        Outgoing(
            account=people[number % len(people)],
            kind="reminder-certificate",
            facts=FACTS,
            key=f"{run}:{number}",
            ref=new_id(),
            statutory=True,
        )
        for number in range(first, first + count)
    ]
    async with db.transaction():
        assert await send_many(rows) == count


async def _drained(run: str) -> None:
    """Until nothing of this run is open, or it never will be."""
    end = time.monotonic() + DRAIN_SECONDS
    async with db.connection() as connection:
        while not await connection.fetchval(SETTLED, run):
            if time.monotonic() > end:
                return
            await asyncio.sleep(0.25)


async def _span(run: str) -> Any:
    async with db.connection() as connection:
        return await connection.fetchrow(SPAN, run)


async def _add_people() -> list[uuid.UUID]:
    ids = [new_id() for _ in range(PEOPLE)]
    phones = [f"+8613{900_000_000 + number}" for number in range(PEOPLE)]
    async with db.connection() as connection:
        await connection.execute(
            ADD_PEOPLE,
            ids,
            [seal(phone, field="account.phone") for phone in phones],
            [blind_index(phone, field="account.phone") for phone in phones],
        )
        await connection.execute("analyze account; analyze message_preference")
    return ids
