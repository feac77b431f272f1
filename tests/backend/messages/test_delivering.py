"""What is told is carried to people, once."""

import asyncio
import contextlib
import uuid
from collections.abc import Sequence
from datetime import timedelta

import msgspec
import time_machine

from backend.messages.ports import Handed, Parcel, Refused, Unclear
from backend.messages.rules import TRANSITIONS, State
from backend.messages.rules.outcomes import Change
from backend.messages.rules.states import STATES
from backend.messages.service import Carrier, deliver_for_ever, settle, take_reports, working
from backend.messages.service.breakers import find_silent
from backend.messages.service.claiming import claim
from backend.messages.service.handing import hand_over
from backend.messages.service.rates import Rate
from backend.messages.service.recording import Recorded, record
from backend.messages.service.workers import count_workers
from integrations.sms_batch.vendor import BatchVendor
from tests.backend.messages.conftest import ORIGIN, Carriers, next_day
from tests.integrations.stand_ins import signatures
from tests.integrations.stand_ins.ledger import Mode
from tests.integrations.stand_ins.sms import SECRET

MORNING = next_day(10)


async def test_a_text_goes_out_once_in_the_words_of_its_reader(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False):
        (plain,) = await carriers.remind()
        (hidden,) = await carriers.remind(sensitive=True)
        await carriers.deliver()
        await carriers.deliver()

    taken = carriers.first.taken
    assert (taken[str(plain)].to, taken[str(plain)].text) == (
        "+8613800000001",
        "【一码】驾驶证快到期，请换证。",
    )
    assert taken[str(hidden)].text == "【一码】您有一条新消息，请打开一码通城查看。"
    assert [carriers.sent(one) for one in (plain, hidden)] == [1, 1]
    row = await carriers.connection.fetchrow("select * from delivery where id = $1", plain)
    assert row is not None
    assert (row["state"], row["provider"], row["attempts"]) == ("sent", "sms-batch", 1)
    assert row["reference"] == taken[str(plain)].reference
    assert row["handed_at"] == MORNING


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


