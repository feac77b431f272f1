"""Finding a service, applying for it, correcting and finishing it, in a browser on a phone."""

import random
import re
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from PIL import Image
from playwright.async_api import Page, expect

from tests.backend.applications.conftest import COUNTY, HOME, send_records
from tests.backend.applications.papers import photo
from tests.backend.applications.steps import take
from tests.conftest import SignIn, idempotency_key
from tests.journeys.conftest import OpenPhone, confirm, sign_in

NAME, NUMBER, PHONE = "张小明", "131099199003071238", "13800000001"
CARD = {
    "valid_from": "2006-12-20",
    "valid_to": "2026-12-20",
    "issuer": "廊坊市公安局广阳分局",
    "long_term": False,
}
PERSON = {
    "name": NAME, "sex": "male", "birth_date": "1990-03-07", "home_division": HOME, "hukou_division": HOME,
    "phone": PHONE,
}  # fmt: skip


@pytest.fixture
async def known(app: Litestar, operator: httpx.AsyncClient) -> None:
    """The registers know 张小明, and that his ID card expires."""
    row = {"external_id": "1", "subject": NUMBER, "as_of": "2026-11-01T00:00:00Z"}
    await send_records(app, operator, "population", row | PERSON)
    await send_records(app, operator, "id-card", row | CARD)


@pytest.fixture
async def clerk(sign_in: SignIn, operator: httpx.AsyncClient) -> httpx.AsyncClient:
    """A clerk of the police's desk where he lives."""
    person = await sign_in("13800000005", "刘芳", "131099198506110054")
    wanted = {"phone": "13800000005", "department": "public-security", "division": COUNTY, "role": "clerk"}
    assert (await operator.post("/v1/staff", json=wanted, headers=idempotency_key())).status_code == 201
    return person


async def find_service(phone: Page) -> None:
    """From home to the service, by what one would say."""
    await phone.goto("/")
    await phone.get_by_role("searchbox").fill("身份证快过期了")
    await phone.get_by_role("searchbox").press("Enter")
    await phone.wait_for_url("**/services?q=*")
    await phone.get_by_role("link", name=re.compile("身份证到期换领")).first.click()
    await phone.wait_for_url("**/services/id-card-renewal")


