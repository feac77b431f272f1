"""Who may do what with whose application, and what happens when two do it at once."""

import asyncio

import httpx
import pytest

from tests.backend.applications.conftest import Give
from tests.backend.applications.papers import photo
from tests.backend.applications.steps import ANSWERS, begin, hand_in, save, submit, take
from tests.conftest import SignIn, idempotency_key

pytestmark = pytest.mark.usefixtures("known")


async def test_another_persons_application_is_not_there(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    draft = await begin(resident)
    path = f"/v1/applications/{draft['id']}"
    assert (await clerk.get(path)).status_code == 404
    assert (await save(clerk, draft, **ANSWERS)).status_code == 404
    assert (await hand_in(clerk, draft["id"])).status_code == 404
    assert (await take(clerk, draft, "submission")).status_code == 404
    assert (await client.get(path)).status_code == 401
    # A draft is nobody's business, not even the desk's.
    assert (await clerk.get(f"/v1/desk/applications/{draft['id']}")).status_code == 404


async def test_a_clerk_of_another_department_or_node_finds_nothing(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient, stranger: httpx.AsyncClient, give_post: Give
) -> None:
    sent = await submit(resident)
    for path in ("", "/facts"):
        assert (await stranger.get(f"/v1/desk/applications/{sent['id']}{path}")).status_code == 404
    assert (await take(stranger, sent, "acceptance", desk=True)).status_code == 404
    assert (await stranger.get("/v1/desk/applications")).json()["items"] == []
    assert (await stranger.get("/v1/desk/applications?department=public-security")).status_code == 404
    # The same department, another county.
    assert (await give_post("13800000002", "public-security", "131002")).status_code == 201
    assert (await stranger.get(f"/v1/desk/applications/{sent['id']}")).status_code == 404
    # The city's clerk reads those of every county.
    assert (await give_post("13800000002", "public-security", "131000")).status_code == 201
    assert (await stranger.get(f"/v1/desk/applications/{sent['id']}")).status_code == 200


async def test_two_clerks_decide_and_one_of_them_is_told(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient, stranger: httpx.AsyncClient, give_post: Give
) -> None:
    await give_post("13800000002", "public-security", "131003")
    sent = await submit(resident)
    answers = await asyncio.gather(
        take(clerk, sent, "acceptance", desk=True),
        take(stranger, sent, "acceptance", desk=True),
        take(resident, sent, "withdrawal"),
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200, 409, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert lost.json()["type"].endswith("application-changed")
    assert lost.json()["version"] == sent["version"] + 1


async def test_a_step_that_is_sent_twice_is_taken_once(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    draft = await begin(resident)
    saved = await save(resident, draft, **ANSWERS)
    await hand_in(resident, draft["id"])
    at = {**draft, "version": saved.json()["version"]}
    both = await asyncio.gather(take(resident, at, "submission"), take(resident, at, "submission"))
    assert [answer.status_code for answer in both] == [200, 200]
    again = [await take(clerk, both[0].json(), "acceptance", desk=True) for _ in range(2)]
    assert again[0].json() == again[1].json()
    whole = (await resident.get(f"/v1/applications/{draft['id']}")).json()
    assert [event["kind"] for event in whole["history"]] == ["created", "submitted", "accepted"]


async def test_an_application_is_taken_by_one_clerk_and_given_by_a_lead(
    resident: httpx.AsyncClient,
    clerk: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    operator: httpx.AsyncClient,
    give_post: Give,
) -> None:
    await give_post("13800000002", "public-security", "131003")
    sent = await submit(resident)
    path = f"/v1/desk/applications/{sent['id']}/assignment"
    me = (await clerk.get("/v1/me")).json()["id"]
    taken = await clerk.put(path, json={"version": sent["version"], "clerk": me})
    assert taken.status_code == 200, taken.text
    version = taken.json()["version"]
    other = (await stranger.get("/v1/me")).json()["id"]
    assert (await stranger.put(path, json={"version": version, "clerk": other})).status_code == 403
    mine = (await clerk.get("/v1/desk/applications?mine=true")).json()["items"]
    assert [line["assigned_to"]["you"] for line in mine] == [True]
    await give_post("13800000005", "public-security", "131003", "lead")
    given = await clerk.put(path, json={"version": version, "clerk": other})
    assert given.status_code == 200, given.text
    outsider = (await operator.get("/v1/me")).json()["id"]
    wrong = await clerk.put(path, json={"version": given.json()["version"], "clerk": outsider})
    assert wrong.json()["type"].endswith("not-at-this-desk")


async def test_the_queue_is_filtered_searched_and_exported(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    sent = await submit(resident)
    number = (await resident.get(f"/v1/applications/{sent['id']}")).json()["number"]
    for query, found in (
        (f"q={number}", 1),
        (f"q={number.lower().replace('-', ' ')}", 1),
        ("q=131099199003071238", 1),
        ("q=13800000001", 1),
        ("q=13800000003", 0),
        ("q=身份证", 1),
        ("q=拖拉机", 0),
        ("states=accepted", 0),
        ("states=submitted&states=corrected", 1),
        ("division=131003", 1),
        ("light=red", 0),
        ("sort=due", 0),
    ):
        answer = await clerk.get(f"/v1/desk/applications?{query}")
        assert answer.status_code == 200, (query, answer.text)
        assert len(answer.json()["items"]) == found, query
    counts = (await clerk.get("/v1/desk/counts")).json()
    assert {one["state"]: one["count"] for one in counts["states"]}["submitted"] == 1
    table = await clerk.get("/v1/desk/applications.csv")
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert number in table.text
    assert "131099199003071238" not in table.text
    assert "张小明" not in table.text


async def test_a_suspended_clerk_and_one_whose_post_was_taken_see_nothing(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient, operator: httpx.AsyncClient
) -> None:
    sent = await submit(resident)
    [held] = (await operator.get("/v1/staff")).json()["items"]
    assert (await operator.delete(f"/v1/staff/{held['id']}")).status_code == 204
    assert (await clerk.get(f"/v1/desk/applications/{sent['id']}")).status_code == 403
    assert (await clerk.get("/v1/me/posts")).json() == {"items": []}


async def test_files_that_pretend_are_refused_and_nothing_is_kept(resident: httpx.AsyncClient) -> None:
    draft = await begin(resident)
    for content, status in (
        (b"<script>alert(1)</script>", 415),
        (b"GIF89a" + bytes(100), 415),
        (b"PK\x03\x04" + bytes(100), 415),
        (b"\xff\xd8\xff\xe0" + bytes(50), 422),
        (b"", 422),
        (photo()[:200], 422),
        (bytes(6 * 1024 * 1024), 413),
        (bytes(12 * 1024 * 1024), 413),
    ):
        answer = await hand_in(resident, draft["id"], content)
        assert answer.status_code == status or (status == 422 and answer.status_code == 415), content[:8]
    whole = (await resident.get(f"/v1/applications/{draft['id']}")).json()
    assert [material["uploads"] for material in whole["materials"]] == [[]]
    named = await hand_in(resident, draft["id"], name="..%2F..%2Fetc%2F%E2%80%AEgpj.exe.jpg")
    assert named.status_code == 201, named.text
    assert "/" not in named.json()["file_name"]
    assert "\u202e" not in named.json()["file_name"]
    back = await resident.get(f"/v1/applications/{draft['id']}/uploads/{named.json()['id']}")
    assert back.status_code == 200
    assert b"SECRET-PLACE" not in back.content
    assert "sandbox" in back.headers["content-security-policy"]


async def test_answers_with_hidden_characters_and_unknown_fields_are_refused_and_nothing_is_lost(
    resident: httpx.AsyncClient,
) -> None:
    draft = await begin(resident)
    saved = (await save(resident, draft, reason="damaged")).json()
    at = {**draft, "version": saved["version"], "answers": {"reason": "damaged"}}
    for wrong in ({"issuer": "a\u202eb"}, {"issuer": "a\x00b"}, {"shoe": "42"}, {"issuer": "x" * 5000}):
        assert (await save(resident, at, **wrong)).status_code == 422, wrong
    kept = await save(resident, at, contact_phone="12")
    assert [error["pointer"] for error in kept.json()["errors"]] == ["#/answers/contact_phone"]
    old = await save(resident, draft, reason="expired")
    assert old.json()["type"].endswith("application-changed")
    whole = (await resident.get(f"/v1/applications/{draft['id']}")).json()
    assert whole["answers"] == {"reason": "damaged", "contact_phone": "12"}


async def test_one_key_makes_one_draft_and_twenty_are_enough(resident: httpx.AsyncClient) -> None:
    key = idempotency_key()
    wish = {"service": "id-card-renewal"}
    both = await asyncio.gather(
        *[resident.post("/v1/applications", json=wish, headers=key) for _ in range(2)]
    )
    assert len({answer.json()["id"] for answer in both}) == 1
    for _ in range(19):
        await begin(resident)
    full = await resident.post("/v1/applications", json=wish, headers=idempotency_key())
    assert full.json()["type"].endswith("too-many-drafts")
    first = both[0].json()["id"]
    assert (await resident.delete(f"/v1/applications/{first}")).status_code == 204
    await begin(resident)


async def test_a_firms_service_needs_a_firm_and_an_unknown_one_is_said(
    resident: httpx.AsyncClient, sign_in: SignIn
) -> None:
    for wish, kind in (
        ({"service": "food-licence-renewal"}, "firm-needed"),
        ({"service": "no-such-service"}, "unknown-service"),
    ):
        answer = await resident.post("/v1/applications", json=wish, headers=idempotency_key())
        assert answer.json()["type"].endswith(kind), answer.text
    unconfirmed = await sign_in("13800000003")
    wish = {"service": "id-card-renewal"}
    answer = await unconfirmed.post("/v1/applications", json=wish, headers=idempotency_key())
    assert answer.json()["type"].endswith("device-not-confirmed")


async def test_nobody_decides_about_their_own_application(
    resident: httpx.AsyncClient, give_post: Give
) -> None:
    assert (await give_post("13800000001", "public-security", "131003", "lead")).status_code == 201
    sent = await submit(resident)
    refused = await take(resident, sent, "acceptance", desk=True)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/own-application")
    me = (await resident.get("/v1/me")).json()["id"]
    path = f"/v1/desk/applications/{sent['id']}/assignment"
    taken = await resident.put(path, json={"version": sent["version"], "clerk": me})
    assert taken.json()["type"] == "/problems/own-application"
