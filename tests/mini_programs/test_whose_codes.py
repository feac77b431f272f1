"""What a phone carries belongs to whoever is signed in there, and ends with them."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.mini_programs.carrying import make_ready as make_scanner_ready
from tests.mini_programs.conftest import Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, new_identity, read_password, scan, show_code
from tests.mini_programs.phones import cut, kept, make_ready, origin, show_carried


def test_signing_out_ends_what_the_phone_carries_in_every_tab(phone: Phone, newcomer: Person) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    other = page.context.new_page()
    other.goto("/me")
    other.click("form[action='/session/end'] button")
    other.wait_for_url("**/sign-in")
    cut(page.context)
    page.wait_for_selector("#plate:not([data-face=code])")
    assert kept(other).get("batch") is None
    for _ in range(2):
        wait_for(lambda: page.inner_text("#cover-title") != "", page)
        assert page.get_attribute("#plate", "data-face") != "code"
        assert page.inner_text("#name") == "您的城市码"
        page.reload()


def test_signing_out_ends_it_also_when_the_network_goes_before_the_next_page_comes(
    phone: Phone, newcomer: Person
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    cut(page.context)
    show_carried(page)
    signed_out = page.context.request.post("/session/end", headers={"origin": origin(page)}, max_redirects=0)
    assert signed_out.status == 303
    page.wait_for_selector("#plate[data-face=covered]")
    page.reload()
    page.wait_for_selector("#cover-title:not([hidden])")
    assert page.get_attribute("#plate", "data-face") == "covered"
    wait_for(lambda: kept(page).get("batch") is None, page)


def test_whoever_signs_in_next_never_shows_the_codes_of_whoever_was_there(
    phone: Phone, newcomer: Person
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    batch = kept(page)["batch"]
    cut(page.context)
    _, first = show_carried(page)
    sign_in_next(page.context, newcomer, *new_identity())
    page.wait_for_selector("#plate[data-face=covered]")
    assert page.inner_text("#name") == "您的城市码"

    page.context.set_offline(False)
    make_ready(page)
    wait_for(lambda: page.inner_text("#name") == "赵**", page)
    assert kept(page)["batch"] != batch
    cut(page.context)
    page.reload()
    _, second = show_carried(page)
    assert second.cid != first.cid
    assert page.inner_text("#name") == "赵**"


@pytest.mark.parametrize("what", ["residents", "devices"])
def test_being_suspended_ends_what_the_phone_carries(
    phone: Phone, newcomer: Person, operator: Person, what: str
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    if what == "residents":
        id_ = newcomer.client.get("/v1/me").json()["id"]
    else:
        id_ = newcomer.client.get("/v1/me/devices").json()["items"][0]["id"]
    suspended = operator.client.put(f"/v1/{what}/{id_}/suspension", json={"reason": "手机丢了"})
    assert suspended.status_code in (200, 201), suspended.text
    page.click("#renew")
    page.wait_for_selector("#plate[data-face=blocked]")
    wait_for(lambda: kept(page).get("batch") is None, page)
    cut(page.context)
    page.reload()
    page.wait_for_selector("#cover-title:not([hidden])")
    assert page.get_attribute("#plate", "data-face") == "covered"


def test_a_copy_of_a_code_ends_what_the_phone_carries_and_the_page_says_so(
    phone: Phone, newcomer: Person, new_reader: Any
) -> None:
    page = phone("/code?scene=library", newcomer)
    make_ready(page)
    batch = kept(page)["batch"]
    scanners = [phone("/scan"), phone("/scan")]
    for scanner in scanners:
        make_scanner_ready(scanner, new_reader()["enrolment_code"])
        cut(scanner.context)
    cut(page.context)
    show_carried(page)
    picture, _ = show_code(page)
    for scanner in scanners:
        assert "未通过" not in scan(scanner, picture)
        scanner.context.set_offline(False)
    wait_for(lambda: newcomer.client.get(f"/v1/credentials/{batch}").status_code == 403, page)

    page.context.set_offline(False)
    wait_for(lambda: "要联网出码" in page.inner_text("#notice"), page)
    assert kept(page).get("batch") is None
    assert show_code(page)[1].count(".") == 2
    cut(page.context)
    page.reload()
    wait_for(lambda: "要联网出码" in page.inner_text("#cover-text"), page)


def sign_in_next(context: BrowserContext, inbox: Person, phone: str, id_number: str) -> None:
    """Somebody else signs in on this phone, without anybody signing out."""
    headers = {"origin": origin(context.pages[0])}
    asked = context.request.post("/v1/sign-ins", data={"phone": phone}, headers=headers).json()
    given = {"password": read_password(inbox.client, phone), "session": "cookie"}
    body = given | {"device": {"token": None, "label": "phone"}}
    path = f"/v1/sign-ins/{asked['id']}/password"
    assert context.request.post(path, data=body, headers=headers).ok
    who = {"name": "赵小兰", "id_number": id_number}
    assert context.request.post("/v1/me/identity", data=who, headers=headers).ok
