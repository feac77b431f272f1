"""Vendors that are slow, ill, silent, or lie: nobody gets a message twice, and none is lost."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import time_machine

from backend.messages.ports import Handed, Parcel, Refused, Unclear
from backend.messages.service import take_reports
from backend.messages.service.breakers import find_silent
from integrations.sms_batch.vendor import BatchVendor
from tests.backend.messages.conftest import MORNING, Carriers
from tests.integrations.stand_ins import signatures
from tests.integrations.stand_ins.sms import SECRET


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
