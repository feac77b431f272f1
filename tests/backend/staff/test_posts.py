"""Who gives posts and takes them, and what a post opens."""

import asyncio
from typing import TYPE_CHECKING

import httpx

from backend.staff.service.posts import POSTS_MAX
from tests.backend.staff.conftest import CLERK, COUNTY, LEAD, OTHER_COUNTY, TOWN, give_post
from tests.conftest import SignIn, idempotency_key

if TYPE_CHECKING:
    import asyncpg


def kind(answer: httpx.Response) -> str:
    """The problem's name."""
    return str(answer.json()["type"]).removeprefix("/problems/")


async def shown(who: httpx.AsyncClient, **filters: str) -> list[tuple[str, str, str]]:
    """Department, place and role of each post that one may give and take."""
    items = (await who.get("/v1/staff", params=filters)).json()["items"]
    return [(one["department"], one["division"], one["role"]) for one in items]


async def test_a_lead_gives_posts_in_the_own_department_at_and_below_the_own_node(
    operator: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    given = await give_post(lead, CLERK[0])
    below = await give_post(lead, CLERK[0], TOWN, "lead")
    above = await give_post(operator, CLERK[0], "131000", "lead", department="tax")

    post = given.json()
    assert (given.status_code, below.status_code, above.status_code) == (201, 201, 201)
    assert (post["division_name"], post["role"], post["phone_masked"]) == ("广阳区", "clerk", "138****0006")
    assert post["department_title"]["zh-CN"] == "公安局"
    for refused in (
        await give_post(lead, CLERK[0], OTHER_COUNTY),
        await give_post(lead, CLERK[0], "131000"),
        await give_post(lead, CLERK[0], department="tax"),
        await give_post(lead, CLERK[0], role="lead"),
    ):
        assert (refused.status_code, kind(refused)) == (403, "not-allowed")
    police = [("public-security", TOWN, "lead"), ("public-security", COUNTY, "clerk")]
    assert await shown(lead) == police
    assert len(await shown(operator)) == 4
    assert await shown(operator, department="tax") == [("tax", "131000", "lead")]
    assert await shown(operator, division=TOWN) == police[:1]
    assert await shown(operator, division="131000", department="public-security") == [
        *police, ("public-security", COUNTY, "lead"),
    ]  # fmt: skip


async def test_a_post_that_cannot_be_is_refused_with_a_reason(operator: httpx.AsyncClient) -> None:
    assert (await give_post(operator, CLERK[0])).status_code == 201

    for wrong, status, problem in (
        ({}, 409, "post-taken"),
        ({"department": "parks"}, 422, "no-such-node"),
        ({"division": "999999"}, 422, "no-such-node"),
        ({"division": "131003001001"}, 422, "no-such-node"),
        ({"phone": "12345"}, 422, "invalid-phone"),
        ({"phone": "138\x0000000006"}, 422, "invalid-phone"),
        ({"role": "king"}, 422, "invalid-request"),
        ({"division": "1310"}, 422, "invalid-request"),
        ({"salary": "1"}, 422, "invalid-request"),
    ):
        answer = await give_post(operator, **({"phone": CLERK[0]} | wrong))
        assert (answer.status_code, kind(answer)) == (status, problem), wrong


async def test_the_same_wish_twice_or_at_once_gives_one_post(operator: httpx.AsyncClient) -> None:
    wish = {"phone": CLERK[0], "department": "tax", "division": COUNTY, "role": "clerk"}
    key = idempotency_key()
    same = await asyncio.gather(*[operator.post("/v1/staff", json=wish, headers=key) for _ in range(3)])
    others = await asyncio.gather(*[give_post(operator, CLERK[0]) for _ in range(3)])

    assert {answer.json()["id"] for answer in same} == {same[0].json()["id"]}
    assert sorted(answer.status_code for answer in others) == [201, 409, 409]
    clash = await operator.post("/v1/staff", json=wish | {"role": "lead"}, headers=key)
    assert kind(clash) == "idempotency-key-reused"


async def test_nobody_else_gives_sees_or_takes_posts(
    lead: httpx.AsyncClient, clerk: httpx.AsyncClient, operator: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    theirs = {one["role"]: one["id"] for one in (await operator.get("/v1/staff")).json()["items"]}
    elsewhere = (await give_post(operator, CLERK[0], OTHER_COUNTY)).json()["id"]

    assert kind(await give_post(clerk, CLERK[0])) == "not-allowed"
    assert kind(await clerk.get("/v1/staff")) == "not-allowed"
    assert (await client.get("/v1/staff")).status_code == 401
    for who, post in (
        (clerk, theirs["clerk"]),
        (lead, elsewhere),
        (lead, theirs["lead"]),
        (operator, "01900000-0000-7000-8000-000000000000"),
    ):
        assert (await who.delete(f"/v1/staff/{post}")).status_code == 404
    assert len(await shown(operator)) == 3


async def test_a_taken_post_is_over_at_once_and_may_be_given_again(
    lead: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    [own] = (await clerk.get("/v1/me/posts")).json()["items"]
    assert (own["department"], own["division_name"], own["role"]) == ("public-security", "广阳区", "clerk")
    assert (await clerk.get("/v1/tasks")).status_code == 200

    taken = [await lead.delete(f"/v1/staff/{own['id']}") for _ in range(2)]

    assert [answer.status_code for answer in taken] == [204, 404]
    assert kind(await clerk.get("/v1/tasks")) == "not-allowed"
    assert (await clerk.get("/v1/me/posts")).json() == {"items": []}
    again = await give_post(lead, CLERK[0])
    assert again.status_code == 201
    assert again.json()["id"] != own["id"]
    assert again.json()["name_masked"] == "周*"


async def test_a_phone_number_alone_is_no_clerk(operator: httpx.AsyncClient, sign_in: SignIn) -> None:
    for role in ("clerk", "lead"):
        assert (await give_post(operator, CLERK[0], role=role)).status_code == 201
    unconfirmed = await sign_in(CLERK[0])

    assert kind(await unconfirmed.get("/v1/tasks")) == "device-not-confirmed"
    assert kind(await unconfirmed.get("/v1/staff")) == "not-allowed"
    assert kind(await give_post(unconfirmed, LEAD[0])) == "not-allowed"
    assert (await unconfirmed.get("/v1/me/posts")).json() == {"items": []}


async def test_posts_are_limited_and_paged(operator: httpx.AsyncClient) -> None:
    counties = (await operator.get("/v1/divisions", params={"parent": "131000"})).json()["items"]
    nodes = ["131000", *[one["code"] for one in counties]]
    wishes = [
        {"division": node, "department": department, "role": role}
        for department in ("tax", "public-security")
        for node in nodes
        for role in ("clerk", "lead")
    ]
    given = [await give_post(operator, CLERK[0], **wish) for wish in wishes[: POSTS_MAX + 1]]

    assert {answer.status_code for answer in given[:POSTS_MAX]} == {201}
    assert kind(given[POSTS_MAX]) == "too-many-posts"
    first = (await operator.get("/v1/staff", params={"limit": 25})).json()
    second = (await operator.get("/v1/staff", params={"limit": 25, "after": first["next"]})).json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert len(set(ids)) == POSTS_MAX
    assert ids == sorted(ids, reverse=True)
    assert second["next"] is None


async def test_each_post_given_and_taken_is_noted_without_a_name(
    lead: httpx.AsyncClient, clerk: httpx.AsyncClient, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    [own] = (await clerk.get("/v1/me/posts")).json()["items"]
    await lead.delete(f"/v1/staff/{own['id']}")

    rows = await connection.fetch(
        "select action, actor_kind, department, facts from audit_entry"
        " where action in ('post-given', 'post-taken') order by id"
    )
    assert [(row["action"], row["actor_kind"], row["department"]) for row in rows] == [
        ("post-given", "operator", "public-security"),
        ("post-given", "staff", "public-security"),
        ("post-taken", "staff", "public-security"),
    ]
    assert not any("周" in row["facts"] or CLERK[0] in row["facts"] for row in rows)
