"""Operators find residents by phone, suspend them, and lift it again."""

from typing import Any

import pytest

from backend.people.service import make_operator, remove_operator
from tests.backend.people.conftest import OTHER_PHONE, PHONE, Door, kind
from tests.conftest import Client

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def person(door: Door) -> Client:
    """A resident."""
    return door.caller(await door.enter())


async def find(operator: Client, phone: str = PHONE) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await operator.post("/v1/residents/search", json={"phone": phone})).json()[
        "items"
    ]
    return items


async def test_an_operator_finds_a_resident_by_phone(operator: Client, person: Client) -> None:
    me = (await person.get("/v1/me")).json()
    assert await find(operator) == [
        {
            "id": me["id"],
            "phone_masked": "138****0001",
            "name_masked": None,
            "identity": "none",
            "suspended": False,
            "suspended_devices": [],
        }
    ]
    assert await find(operator, OTHER_PHONE) == []
    assert kind(await operator.post("/v1/residents/search", json={"phone": "12"})) == "invalid-phone"


async def test_suspending_works_at_once_and_is_a_record(
    operator: Client, person: Client, connection: Any
) -> None:
    account = (await find(operator))[0]["id"]
    answer = await operator.put(f"/v1/residents/{account}/suspension", json={"reason": "手机丢失"})
    assert (answer.status_code, answer.json()["reason"]) == (200, "手机丢失")
    assert answer.json()["suspended_by"] == (await operator.get("/v1/me")).json()["id"]
    assert (await person.get("/v1/me")).json()["suspended"] is True
    assert await connection.fetchval("select suspended from resident_standing where account = $1", account)
    assert await connection.fetchval(
        "select bool_and(suspended) from session_standing where account = $1", account
    )
    assert (await operator.delete(f"/v1/residents/{account}/suspension")).status_code == 204
    assert (await person.get("/v1/me")).json()["suspended"] is False
    row = await connection.fetchrow("select reason, lifted_by = suspended_by as same from suspension")
    assert (row["reason"], row["same"]) == ("手机丢失", True)


async def test_suspending_and_lifting_twice_changes_nothing(
    operator: Client, person: Client, connection: Any
) -> None:
    account = (await find(operator))[0]["id"]
    url = f"/v1/residents/{account}/suspension"
    first = await operator.put(url, json={"reason": "lost phone"})
    assert (await operator.put(url, json={"reason": "lost phone"})).json() == first.json()
    assert (await operator.put(url, json={"reason": "police report"})).json()["reason"] == "police report"
    assert [(await operator.delete(url)).status_code for _ in range(2)] == [204, 204]
    assert await connection.fetchval("select count(*) from suspension where lifted_at is not null") == 2


async def test_a_suspended_operator_is_none(door: Door, operator: Client) -> None:
    other = await make_operator(OTHER_PHONE)
    colleague = door.caller(await door.enter(OTHER_PHONE))
    await operator.put(f"/v1/residents/{other}/suspension", json={"reason": "left the office"})
    assert (await colleague.post("/v1/residents/search", json={"phone": PHONE})).status_code == 403
    assert (await colleague.get("/v1/me")).json()["roles"] == ["resident"]


async def test_people_see_what_operators_did_with_their_account(operator: Client, person: Client) -> None:
    account = (await find(operator))[0]["id"]
    device = (await person.get("/v1/me/devices")).json()["items"][0]["id"]
    assert await find(operator, OTHER_PHONE) == []
    why = {"reason": "手机丢失"}
    for url in (f"/v1/residents/{account}/suspension", f"/v1/devices/{device}/suspension"):
        # The second of each changes nothing, and is no second deed.
        assert [(await operator.put(url, json=why)).status_code for _ in range(2)] == [200, 200]
        assert [(await operator.delete(url)).status_code for _ in range(2)] == [204, 204]
    identity = {"name": "张小明", "id_number": "131099199003071238"}
    assert (await operator.put(f"/v1/residents/{account}/identity", json=identity)).status_code == 200
    looks = (await person.get("/v1/me/looks")).json()["items"]
    assert [look["action"] for look in reversed(looks)] == [
        "counter-search",
        "account-suspended",
        "account-restored",
        "device-suspended",
        "device-restored",
        "identity-confirmed",
    ]
    assert {look["who"]["kind"] for look in looks} == {"operator"}
    assert looks[-1]["title"]["zh-CN"] == "在服务窗口按手机号查找了您的账户"


async def test_a_role_that_is_taken_away_is_gone_at_once(operator: Client) -> None:
    assert (await operator.get("/v1/me")).json()["roles"] == ["resident", "operator"]
    assert await remove_operator("13800000009")
    assert not await remove_operator("13800000009")
    assert (await operator.post("/v1/residents/search", json={"phone": PHONE})).status_code == 403


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("POST /v1/residents/search", {"phone": PHONE}),
        (f"PUT /v1/residents/{NOBODY}/suspension", {"reason": "why"}),
        (f"DELETE /v1/residents/{NOBODY}/suspension", None),
        (f"PUT /v1/residents/{NOBODY}/identity", {"name": "周周", "id_number": "1"}),
    ],
)
async def test_what_operators_do_is_closed_to_others(
    door: Door, person: Client, operator: Client, where: str, body: dict[str, str] | None
) -> None:
    method, path = where.split()
    assert (await door.client.request(method, path, json=body)).status_code == 401
    assert (await person.request(method, path, json=body)).status_code == 403
    if NOBODY in path:
        assert (await operator.request(method, path, json=body)).status_code in (404, 422)


async def test_searching_is_limited(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.people.service.accounts.SEARCHES_AN_HOUR", 2)
    answers = [await operator.post("/v1/residents/search", json={"phone": PHONE}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_a_reason_is_a_line_of_text(operator: Client, person: Client) -> None:
    account = (await find(operator))[0]["id"]
    for reason in ("", "x", "a\x00b", "x" * 201):
        answer = await operator.put(f"/v1/residents/{account}/suspension", json={"reason": reason})
        assert (answer.status_code, kind(answer)) == (422, "invalid-request")
