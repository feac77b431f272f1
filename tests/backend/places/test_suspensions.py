"""Suspending readers, venues and organisations: at once, on record, and lifted by those who may."""

import asyncio

import asyncpg
import httpx
import pytest

from tests.backend.places.conftest import MANAGER, Library

Client = httpx.AsyncClient


async def test_a_suspended_manager_has_no_role(library: Library) -> None:
    found = await library.operator.post("/v1/residents/search", json={"phone": MANAGER})
    account = found.json()["items"][0]["id"]
    path = f"/v1/residents/{account}/suspension"
    assert (await library.operator.put(path, json={"reason": "离职"})).status_code == 200
    for path in ("/v1/venues", "/v1/organisations", f"/v1/venues/{library.venue['id']}"):
        assert (await library.manager.get(path)).status_code == 403


async def test_a_suspension_names_its_scope_and_reaches_what_lies_below(library: Library) -> None:
    reader = (await library.add_reader())["reader"]
    organisation = f"/v1/organisations/{library.organisation['id']}"
    venue, one = f"/v1/venues/{library.venue['id']}", f"/v1/readers/{reader['id']}"

    async def state() -> tuple[str, str | None]:
        (item,) = (await library.manager.get(f"{venue}/readers")).json()["items"]
        return item["state"], item["suspension"] and item["suspension"]["scope"]

    for path, scope in ((organisation, "organisation"), (venue, "venue"), (one, "reader")):
        put = await library.operator.put(f"{path}/suspension", json={"reason": " 检修 "})
        assert (put.status_code, put.json()["reason"], put.json()["scope"]) == (200, "检修", scope)
        assert await state() == ("suspended", scope)
        assert (await library.operator.delete(f"{path}/suspension")).status_code == 204
        assert await state() == ("waiting", None)
        assert (await library.operator.delete(f"{path}/suspension")).status_code == 204


async def test_a_manager_cannot_lift_what_an_operator_suspended(library: Library) -> None:
    path = f"/v1/venues/{library.venue['id']}/suspension"
    mine = await library.manager.put(path, json={"reason": "闭馆"})
    assert mine.json()["by_operator"] is False
    assert (await library.manager.put(path, json={"reason": "再闭馆"})).json() == mine.json()
    theirs = await library.operator.put(path, json={"reason": "投诉"})
    assert (theirs.json()["by_operator"], theirs.json()["reason"]) == (True, "投诉")
    assert (await library.manager.put(path, json={"reason": "闭馆"})).json() == theirs.json()
    refused = await library.manager.delete(path)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/suspended-by-operator")
    assert (await library.operator.delete(path)).status_code == 204
    assert (await library.manager.get(f"/v1/venues/{library.venue['id']}")).json()["suspension"] is None


async def test_every_suspension_stays_on_record(
    library: Library, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    path = f"/v1/venues/{library.venue['id']}/suspension"
    for _ in range(2):
        await library.manager.put(path, json={"reason": "闭馆"})
        await library.manager.delete(path)
    rows = await connection.fetch("select * from place_suspension")
    assert len(rows) == 2
    assert all(row["reason"] == "闭馆" and row["suspended_by"] == row["lifted_by"] for row in rows)


async def test_suspending_at_once_from_many_hands_leaves_one_open(library: Library) -> None:
    path = f"/v1/venues/{library.venue['id']}/suspension"
    answers = await asyncio.gather(
        *(who.put(path, json={"reason": "检修"}) for who in [library.manager, library.operator] * 4)
    )
    assert {answer.status_code for answer in answers} == {200}
    assert (await library.manager.get(f"/v1/venues/{library.venue['id']}")).json()["suspension"][
        "by_operator"
    ]


@pytest.mark.parametrize("reason", ["", "x" * 201, None, 1])
async def test_a_suspension_needs_a_reason(library: Library, reason: object) -> None:
    path = f"/v1/venues/{library.venue['id']}/suspension"
    assert (await library.operator.put(path, json={"reason": reason})).status_code == 422
    hidden = await library.operator.put(path, json={"reason": "\u202e"})
    assert hidden.json()["type"] == "/problems/invalid-name"