async def test_one_finds_applies_corrects_and_gets_a_new_card(
    open_phone: OpenPhone,
    known: None,
    clerk: httpx.AsyncClient,
    city: str,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "我的照片.jpg"
    picture.write_bytes(photo(1200, 1600))
    phone = await open_phone()
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    await find_service(phone)
    await phone.get_by_label("用部门登记过的信息帮我填").check()
    await phone.get_by_role("button", name="在线办理").click()
    await phone.wait_for_url("**/apply/*")

    # What the registers know is there and not asked; the rest is told when it is missing.
    await expect(phone.get_by_text("廊坊市公安局广阳分局")).to_be_visible()
    await expect(phone.get_by_text(re.compile("来自人口登记"))).to_be_visible()
    await expect(phone.locator("input#issuer, input#contact_phone")).to_have_count(0)
    await phone.get_by_role("button", name="提交申请").click()
    await expect(phone.locator("#faults")).to_be_focused()
    await expect(phone.locator("#faults a")).to_have_count(4)
    await phone.locator("#faults a").first.press("Enter")
    await expect(phone.locator("#reason")).to_be_focused()

    await phone.get_by_label("到期或快到期").check()
    await phone.get_by_label("邮寄到家").check()
    await phone.locator("#delivery_address").fill("光明西道 1 号")
    await phone.get_by_label(re.compile("以上内容真实")).check()
    await phone.get_by_label(re.compile("拍照或选照片")).set_input_files(picture)
    await expect(phone.get_by_role("link", name="我的照片.jpg")).to_be_visible()
    await expect(phone.locator("#faults a")).to_have_count(0)

    # All of it was kept on the way.
    await phone.reload()
    await expect(phone.locator("#delivery_address")).to_have_value("光明西道 1 号")
    await expect(phone.get_by_role("link", name="我的照片.jpg")).to_be_visible()
    await phone.get_by_role("button", name="提交申请").click()
    await phone.wait_for_url("**/applications/*")
    await expect(phone.get_by_text("等工作人员受理")).to_be_visible()

    id_ = phone.url.rsplit("/", 1)[-1]
    case = (await clerk.get(f"/v1/desk/applications/{id_}")).json()
    assert (case["state"], len(case["materials"][0]["uploads"])) == ("submitted", 1)
    wish = {"text": "照片太暗了，请重拍。", "fields": [], "materials": ["photo"]}
    assert (await take(clerk, case, "correction-request", desk=True, **wish)).status_code == 200
    await correct(phone, picture)
    await approve(clerk, id_)

    await phone.goto(f"/applications/{id_}")
    await expect(phone.get_by_text("已经办好了。")).to_be_visible()
    await phone.get_by_role("button", name=re.compile("五星")).click()
    await phone.get_by_role("button", name="提交评价").click()
    await expect(phone.get_by_text("您的评价：★★★★★")).to_be_visible()
    await phone.goto("/wallet")
    await expect(phone.get_by_text("有效期至 2046年", exact=False)).to_be_visible()
    await phone.goto("/looks")
    await expect(phone.get_by_text("公安局").first).to_be_visible()


async def correct(phone: Page, picture: Path) -> None:
    """Home says what waits for one; only that can be changed."""
    await phone.goto("/")
    await phone.get_by_role("link", name=re.compile("待补正")).click()
    await expect(phone.get_by_text("照片太暗了，请重拍。").first).to_be_visible()
    await phone.get_by_role("link", name="去补正").click()
    await phone.wait_for_url("**/apply/*")
    await expect(phone.locator("main input:not([type=file])")).to_have_count(0)
    await phone.get_by_role("button", name="删除 我的照片.jpg").click()
    await expect(phone.get_by_role("link", name="我的照片.jpg")).to_have_count(0)
    await phone.get_by_label(re.compile("拍照或选照片")).set_input_files(picture)
    await expect(phone.get_by_role("link", name="我的照片.jpg")).to_be_visible()
    await phone.get_by_role("button", name="提交申请").click()
    await phone.wait_for_url("**/applications/*")
    await expect(phone.get_by_text("补正的内容已经交上去了")).to_be_visible()


async def approve(clerk: httpx.AsyncClient, id_: str) -> None:
    """Accept it, and grant it."""
    for step in ("acceptance", "approval"):
        case = (await clerk.get(f"/v1/desk/applications/{id_}")).json()
        answer = await take(clerk, case, step, desk=True)
        assert answer.status_code == 200, answer.text


async def test_a_photo_gets_in_however_large_and_however_bad_the_network(
    open_phone: OpenPhone, city: str, tmp_path: Path
) -> None:
    large, wrong = tmp_path / "large.png", tmp_path / "notes.jpg"
    Image.frombytes("RGB", (2600, 2600), random.Random(1).randbytes(2600 * 2600 * 3)).save(large)
    wrong.write_text("no picture")
    phone = await open_phone("en")
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    await phone.goto("/services/id-card-renewal")
    await phone.get_by_role("button", name="Apply online").click()
    await phone.wait_for_url("**/apply/*")
    place = phone.get_by_label(re.compile("Take or choose a photo"))

    await place.set_input_files(wrong)
    await expect(phone.get_by_role("alert").filter(has_text="wrong kind of file")).to_be_visible()
    await phone.route("**/uploads/photo", lambda route: route.abort())
    await place.set_input_files(large)
    await expect(phone.get_by_role("alert").filter(has_text="It did not arrive")).to_be_visible()
    await phone.unroute("**/uploads/photo")
    await phone.get_by_role("button", name="Try again").click()

    assert large.stat().st_size > 15_000_000
    await expect(phone.get_by_role("link", name="large.jpg")).to_be_visible()
    await expect(phone.get_by_role("alert").filter(has_text="It did not arrive")).to_have_count(0)


async def test_a_draft_shows_what_stands_in_it_now_until_it_is_deleted(
    open_phone: OpenPhone, city: str
) -> None:
    phone = await open_phone("en")
    await phone.goto("/services/id-card-renewal")
    await phone.get_by_role("link", name="Sign in to apply").click()
    await phone.wait_for_url("**/sign-in?next=/services/id-card-renewal")
    await sign_in(phone, city, PHONE)
    await confirm(phone, city, NAME, NUMBER)
    await phone.goto("/services/id-card-renewal")
    await phone.get_by_role("button", name="Apply online").click()
    await phone.wait_for_url("**/apply/*")
    await phone.get_by_label("It is damaged").check()
    await expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    path = f"/v1/applications/{phone.url.rsplit('/', 1)[-1]}/answers"
    elsewhere = {"version": 2, "answers": {"reason": "expired", "contact_phone": "13900000000"}}
    assert (await phone.request.put(path, data=elsewhere, headers={"origin": city})).ok
    # Clicked once: `check` clicks again when the form is drawn anew under it, and that would be an answer.
    await phone.get_by_label("I collect it at the counter").click()
    await expect(phone.get_by_role("alert").filter(has_text="has just changed")).to_be_visible()
    await expect(phone.locator("#contact_phone")).to_have_value("13900000000")
    await expect(phone.get_by_label("I collect it at the counter")).not_to_be_checked()

    await phone.goto("/services/id-card-renewal")
    await phone.get_by_role("link", name="Go on with it").click()
    await expect(phone.get_by_label("It expires or has expired")).to_be_checked()
    await phone.get_by_role("button", name="Delete draft").click()
    await expect(phone.get_by_role("status").filter(has_text="cannot be brought back")).to_be_visible()
    await phone.get_by_role("button", name="Delete draft").click()
    await phone.wait_for_url("**/applications")
    await expect(phone.get_by_text("No applications yet")).to_be_visible()
