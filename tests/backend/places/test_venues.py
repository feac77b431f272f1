"""Organisations, managers, venues and readers as those who run them meet them."""

import asyncio

import httpx
import pytest

from tests.backend.places.conftest import MANAGER, Json, Library, SignIn, create, key

Client = httpx.AsyncClient
NAME = {"zh-CN": "新馆", "en": "New Library"}
VENUE = {"name": NAME, "division": "131003", "scenes": ["library"]}


async def test_scenes_are_public_and_say_what_a_venue_learns(client: Client) -> None:
    answer = await client.get("/v1/scenes")
    assert answer.status_code == 200
    scenes = {scene["id"]: scene for scene in answer.json()["items"]}
    assert len(scenes) == 13
    library = scenes["library"]
    assert library["title"] == {"zh-CN": "图书馆", "en": "Library"}
    assert library["attributes"] == ["is-adult"]
    assert library["attribute_titles"]["is-adult"]["en"] == "18 or over"
    assert library["attribute_values"]["is-adult"]["true"] == {"zh-CN": "是", "en": "Yes"}
    assert "max-age" in answer.headers["cache-control"]


async def test_divisions_are_public_and_found_level_by_level(client: Client) -> None:
    (city,) = (await client.get("/v1/divisions")).json()["items"]
    assert city == {"code": "131000", "name": "廊坊市", "level": "city"}
    levels = []
    code = city["code"]
    while items := (await client.get("/v1/divisions", params={"parent": code})).json()["items"]:
        levels.append(items[0]["level"])
        code = items[0]["code"]
    assert levels == ["county", "township", "village"]


@pytest.mark.parametrize(("parent", "status"), [("131099", 404), ("9", 422), ("x" * 6, 422), ("1" * 13, 422)])
async def test_an_unknown_division_has_nothing_below_it(client: Client, parent: str, status: int) -> None:
    assert (await client.get("/v1/divisions", params={"parent": parent})).status_code == status


async def test_an_operator_registers_an_organisation_once_however_often_it_is_sent(operator: Client) -> None:
    body = {
        "name": {"zh-CN": " 廊坊市图书馆 ", "en": "Langfang Library"},
        "credit_code": "91350100m000100y43",
    }
    headers = key()
    first, second = [await operator.post("/v1/organisations", json=body, headers=headers) for _ in range(2)]
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.json()["name"]["zh-CN"] == "廊坊市图书馆"
    assert first.json()["credit_code"] == "91350100M000100Y43"
    assert len((await operator.get("/v1/organisations")).json()["items"]) == 1
    changed = await operator.post("/v1/organisations", json={"name": NAME}, headers=headers)
    assert (changed.status_code, changed.json()["type"]) == (422, "/problems/idempotency-key-reused")


async def test_two_at_once_with_one_key_make_one_organisation(operator: Client) -> None:
    headers = key()
    answers = await asyncio.gather(
        *(operator.post("/v1/organisations", json={"name": NAME}, headers=headers) for _ in range(5))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_creating_without_an_idempotency_key_is_refused(library: Library) -> None:
    organisation, venue = library.organisation["id"], library.venue["id"]
    for path, body in [
        ("/v1/organisations", {"name": NAME}),
        (f"/v1/organisations/{organisation}/managers", {"phone": MANAGER}),
        (f"/v1/organisations/{organisation}/venues", VENUE),
        (f"/v1/venues/{venue}/readers", {"name": "门", "scene": "library"}),
    ]:
        for headers in ({}, {"idempotency-key": "short"}, {"idempotency-key": "spaces are no key"}):
            assert (await library.operator.post(path, json=body, headers=headers)).status_code in (400, 422)


async def test_a_credit_code_belongs_to_one_organisation(operator: Client) -> None:
    body = {"name": NAME, "credit_code": "91350100M000100Y43"}
    await create(operator, "/v1/organisations", body)
    again = await operator.post("/v1/organisations", json=body, headers=key())
    assert (again.status_code, again.json()["type"]) == (409, "/problems/credit-code-taken")


@pytest.mark.parametrize("code", ["91350100M000100Y44", "91350100M000100", "O1350100M000100Y43", "一二三"])
async def test_a_credit_code_that_does_not_check_is_refused(operator: Client, code: str) -> None:
    answer = await operator.post("/v1/organisations", json={"name": NAME, "credit_code": code}, headers=key())
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-credit-code")


@pytest.mark.parametrize(
    "text", ["a\u0000b", "a\u202eb", "a\u200bb", "a\nb", "   ", "\u2028", "a" + "\u0301" * 9, "\ufeff馆"]
)
async def test_names_with_what_nobody_can_see_are_refused(library: Library, text: str) -> None:
    for path, body in [
        ("/v1/organisations", {"name": {"zh-CN": text, "en": "x"}}),
        ("/v1/organisations", {"name": {"zh-CN": "馆", "en": text}}),
        (f"/v1/organisations/{library.organisation['id']}/venues", VENUE | {"name": NAME | {"en": text}}),
        (f"/v1/venues/{library.venue['id']}/readers", {"name": text, "scene": "library"}),
    ]:
        answer = await library.operator.post(path, json=body, headers=key())
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-name"), path
        assert answer.json()["message"]["zh-CN"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": {"zh-CN": "馆"}},
        {"name": {"zh-CN": "馆", "en": "x" * 61}},
        {"name": "馆"},
        {"scenes": []},
        {"scenes": ["library"] * 9},
        {"division": "1310"},
        {"colour": "red"},
    ],
)
async def test_a_venue_that_breaks_a_limit_is_refused(library: Library, change: Json) -> None:
    path = f"/v1/organisations/{library.organisation['id']}/venues"
    answer = await library.manager.post(path, json=VENUE | change, headers=key())
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")


