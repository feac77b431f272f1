"""People who mean ill, and days on which everything goes wrong at once."""

import asyncio
from typing import Any

import pytest
import time_machine
from litestar import Litestar

from backend.core import clock
from backend.core.problems import NotAllowed
from backend.messages.ports import Parcel
from backend.messages.service import Carrier, send_code, working
from backend.messages.service.breakers import read_standings
from backend.messages.service.own_contacts import index_address
from integrations.sms_batch.vendor import BatchVendor
from integrations.wechat.callbacks import check
from tests.backend.messages.conftest import ORIGIN, Carriers, account_of, next_day
from tests.backend.messages.test_contacts import (
    BROWSER,
    CONTACTS,
    RunJobs,
    add,
    queued_for,
    read_code,
    subscribe,
)
from tests.backend.messages.test_wishes import HEIR, WISHES
from tests.conftest import Client, SignIn


async def test_who_has_an_account_after_somebody_is_not_written_to_at_their_address(
    app: Litestar, resident: Client, operator: Client, sign_in: SignIn, run_jobs: RunJobs, connection: Any
) -> None:
    old = await account_of(resident)
    place = f"{CONTACTS}/{(await add(resident)).json()['id']}"
    code = {"code": await read_code(app, run_jobs)}
    assert (await resident.put(f"{place}/confirmation", json=code)).status_code == 200
    new = await account_of(await sign_in("13800000003"))
    moved = {"name": "张小明", "id_number": "131099199003071238", "move": True}
    assert (await operator.put(f"/v1/residents/{new}/identity", json=moved)).status_code == 200
    await connection.execute("delete from limit_count")
    assert (await operator.put(f"/v1/residents/{old}/identity", json=HEIR)).status_code == 200
    heir = await sign_in("13800000001", **HEIR)

    assert (await heir.get(CONTACTS)).json()["items"] == []
    assert (await heir.put(f"{place}/confirmation", json=code)).status_code == 404
    assert (await heir.delete(place)).status_code == 404
    assert await queued_for(heir, connection) == ["sms"]
    # Their own browser, also when it is the one that showed the other's notices.
    await subscribe(heir)
    assert await queued_for(heir, connection) == ["push", "sms"]


async def test_a_vendor_that_was_ill_gets_one_delivery_for_a_trial_however_long_it_takes(
    carriers: Carriers,
) -> None:
    with time_machine.travel(next_day(10), tick=False):
        await carriers.remind(10)
        await carriers.connection.execute(
            "insert into provider_state (provider, failures, open_until, open_because, updated_at)"
            " values ('sms-batch', 3, $1, 'unreachable', $1)",
            clock.now(),
        )
        carriers.first.behave("slow", times=1, seconds=0.5)
        async with working() as worker:
            carrier = Carrier(worker, carriers.providers[:1], ORIGIN)
            assert [await carrier.turn() for _ in range(5)] == [1, 0, 0, 0, 0]
            await carrier.wait()


async def test_a_browser_whose_service_is_ill_keeps_no_other_s_notices_away(
    app: Litestar, resident: Client, carriers: Carriers
) -> None:
    await subscribe(resident)
    await resident.put(WISHES, json=(await resident.get(WISHES)).json() | {"channels": ["push"]})
    push = carriers.providers[0]

    class Unreachable(BatchVendor):
        name, channel, can_be_asked = "web-push", "push", False

    nowhere = Unreachable("http://127.0.0.1:1", "key", "secret")
    for _ in range(4):
        await carriers.remind(kind="device-suspended")
        await carriers.deliver(nowhere)
    assert {error for _, error in await carriers.states()} == {"busy"}
    assert await read_standings(["web-push", push.name]) == {"web-push": "closed", push.name: "closed"}


async def test_an_address_in_other_letters_is_sent_no_more_codes(resident: Client) -> None:
    letters = ("wang@example.org", "Wang@example.org", "WANG@example.org", "wAng@Example.org")
    answers = [(await add(resident, address)).status_code for address in (*letters, "waNg@x.org", *letters)]
    assert answers == [201] * 6 + [429] * 3


async def test_wechat_shows_the_code_in_its_only_line(
    resident: Client, connection: Any, carriers: Carriers
) -> None:
    class Seen(BatchVendor):
        channel = "wechat"

        async def hand(self, parcels: Any) -> Any:
            seen.extend(parcels)
            return await super().hand(parcels)

    seen: list[Parcel] = []
    made = (await add(resident, "oABCdefghijklmnopqrstuv", "wechat")).json()
    await send_code([Seen("http://127.0.0.1:1", "key", "secret")], made["id"])
    (parcel,) = seen
    assert parcel.title.removeprefix("您的验证码 ") in parcel.body
    assert len(parcel.title) == 12


async def test_a_clock_is_five_characters_and_no_more(resident: Client) -> None:
    wished = (await resident.get(WISHES)).json()
    for wrong in ("21:00\n", "1٩:00", "21:0٠"):
        assert (await resident.put(WISHES, json=wished | {"quiet_from": wrong})).status_code == 422, wrong


@pytest.mark.parametrize("at", ["9" * 400, "nan", "", "-1", "99999999999"])
def test_no_moment_that_a_stranger_names_makes_a_report_of_theirs_one_of_a_vendor_s(at: str) -> None:
    vendor = BatchVendor("http://127.0.0.1:1", "key", "secret")
    for body in (b"{}", b"[" * 990 + b"]" * 990):
        with pytest.raises(NotAllowed):
            vendor.read_reports({"x-time": at, "x-signature": ""}, body)
    with pytest.raises(NotAllowed):
        check(f"timestamp={at}&signature=", "token")


async def test_two_accounts_in_one_browser_at_once_leave_it_to_the_last(
    resident: Client, operator: Client, connection: Any
) -> None:
    index = index_address(BROWSER["endpoint"])
    async with connection.transaction():
        await connection.execute(
            "insert into contact"
            " (id, account, channel, address_sealed, index, label, created_at, confirmed_at)"
            " values (uuidv7(), $1, 'push', 'x', $2, '', now(), now())",
            await account_of(resident),
            index,
        )
        last = asyncio.create_task(subscribe(operator))
        waits = "select exists (select from pg_locks where not granted)"
        while not await connection.fetchval(waits):  # noqa: ASYNC110  # over there nobody tells us
            await asyncio.sleep(0.01)
    made = await last
    assert [item["id"] for item in (await operator.get(CONTACTS)).json()["items"]] == [made["id"]]
    assert (await resident.get(CONTACTS)).json()["items"] == []


async def test_a_clock_that_ran_ahead_delays_no_question(carriers: Carriers) -> None:
    morning = next_day(10)
    with time_machine.travel(morning, tick=False) as now:
        (delivery,) = await carriers.remind()
        now.shift(86_400)
        await carriers.deliver()
        assert await carriers.states(delivery) == [("sent", None)]
        now.move_to(morning)
        await carriers.deliver()
    assert await carriers.states(delivery) == [("delivered", None)]
