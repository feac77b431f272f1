"""A device that shows notices, and what its owner wishes of messages."""

import json

from playwright.async_api import expect

from tests.journeys.conftest import OpenPhone, confirm, sign_in
from tests.journeys.test_services import NAME, NUMBER, PHONE

SUBSCRIBED = """
const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) };
const said = { endpoint: 'https://push.example.com/1', keys };
const own = { toJSON: () => said, unsubscribe: async () => (on = null) };
let on = null;
PushManager.prototype.getSubscription = async () => on;
PushManager.prototype.subscribe = async () => (on = own);
"""
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.getRegistration('/push/');
    return (await registration.getNotifications()).map(({ title, body, lang }) => ({ title, body, lang }));
}"""
CLICK = """async () => {
    let opened = null;
    self.clients.openWindow = async (url) => { opened = new URL(url).pathname; };
    const [notification] = await self.registration.getNotifications();
    const event = new NotificationEvent('notificationclick', { notification });
    self.dispatchEvent(event);
    while (opened === null) await new Promise((done) => setTimeout(done, 20));
    return [opened, (await self.registration.getNotifications()).length];
}"""


async def test_a_device_shows_notices_that_open_what_they_are_about(open_phone: OpenPhone, city: str) -> None:
    phone = await open_phone(permissions=["notifications"])
    await phone.add_init_script(SUBSCRIBED)  # the machine reaches no browser maker's push service
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    devtools = await phone.context.new_cdp_session(phone)
    found: dict[str, str] = {}
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.update(
            {one["scopeURL"]: one["registrationId"] for one in event["registrations"]}
        ),
    )
    await devtools.send("ServiceWorker.enable")
    await phone.goto("/preferences")
    async with phone.context.expect_event("serviceworker") as worker:
        await phone.get_by_role("button", name="打开通知").click()
    await expect(phone.get_by_text("这台设备会收到通知。")).to_be_visible()
    await expect(phone.locator("main li").filter(has_text="打开了通知的设备")).to_contain_text("使用中")

    notice = {"id": "1", "title": "您有一条新提醒", "body": "", "lang": "zh-CN", "url": f"{city}/reminders"}
    wanted = {"origin": city, "registrationId": found[f"{city}/push/"], "data": json.dumps(notice)}
    await devtools.send("ServiceWorker.deliverPushMessage", wanted)
    await phone.wait_for_function(f"({SHOWN})().then((all) => all.length)")
    assert await phone.evaluate(SHOWN) == [{"title": "您有一条新提醒", "body": "", "lang": "zh-CN"}]
    assert await (await worker.value).evaluate(CLICK) == ["/reminders", 0]

    await phone.get_by_role("button", name="关闭通知").click()
    await expect(phone.get_by_role("button", name="打开通知")).to_be_visible()
    await expect(phone.locator("main li").filter(has_text="打开了通知的设备")).to_have_count(0)
    # An address waits for its code also after its owner looked into the mailbox and came back.
    await phone.locator("#email").fill("xiaoming@example.com")
    await phone.get_by_role("button", name="发验证码").click()
    await expect(phone.get_by_text("已发到 xiaoming@example.com")).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_text("已发到 x***@example.com")).to_be_visible()
    await phone.get_by_role("button", name="移除").click()
    await expect(phone.locator("#email")).to_be_visible()
    await phone.get_by_label("问候").uncheck()
    await phone.get_by_role("button", name="保存").click()
    await expect(phone.get_by_role("status").filter(has_text="已保存。")).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_label("问候")).not_to_be_checked()
    await expect(phone.get_by_label("惠民")).to_be_checked()