@pytest.mark.parametrize(
    ("change", "type_"),
    [
        ({"division": "131099"}, "unknown-division"),
        ({"scenes": ["moon"]}, "unknown-scene"),
        ({"scenes": ["library", "library"]}, "unknown-scene"),
    ],
)
async def test_a_venue_stands_in_the_city_and_has_its_scenes(
    library: Library, change: Json, type_: str
) -> None:
    path = f"/v1/organisations/{library.organisation['id']}/venues"
    answer = await library.manager.post(path, json=VENUE | change, headers=key())
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{type_}")


async def test_a_manager_sees_the_own_venues_only(library: Library, stranger: Client) -> None:
    venue = library.venue
    assert venue["organisation"] == {"id": library.organisation["id"], "name": library.organisation["name"]}
    assert venue["division"] == {"code": "131003", "name": "广阳区", "level": "county"}
    assert (await library.manager.get(f"/v1/venues/{venue['id']}")).json() == venue
    assert (await library.manager.get("/v1/venues")).json() == {"items": [venue], "next": None}
    assert (await library.manager.get("/v1/organisations")).json()["items"] == [library.organisation]
    assert (await stranger.get("/v1/venues")).json()["items"] == []
    assert [item["name"]["en"] for item in (await stranger.get("/v1/organisations")).json()["items"]] == [
        "Buses"
    ]
    assert len((await library.operator.get("/v1/organisations")).json()["items"]) == 2


async def test_lists_come_in_pages_that_skip_and_repeat_nothing(library: Library) -> None:
    made = [library.venue["id"]]
    for number in range(4):
        body = VENUE | {"name": {"zh-CN": f"{number}号馆", "en": f"No. {number}"}}
        path = f"/v1/organisations/{library.organisation['id']}/venues"
        made.append((await create(library.manager, path, body))["id"])
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = (await library.manager.get("/v1/venues", params={"limit": 2, **after})).json()
        seen += [venue["id"] for venue in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == made[::-1]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "after=1", "after=%00"])
async def test_pages_have_limits(library: Library, query: str) -> None:
    for path in ("/v1/venues", "/v1/organisations", f"/v1/venues/{library.venue['id']}/readers"):
        assert (await library.manager.get(f"{path}?{query}")).status_code == 422


async def test_adding_a_manager_answers_the_same_for_every_phone(library: Library) -> None:
    path = f"/v1/organisations/{library.organisation['id']}/managers"
    known = await create(library.operator, path, {"phone": MANAGER})
    unknown = await create(library.operator, path, {"phone": "138 0000 0077"})
    assert known.keys() == unknown.keys()
    assert unknown["phone_masked"] == "138****0077"
    listed = (await library.operator.get(path)).json()["items"]
    assert [item["id"] for item in listed] == [known["id"], unknown["id"]]
    bad = await library.operator.post(path, json={"phone": "010-12345"}, headers=key())
    assert (bad.status_code, bad.json()["type"]) == (422, "/problems/invalid-phone")


async def test_a_manager_who_is_removed_sees_nothing_any_more(library: Library) -> None:
    path = f"/v1/organisations/{library.organisation['id']}/managers"
    (manager,) = (await library.operator.get(path)).json()["items"]
    assert (await library.operator.delete(f"{path}/{manager['id']}")).status_code == 204
    assert (await library.operator.delete(f"{path}/{manager['id']}")).status_code == 404
    assert (await library.manager.get(f"/v1/venues/{library.venue['id']}")).status_code == 404
    assert (await library.manager.get("/v1/venues")).json()["items"] == []


async def test_an_organisation_without_managers_is_open_to_operators_only(
    library: Library, sign_in: SignIn
) -> None:
    other = await create(library.operator, "/v1/organisations", {"name": NAME})
    path = f"/v1/organisations/{other['id']}"
    assert (await library.operator.get(path)).json() == other
    assert (await library.manager.get(path)).status_code == 404


async def test_a_phone_number_alone_runs_no_venue(library: Library, sign_in: SignIn) -> None:
    path = f"/v1/organisations/{library.organisation['id']}/managers"
    await create(library.operator, path, {"phone": "13800000007"})
    somebody = await sign_in("13800000007")
    assert (await somebody.get("/v1/organisations")).json()["items"] == []
    assert (await somebody.get("/v1/venues")).json()["items"] == []
    venue = f"/v1/venues/{library.venue['id']}"
    refused = await somebody.put(f"{venue}/suspension", json={"reason": "mine now"})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/device-not-confirmed")
    assert (await somebody.get(f"{venue}/readers")).status_code == 403
