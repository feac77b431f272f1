"""Staying signed in, and signing out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from backend.core import keys
from tests.backend.people.conftest import Door, kind

Travel = Callable[[timedelta], None]


async def refresh(door: Door, token: str) -> httpx.Response:
    return await door.client.post("/v1/sessions/refresh", json={"refresh_token": token})


async def standing(door: Door, session: dict[str, Any]) -> int:
    return (await door.caller(session).get("/v1/me")).status_code


async def test_an_access_token_lives_for_ten_minutes(door: Door, travel: Travel) -> None:
    session = await door.enter()
    claims = jwt.decode(session["access_token"], options={"verify_signature": False})
    assert (claims["aud"], claims["exp"] - claims["iat"]) == ("yima", 600)
    assert set(claims) == {"aud", "sub", "num", "sid", "iat", "exp"}
    travel(timedelta(seconds=601))
    assert await standing(door, session) == 401


async def test_a_refresh_token_gives_new_tokens_of_the_same_session(door: Door, travel: Travel) -> None:
    first = await door.enter()
    travel(timedelta(days=29))
    second = (await refresh(door, first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert await standing(door, second) == 200
    travel(timedelta(days=29))
    third = (await refresh(door, second["refresh_token"])).json()
    assert await standing(door, third) == 200


async def test_a_session_that_is_not_used_ends_after_thirty_days(door: Door, travel: Travel) -> None:
    session = await door.enter()
    travel(timedelta(days=30, seconds=1))
    answer = await refresh(door, session["refresh_token"])
    assert (answer.status_code, kind(answer)) == (401, "refresh-refused")


async def test_a_lost_refresh_can_be_had_again_for_thirty_seconds(door: Door, travel: Travel) -> None:
    session = await door.enter()
    first = await refresh(door, session["refresh_token"])
    travel(timedelta(seconds=29))
    again = await refresh(door, session["refresh_token"])
    assert again.json() == first.json()
    assert await standing(door, again.json()) == 200


async def test_an_old_refresh_token_ends_the_whole_family(door: Door, travel: Travel) -> None:
    session = await door.enter()
    newer = (await refresh(door, session["refresh_token"])).json()
    travel(timedelta(seconds=31))
    assert kind(await refresh(door, session["refresh_token"])) == "refresh-refused"
    assert await standing(door, newer) == 401
    assert kind(await refresh(door, newer["refresh_token"])) == "refresh-refused"


async def test_a_token_before_the_last_ends_the_family_at_once(door: Door) -> None:
    session = await door.enter()
    newer = (await refresh(door, session["refresh_token"])).json()
    newest = (await refresh(door, newer["refresh_token"])).json()
    assert kind(await refresh(door, session["refresh_token"])) == "refresh-refused"
    assert await standing(door, newest) == 401


async def test_the_owner_is_told_that_a_token_was_used_twice(door: Door, travel: Travel) -> None:
    session = await door.enter()
    await refresh(door, session["refresh_token"])
    travel(timedelta(minutes=1))
    await refresh(door, session["refresh_token"])
    again = await door.enter()
    notices = (await door.caller(again).get("/v1/me")).json()["notices"]
    assert [(item["kind"], item["device_label"]) for item in notices] == [
        ("session-ended-because-its-token-was-used-twice", "手机")
    ]


@pytest.mark.parametrize("token", ["x", "x" * 43, "é" * 40])
async def test_an_unknown_refresh_token_is_refused(door: Door, token: str) -> None:
    answer = await refresh(door, token)
    assert (answer.status_code, kind(answer)) == (401, "refresh-refused")


async def test_signing_out_works_at_once(door: Door) -> None:
    session = await door.enter()
    assert (await door.caller(session).delete("/v1/sessions/current")).status_code == 204
    assert await standing(door, session) == 401
    assert kind(await refresh(door, session["refresh_token"])) == "refresh-refused"


async def test_signing_out_of_a_browser_clears_its_cookie(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    await door.answer(sign_in, password, session="cookie")
    token = door.client.cookies["yima_session"]
    answer = await door.client.delete("/v1/sessions/current")
    assert answer.status_code == 204
    ended = {cookie.split("=")[0] for cookie in answer.headers.get_list("set-cookie")}
    assert ended == {"yima_session", "yima_carrying"}
    assert "yima_session" not in door.client.cookies
    assert "yima_device" in door.client.cookies
    door.client.cookies.set("yima_session", token, domain="city.test")
    assert (await door.client.get("/v1/me")).status_code == 401


async def test_a_browser_session_lives_on_while_it_is_used(door: Door, travel: Travel) -> None:
    sign_in, password = await door.ask_and_read()
    await door.answer(sign_in, password, session="cookie")
    for _ in range(3):
        travel(timedelta(days=29))
        assert (await door.client.get("/v1/me")).status_code == 200
    travel(timedelta(days=31))
    assert (await door.client.get("/v1/me")).status_code == 401


async def test_a_cookie_changes_nothing_when_another_site_asks(door: Door) -> None:
    sign_in, password = await door.ask_and_read()
    await door.answer(sign_in, password, session="cookie")
    for headers in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}):
        answer = await door.client.delete("/v1/sessions/current", headers=headers)
        assert answer.status_code == 403
    assert (await door.client.get("/v1/me")).status_code == 200


async def test_tokens_of_other_kinds_and_other_keys_do_not_sign_in(door: Door) -> None:
    session = await door.enter()
    claims = jwt.decode(session["access_token"], options={"verify_signature": False})
    header, payload, signature = session["access_token"].split(".")
    forged = [
        keys.sign_token("reader-token", claims),
        keys.sign_token("access-token", {**claims, "aud": "yima-reader"}),
        jwt.encode(
            claims,
            "k" * 32,
            "HS256",
            headers={"kid": jwt.get_unverified_header(session["access_token"])["kid"]},
        ),
        jwt.encode(claims, "", "none"),
        f"{header}.{payload}.{signature[:-4]}AAAA",
        session["refresh_token"],
        session["device_token"],
        "",
    ]
    for token in forged:
        assert await standing(door, {"access_token": token}) == 401


async def test_no_token_is_kept_in_the_clear(door: Door, connection: Any) -> None:
    session = await door.enter()
    await refresh(door, session["refresh_token"])
    kept = ""
    for table in ("account", "device", "session", "refresh_token", "sign_in", "outbox"):
        rows = await connection.fetch(f"select to_jsonb({table}) as row from {table}")
        kept += "".join(row["row"] for row in rows)
    for name in ("access_token", "refresh_token", "device_token"):
        assert session[name] not in kept
        assert session[name].encode().hex() not in kept
    assert "13800000001" not in kept
