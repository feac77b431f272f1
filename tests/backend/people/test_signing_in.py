"""Signing in by phone and one-time password."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.people.service import make_operator
from tests.backend.people.conftest import OTHER_PHONE, PHONE, Door, kind, wrong
from tests.conftest import read_password

Travel = Callable[[timedelta], None]


async def test_a_phone_and_its_password_open_a_session(door: Door) -> None:
    session = await door.enter()
    me = await door.caller(session).get("/v1/me")
    assert me.json() == {
        "id": me.json()["id"],
        "phone_masked": "138****0001",
        "name_masked": None,
        "identity": "none",
        "device": "new",
        "suspended": False,
        "roles": ["resident"],
        "notices": [],
    }
    assert me.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "typed", ["138 0000 0001", "+86 138-0000-0001", "008613800000001", "１３８０００００００１"]
)
async def test_a_phone_may_be_typed_as_people_type_it(door: Door, typed: str) -> None:
    asked = await door.ask(typed)
    password = await read_password(door.client, door.run_jobs, PHONE)
    assert kind(await door.answer(asked.json()["id"], password)) == "200"


@pytest.mark.parametrize(
    "typed", ["010-12345", "1380000000", "12800000001", "+12025550100", "", "您好", "13800000001;ext=2"]
)
async def test_what_is_no_chinese_mobile_number_is_refused(door: Door, typed: str) -> None:
    answer = await door.ask(typed)
    assert (answer.status_code, kind(answer)) == (422, "invalid-phone")
    assert set(answer.json()["message"]) == {"zh-CN", "en"}


async def test_the_text_is_in_the_language_asked_for(door: Door) -> None:
    await door.ask(PHONE)
    await door.ask(OTHER_PHONE, locale="en")
    await door.run_jobs()
    inbox = {item["to"]: item["text"] for item in (await door.client.get("/demo/inbox.json")).json()}
    assert "验证码" in inbox[f"+86{PHONE}"]
    assert "sign-in code" in inbox[f"+86{OTHER_PHONE}"]


async def test_a_text_is_sent_once_even_when_its_job_runs_twice(door: Door, connection: Any) -> None:
    await door.ask()
    await door.run_jobs()
    await connection.execute("update outbox set done_at = null, due_at = created_at")
    assert await door.run_jobs() == 1
    assert len((await door.client.get("/demo/inbox.json")).json()) == 1


async def test_an_expired_password_is_not_sent_any_more(door: Door, travel: Travel) -> None:
    await door.ask()
    travel(timedelta(minutes=5))
    await door.run_jobs()
    assert (await door.client.get("/demo/inbox.json")).json() == []


async def test_known_unknown_and_suspended_numbers_get_the_same_answer(door: Door, connection: Any) -> None:
    await make_operator(PHONE)
    suspended = await make_operator(OTHER_PHONE)
    await connection.execute(
        "with made as (insert into suspension (id, account, reason, suspended_by, suspended_at)"
        " values ($1, $1, 'test', $1, now()) returning id)"
        " update account set suspension = made.id from made where account.id = $1",
        suspended,
    )
    answers = [await door.ask(phone) for phone in (PHONE, OTHER_PHONE, "13800000003")]
    assert {answer.status_code for answer in answers} == {202}
    assert {tuple(answer.json()) for answer in answers} == {("id", "expires_at", "resend_at")}
    assert len({(answer.json()["expires_at"], answer.json()["resend_at"]) for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1


async def test_starting_to_sign_in_looks_at_no_account(door: Door, connection: Any) -> None:
    await door.ask()
    assert await connection.fetchval("select count(*) from account") == 0


async def test_a_password_lives_for_five_minutes(door: Door, travel: Travel) -> None:
    sign_in, password = await door.ask_and_read()
    travel(timedelta(minutes=4, seconds=59))
    other, fresh = await door.ask_and_read()
    assert kind(await door.answer(sign_in, password)) == "200"
    travel(timedelta(minutes=5))
    answer = await door.answer(other, fresh)
    assert (answer.status_code, kind(answer)) == (410, "sign-in-over")


async def test_a_sign_in_may_be_tried_five_times(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    answers = [await door.answer(sign_in, wrong(password)) for _ in range(5)]
    assert [answer.json()["tries_left"] for answer in answers] == [4, 3, 2, 1, 0]
    assert {kind(answer) for answer in answers} == {"wrong-password"}
    assert kind(await door.answer(sign_in, password)) == "sign-in-over"


async def test_a_wrong_try_counts_although_it_ends_in_an_error(door: Door, connection: Any) -> None:
    sign_in, password = await door.ask_and_read()
    await door.answer(sign_in, wrong(password))
    assert await connection.fetchval("select tries from sign_in") == 1


async def test_a_password_may_be_typed_with_blanks_and_wide_digits(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in password)
    assert kind(await door.answer(sign_in, f" {wide[:3]} {wide[3:]} ")) == "200"


async def test_an_unknown_sign_in_is_over(door: Door) -> None:
    answer = await door.answer("00000000-0000-7000-8000-000000000000", "123456")
    assert (answer.status_code, kind(answer)) == (410, "sign-in-over")


async def test_a_lost_answer_can_be_had_again_for_thirty_seconds(door: Door, travel: Travel) -> None:
    sign_in, password = await door.ask_and_read()
    first = await door.answer(sign_in, password)
    travel(timedelta(seconds=29))
    again = await door.answer(sign_in, password)
    assert again.json() == first.json()
    travel(timedelta(seconds=2))
    assert kind(await door.answer(sign_in, password)) == "sign-in-over"


async def test_a_lost_answer_is_given_to_the_same_device_only(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    await door.answer(sign_in, password)
    assert kind(await door.answer(sign_in, password, label="another")) == "sign-in-over"
    assert kind(await door.answer(sign_in, password, token="x" * 43)) == "sign-in-over"
    assert kind(await door.answer(sign_in, password, session="cookie")) == "sign-in-over"


async def test_after_the_right_password_a_wrong_one_is_told_nothing(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    await door.answer(sign_in, password)
    assert kind(await door.answer(sign_in, wrong(password))) == "sign-in-over"


async def test_a_browser_gets_its_session_as_a_cookie_that_no_script_can_read(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    answer = await door.answer(sign_in, password, session="cookie")
    assert {name: value for name, value in answer.json().items() if value is not None} == {
        "expires_at": answer.json()["expires_at"]
    }
    cookies = answer.headers.get_list("set-cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"yima_session", "yima_device", "yima_carrying"}
    for cookie in cookies:
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert (await door.client.get("/v1/me")).status_code == 200


async def test_a_lost_cookie_can_be_had_again(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    first = await door.answer(sign_in, password, session="cookie")
    door.client.cookies.clear()
    again = await door.answer(sign_in, password, session="cookie")
    assert again.headers.get_list("set-cookie") == first.headers.get_list("set-cookie")


async def test_signing_in_again_on_a_device_finds_the_device_again(door: Door, travel: Travel) -> None:
    first = await door.enter()
    travel(timedelta(minutes=1))
    second = await door.enter(token=first["device_token"])
    assert second["device_token"] == first["device_token"]
    devices = (await door.caller(second).get("/v1/me/devices")).json()["items"]
    assert len(devices) == 1


async def test_a_phone_that_a_family_shares_is_a_device_of_each(door: Door) -> None:
    first = await door.enter()
    second = await door.enter(OTHER_PHONE, token=first["device_token"])
    assert second["device_token"] == first["device_token"]
    devices = [
        (await door.caller(session).get("/v1/me/devices")).json()["items"] for session in (first, second)
    ]
    assert devices[0][0]["id"] != devices[1][0]["id"]


async def test_a_made_up_device_token_is_not_taken_over(door: Door) -> None:
    session = await door.enter(token="made-up")
    assert session["device_token"] != "made-up"


async def test_times_are_what_the_caller_needs(door: Door, travel: Travel) -> None:
    asked = (await door.ask()).json()
    expires_at, resend_at = (datetime.fromisoformat(asked[name]) for name in ("expires_at", "resend_at"))
    assert expires_at - resend_at == timedelta(minutes=4)
    travel(timedelta(minutes=1))
    assert kind(await door.ask()) == "202"


async def test_another_site_cannot_sign_a_browser_in_to_an_account_of_its_own(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    body = {"password": password, "session": "cookie"}
    for headers in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}):
        answer = await door.client.post(f"/v1/sign-ins/{sign_in}/password", json=body, headers=headers)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)
    assert (await door.client.post(f"/v1/sign-ins/{sign_in}/password", json=body)).status_code == 200


async def test_a_label_is_a_short_line_of_text(door: Door) -> None:
    for label in ("a\x00b", "x" * 65):
        answer = await door.answer("00000000-0000-7000-8000-000000000000", "123456", label=label)
        assert (answer.status_code, kind(answer)) == (422, "invalid-request")