async def test_what_is_unclear_is_asked_for(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        carriers.first.behave("cut-sent", times=1)
        (cut_after,) = await carriers.remind()
        await carriers.deliver()
        assert await carriers.states() == [("unknown", "cut")]
        carriers.first.behave("error-sent", times=1)
        (error_after,) = await carriers.remind()
        await carriers.deliver()
        carriers.first.behave("nonsense", times=1)
        (nonsense,) = await carriers.remind()
        await carriers.deliver()
        for seconds in (6, 21):
            clock.shift(timedelta(seconds=seconds))
            await carriers.deliver()

    both = (cut_after, error_after, nonsense)
    assert [state for state, _ in await carriers.states(*both)] == ["delivered", "delivered", "sent"]
    assert [carriers.sent(one) for one in both] == [1, 1, 1]
    assert not carriers.second.taken


async def test_a_vendor_that_lies_makes_nobody_get_it_twice(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        carriers.first.behave("cut-sent", times=1)
        (cut,) = await carriers.remind()
        await carriers.deliver()
        for seconds in (6, 21):
            carriers.first.behave("denies", times=1)
            clock.shift(timedelta(seconds=seconds))
            await carriers.deliver()
        # Denied twice: it goes to the same vendor again, which knows our id.
        assert [state for state, _ in await carriers.states(cut)] == ["sent"]

        (taken,) = await carriers.remind()
        await carriers.deliver()
        carriers.first.behave("denies")
        clock.shift(timedelta(minutes=11))
        await carriers.deliver()
        assert await carriers.states(taken) == [("unknown", "denied-after-taking")]
    assert (carriers.sent(cut), carriers.sent(taken)) == (1, 1)
    assert not carriers.second.taken


async def test_another_vendor_helps_out_and_the_first_comes_back(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        carriers.first.behave("busy")
        for _ in range(3):
            await carriers.remind()
            await carriers.deliver()
        assert len(carriers.second.taken) == 3
        asked = carriers.first.requests
        await carriers.remind(5)
        await carriers.deliver()
        # Three failures in a row: nothing is handed to it for a while.
        assert (carriers.first.requests, len(carriers.second.taken)) == (asked, 8)
        carriers.first.behave("good")
        clock.shift(timedelta(seconds=16))
        (trial, *_) = await carriers.remind(5)
        await carriers.deliver()
        await carriers.remind(5)
        await carriers.deliver()
        assert len(carriers.first.taken) >= 6
        # A clock that jumped kept it closed for years: that is not believed.
        await carriers.connection.execute(
            "update provider_state set open_until = now() + interval '9 years', failures = 9"
        )
        (later,) = await carriers.remind()
        await carriers.deliver()
    assert str(later) in carriers.first.taken
    assert carriers.sent(trial) == 1
    assert {state for state, _ in await carriers.states()} == {"sent"}


async def test_a_message_that_everybody_refuses_is_given_up(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        (delivery,) = await carriers.remind()
        for ledger in (carriers.first, carriers.second):
            ledger.codes = {"+8613800000001": "rate"}
        for _ in range(12):
            await carriers.deliver()
            clock.shift(timedelta(minutes=6))
    assert await carriers.states(delivery) == [("gave-up", "busy")]
    row = await carriers.connection.fetchrow("select attempts, ended_at from delivery")
    assert row is not None
    assert row["attempts"] == 5
    assert row["ended_at"] is not None


async def test_a_vendor_that_answers_and_never_sends_gets_nothing_more(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        carriers.first.behave("silent")
        deliveries = await carriers.remind(30)
        await carriers.deliver()
        clock.shift(timedelta(minutes=11))
        await carriers.deliver()
        assert {state for state, _ in await carriers.states()} == {"sent"}
        assert await find_silent(["sms-batch", "sms-template"]) == ["sms-batch"]
        (later,) = await carriers.remind()
        await carriers.deliver()
        assert str(later) in carriers.second.taken
        clock.shift(timedelta(days=3))
        await carriers.deliver()
    # Nobody is told that it arrived, and it is not sent again: it may have.
    assert set(await carriers.states(*deliveries)) == {("unknown", "never-reported")}


async def test_reports_count_once_and_only_from_the_vendor_that_has_it(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False):
        arrived, failed = await carriers.remind(2)
        await carriers.deliver()
        told = [{"id": str(arrived), "state": "delivered", "reason": None}]
        headers, body = signatures.report_batch(SECRET, told)
        low = {name.lower(): value for name, value in headers.items()}
        assert await take_reports(carriers.providers, "sms-batch", low, "", body) == 1
        assert await take_reports(carriers.providers, "sms-batch", low, "", body) == 0
        other: list[dict[str, str | None]] = [
            {"id": str(arrived), "state": "failed", "reason": "number-gone"},
            {"id": str(failed), "state": "failed", "reason": "content"},
            {"id": str(uuid.uuid4()), "state": "delivered", "reason": None},
            {"id": "no id", "state": "delivered", "reason": None},
        ]
        headers, body = signatures.report_batch(SECRET, other)
        low = {name.lower(): value for name, value in headers.items()}
        assert await take_reports(carriers.providers, "sms-batch", low, "", body) == 1
        foreign = [{"ClientToken": str(failed), "Status": "Delivered", "ErrorCode": None}]
        headers, body = signatures.report_template(SECRET, foreign)
        low = {name.lower(): value for name, value in headers.items()}
        assert await take_reports(carriers.providers, "sms-template", low, "", body) == 0
    assert await carriers.states(arrived, failed) == [("delivered", None), ("failed", "content")]


async def test_only_the_changes_in_the_table_happen(carriers: Carriers) -> None:
    pairs: list[tuple[State, State]] = [(before, after) for before in STATES for after in STATES]
    with time_machine.travel(MORNING, tick=False):
        deliveries = await carriers.remind(len(pairs))
    await carriers.connection.execute(
        "update delivery set state = told.state, provider = 'p'"
        " from unnest($1::uuid[], $2::text[]) as told (id, state) where told.id = delivery.id",
        deliveries,
        [before for before, _ in pairs],
    )
    await record(
        "p", [Recorded(one, Change(state=after)) for one, (_, after) in zip(deliveries, pairs, strict=True)]
    )
    rows = await carriers.connection.fetch("select state from delivery order by id")
    expected = [after if after in TRANSITIONS[before] else before for before, after in pairs]
    assert [row["state"] for row in rows] == expected


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


async def test_an_adapter_that_breaks_its_promise_leaves_it_unclear(carriers: Carriers) -> None:
    class Broken(BatchVendor):
        async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
            if len(parcels) > 1:
                raise ZeroDivisionError
            return []

    broken = Broken("http://127.0.0.1:1", "key", "secret")
    with time_machine.travel(MORNING, tick=False):
        await carriers.remind(2)
        await carriers.deliver(broken)
        await carriers.remind(1)
        await carriers.deliver(broken)
    assert await carriers.states() == [("unknown", "no-answer")] * 3


def test_a_rate_is_shared_and_never_saved_up_for_more_than_a_second() -> None:
    rate = Rate(100)
    assert rate.available() == 100
    rate.use(100)
    assert rate.available() < 5
    rate.share(4)
    rate.use(-1000)
    assert rate.available() == 25


async def test_one_whose_phone_no_key_opens_keeps_nobody_waiting(carriers: Carriers) -> None:
    with time_machine.travel(MORNING, tick=False):
        (spoilt,) = await carriers.remind(phone="13800000002")
        (whole,) = await carriers.remind()
        await carriers.connection.execute(
            "update account set phone_sealed = 'x' from delivery"
            " where delivery.id = $1 and account.id = delivery.account",
            spoilt,
        )
        await carriers.deliver()
    assert await carriers.states(spoilt, whole) == [("cancelled", "no-address"), ("sent", None)]
