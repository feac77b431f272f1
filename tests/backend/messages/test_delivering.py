"""What is told is carried to people, once."""

import time_machine

from backend.messages.rules import TRANSITIONS, State
from backend.messages.rules.outcomes import Change
from backend.messages.rules.states import STATES
from backend.messages.service.recording import Recorded, record
from tests.backend.messages.conftest import MORNING, Carriers


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
