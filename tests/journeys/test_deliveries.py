"""The board of deliveries, as an operator watches it."""

import time

import httpx
from playwright.async_api import expect

from backend.people.service import make_operator
from portal.state.deliveries import REFRESH_SECONDS
from tests.backend.reminders.conftest import Records, records
from tests.journeys.conftest import PATIENCE_MILLISECONDS, OpenPhone, confirm, sign_in
from tests.journeys.test_reminders import bring, look_and_tell
from tests.journeys.test_services import NAME, NUMBER, PHONE

__all__ = ["records"]

PREFERENCES = "/v1/me/message-preferences"


async def test_the_board_of_deliveries_reads_itself_anew_until_it_is_told_to_stand_still(
    open_phone: OpenPhone, records: Records, operator: httpx.AsyncClient, city: str
) -> None:
    await make_operator(PHONE)
    phone = await open_phone()
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    # At night nothing would go out.
    wishes = await (await phone.request.get(PREFERENCES)).json()
    awake = wishes | {"quiet_from": "00:00", "quiet_to": "00:00"}
    assert (await phone.request.put(PREFERENCES, data=awake, headers={"origin": city})).ok
    await phone.clock.install()
    await phone.goto("/deliveries")
    await expect(phone.get_by_text("还没有发送记录")).to_be_visible()
    # Only now is there something to send: the city's own worker does not wait for a test.
    await bring(records, operator)
    await look_and_tell(phone)
    end = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    while not await phone.get_by_text("短信 · console-sms").count():
        assert time.monotonic() < end, "the board stood still"
        await phone.clock.run_for(REFRESH_SECONDS * 1000)
    await phone.get_by_role("button", name="暂停刷新").click()
    await expect(phone.get_by_role("button", name="继续刷新")).to_be_visible()
