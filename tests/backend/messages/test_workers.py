"""Workers side by side, dead, held up, or under another clock: each delivery has one of them."""

import asyncio
import contextlib
from datetime import timedelta

import msgspec
import time_machine

from backend.messages.service import Carrier, deliver_for_ever, settle, working
from backend.messages.service.claiming import claim
from backend.messages.service.handing import hand_over
from backend.messages.service.rates import Rate
from backend.messages.service.workers import count_workers
from tests.backend.messages.conftest import MORNING, ORIGIN, Carriers
from tests.integrations.stand_ins.ledger import Mode


async def test_each_delivery_has_one_of_two_workers(carriers: Carriers) -> None:
    with time_machine.travel(MORNING):
        deliveries = await carriers.remind(300)
        await asyncio.gather(carriers.deliver(), carriers.deliver(), carriers.deliver())

    assert {carriers.sent(one) for one in deliveries} == {1}
    assert not carriers.second.taken
    assert await carriers.connection.fetchval("select max(attempts) from delivery") == 1


async def test_what_a_dead_worker_had_taken_is_asked_for_and_nothing_goes_twice(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        (gone_out,) = await carriers.remind()
        await die_while_handing_over(carriers, "slow")
        await carriers.deliver()
        assert await carriers.states() == [("delivered", None)]

        (unsent,) = await carriers.remind()
        await die_while_handing_over(carriers, "slow-lost")
        await carriers.deliver()
        # Denied once: what the dead worker called may still be on its way.
        assert await carriers.states(unsent) == [("unknown", "denied")]
        clock.shift(timedelta(seconds=21))
        await carriers.deliver()
        assert await carriers.states(unsent) == [("sent", None)]
    assert (carriers.sent(gone_out), carriers.sent(unsent)) == (1, 1)
    assert not carriers.second.taken


async def die_while_handing_over(carriers: Carriers, mode: Mode) -> None:
    """A worker that ends after it has called and before it knows the answer."""
    carriers.first.behave(mode, times=1, seconds=5)
    calls = carriers.first.requests
    async with working() as worker:
        carrier = Carrier(worker, carriers.providers, ORIGIN)
        assert await carrier.turn() == 1
        (task,) = carrier._under_way["sms"]
        while carriers.first.requests == calls:  # noqa: ASYNC110  # over there nobody tells us
            await asyncio.sleep(0)
        task.cancel()
        await carrier.wait()


async def test_a_clock_that_jumps_takes_nothing_from_a_worker_that_lives(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        (delivery,) = await carriers.remind()
        async with working() as worker:
            await carriers.connection.execute(
                "update delivery set state = 'sending', worker = $1, provider = 'sms-batch'", worker.number
            )
            clock.shift(timedelta(days=400))
            await settle(carriers.providers)
            assert await carriers.states() == [("sending", None)]
        clock.move_to(MORNING)
        # And one that ran ahead while something was queued keeps nobody waiting.
        clock.shift(timedelta(days=1))
        (ahead,) = await carriers.remind()
        clock.move_to(MORNING)
        await carriers.deliver()
        await carriers.deliver()
    assert carriers.sent(ahead) == 1
    assert carriers.sent(delivery) == 0


async def test_the_loop_records_what_is_under_way_when_it_is_told_to_end(carriers: Carriers) -> None:
    loop = asyncio.create_task(deliver_for_ever(carriers.providers, ORIGIN))
    carriers.first.behave("slow", times=1, seconds=0.3)
    (delivery,) = await carriers.remind(kind="device-suspended")
    while not carriers.first.requests:  # noqa: ASYNC110  # over there nobody tells us
        await asyncio.sleep(0.01)
    loop.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await loop
    assert await carriers.states(delivery) == [("sent", None)]
    assert await count_workers() == 0


async def test_a_worker_that_was_held_up_hands_nothing_over(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False):
        (delivery,) = await carriers.remind()
        async with working() as worker:
            _, claimed = await claim(worker, "sms", ["sms-batch"], 10)
            late = [msgspec.structs.replace(one, at=one.at - 11) for one in claimed]
            await hand_over(carriers.providers[0], late, ORIGIN, 2)
            assert await carriers.states(delivery) == [("queued", "held-up")]
            assert not carriers.first.requests
        await carriers.deliver()
    assert carriers.sent(delivery) == 1


def test_a_rate_is_shared_and_never_saved_up_for_more_than_a_second() -> None:
    rate = Rate(100)
    assert rate.available() == 100
    rate.use(100)
    assert rate.available() < 5
    rate.share(4)
    rate.use(-1000)
    assert rate.available() == 25
