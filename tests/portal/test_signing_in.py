"""Signing in and out with plain forms, as a browser without scripts does it."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.conftest import Client, read_password
from tests.portal.conftest import follow, open_browser

SignInByForm = Callable[..., Awaitable[httpx.Response]]


async def test_a_phone_and_its_password_open_a_session_in_cookies_that_no_script_reads(
    browser: Client, sign_in_by_form: SignInByForm
) -> None:
    answer = await sign_in_by_form()

    assert answer.headers["location"] == "/"
    set_by_us = [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" not in cookie]
    assert {cookie.partition("=")[0] for cookie in set_by_us} == {"yima_session", "yima_device"}
    assert all("httponly" in cookie.lower() and "samesite=lax" in cookie.lower() for cookie in set_by_us)
    assert (await browser.get("/")).status_code == 200


async def test_one_goes_on_to_where_one_wanted_to_go(sign_in_by_form: SignInByForm) -> None:
    answer = await sign_in_by_form(following="/verifications?x=1")

    assert answer.headers["location"] == "/verifications?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.test/", "//evil.test/", "/\\evil.test", "/\tevil", "javascript:alert(1)", "/session/end"],
)
async def test_signing_in_leads_nowhere_else(sign_in_by_form: SignInByForm, elsewhere: str) -> None:
    answer = await sign_in_by_form(following=elsewhere)

    assert answer.headers["location"] == "/"


async def test_a_wrong_phone_comes_back_with_what_was_typed_and_why(browser: Client) -> None:
    page = await follow(browser, await browser.post("/session/phone", data={"phone": "<123>"}))

    assert "请填写 11 位的手机号。" in page.text
    assert 'value="&lt;123&gt;"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "&lt;123&gt;" not in (await browser.get("/sign-in")).text


async def test_a_wrong_password_may_be_tried_again_and_is_not_shown(browser: Client) -> None:
    await browser.post("/session/phone", data={"phone": "13800000001"})

    page = await follow(browser, await browser.post("/session/password", data={"password": "000000"}))

    assert "验证码不对" in page.text
    assert "还可以试 4 次" in page.text
    assert "138****0001" in page.text
    assert "000000" not in page.text


async def test_errors_are_in_the_language_of_the_page(browser: Client) -> None:
    browser.cookies.set("yima_locale", "en")

    page = await follow(browser, await browser.post("/session/phone", data={"phone": "1"}))

    assert "Please enter an 11-digit Chinese mobile number." in page.text


async def test_what_is_remembered_between_two_forms_is_sealed(browser: Client) -> None:
    answer = await browser.post("/session/phone", data={"phone": "13800000001"})

    assert "13800000001" not in "".join(answer.headers.get_list("set-cookie"))
    browser.cookies.set("yima_sign_in", "AAAA")
    assert (await browser.get("/sign-in/password")).headers["location"] == "/sign-in"


async def test_signing_out_ends_the_session(browser: Client, sign_in_by_form: SignInByForm) -> None:
    await sign_in_by_form()
    session = browser.cookies["yima_session"]

    answer = await browser.post("/session/end")

    assert answer.headers["location"] == "/sign-in"
    assert not browser.cookies.get("yima_session")
    assert "yima_carrying" in {cookie.split("=")[0] for cookie in answer.headers.get_list("set-cookie")}
    browser.cookies.set("yima_session", session)
    assert (await browser.get("/picture")).headers["location"] == "/sign-in?next=%2Fpicture"
    again = await browser.post("/session/end")
    assert again.headers["location"] == "/sign-in"
    assert "yima_carrying" in {cookie.split("=")[0] for cookie in again.headers.get_list("set-cookie")}


@pytest.mark.parametrize("path", ["phone", "again", "password", "identity", "message", "end"])
async def test_a_form_on_another_site_does_nothing(portal: Any, clean: None, path: str) -> None:
    async with open_browser(portal, origin="https://evil.test") as elsewhere:
        answer = await elsewhere.post(f"/session/{path}", data={"phone": "13800000001"})

    assert answer.status_code == 403


async def test_a_form_that_is_too_large_is_refused(browser: Client) -> None:
    answer = await browser.post("/session/phone", data={"phone": "1" * 10_000})

    assert answer.status_code == 413


async def test_identity_is_confirmed_by_a_form(browser: Client, sign_in_by_form: SignInByForm) -> None:
    await sign_in_by_form()
    typed = {"name": "张小明", "id_number": "131099199003071239", "next": "/code"}

    page = await follow(browser, await browser.post("/session/identity", data=typed))
    confirmed = await browser.post("/session/identity", data=typed | {"id_number": "131099199003071238"})

    assert "您填写的信息未能核实" in page.text
    assert 'value="131099199003071239"' in page.text
    assert confirmed.headers["location"] == "/code"


async def test_a_new_device_is_sent_to_confirm_before_it_shows_a_picture(
    browser: Client, sign_in_by_form: SignInByForm
) -> None:
    await sign_in_by_form()

    assert (await browser.get("/picture")).headers["location"] == "/me/identity?next=%2Fpicture"

    await browser.post("/session/identity", data={"name": "张小明", "id_number": "131099199003071238"})
    page = await browser.get("/picture?scene=library")
    assert 'src="/v1/city-codes/picture.svg?scene=library"' in page.text
    assert 'http-equiv="refresh"' not in page.text
    assert "<img" not in (await browser.get('/picture?scene="><script>')).text


async def test_a_phone_that_names_itself_in_chinese_signs_in_too(
    portal: Any, client: Client, run_jobs: Callable[[], Awaitable[int]]
) -> None:
    async with open_browser(portal) as browser:
        browser.headers = httpx.Headers([*browser.headers.raw, (b"user-agent", "华为 Mate".encode())])
        browser.cookies.set("other", '"\\303\\251"')
        asked = await browser.post("/session/phone", data={"phone": "13800000001"})
        assert asked.headers["location"] == "/sign-in/password"
        password = await read_password(client, run_jobs, "13800000001")
        answer = await browser.post("/session/password", data={"password": password})
        assert "yima_session" in browser.cookies
    assert answer.headers["location"] == "/"


async def test_more_fields_than_a_form_of_ours_has_are_too_much(browser: Client) -> None:
    answer = await browser.post("/session/phone", content=b"a=1&" * 300)
    assert answer.status_code == 413


@pytest.mark.parametrize("header", ["referer", "origin"])
async def test_an_address_that_is_none_is_not_ours(browser: Client, header: str) -> None:
    headers = {header: "http://["}
    assert (await browser.get("/preferences?theme=dark", headers=headers)).headers["location"] == "/"
    answer = await browser.post("/session/phone", data={"phone": "1"}, headers=headers)
    assert answer.status_code == (403 if header == "origin" else 303)
