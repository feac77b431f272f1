"""From a form that is half filled in by the registers to a certificate in the wallet."""

from datetime import timedelta

import asyncpg
import httpx
import pytest

from backend.applications.service import tell_unanswered
from backend.core import clock
from backend.workdays.service import add_working_days, working_days_between
from tests.backend.applications.steps import ANSWERS, begin, hand_in, save, submit, take


async def agree(resident: httpx.AsyncClient) -> None:
    """Let registers fill in forms."""
    assert (await resident.put("/v1/me/consents/prefill")).status_code in (200, 204)


@pytest.mark.usefixtures("known")
async def test_a_card_is_applied_for_corrected_and_granted(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    await agree(resident)
    draft = await begin(resident)
    assert draft["answers"]["issuer"] == "廊坊市公安局广阳分局"
    assert draft["prefilled"]["issuer"]["title"]["zh-CN"] == "居民身份证"
    assert {error["pointer"] for error in draft["errors"]} >= {"#/answers/reason", "#/materials/photo"}

    early = await take(resident, draft, "submission")
    assert early.status_code == 422
    assert early.json()["type"].endswith("application-incomplete")

    saved = await save(resident, draft, **ANSWERS)
    assert saved.json()["errors"] == []
    assert (await hand_in(resident, draft["id"])).status_code == 201
    sent = await take(resident, {**draft, "version": saved.json()["version"]}, "submission")
    assert sent.json()["state"] == "submitted", sent.text

    [line] = (await clerk.get("/v1/desk/applications")).json()["items"]
    assert line["applicant_masked"].startswith("张")
    assert line["division"] == "131003"
    seen = (await clerk.get(f"/v1/desk/applications/{line['id']}")).json()
    assert seen["applicant"] == "张小明"
    assert {answer["field"]: answer["text"]["zh-CN"] for answer in seen["answers"]}[
        "reason"
    ] == "到期或快到期"
    facts = (await clerk.get(f"/v1/desk/applications/{line['id']}/facts")).json()
    assert "id-card" in {fact["register"] for fact in facts["items"]}

    asked = await take(
        clerk, seen, "correction-request", desk=True, text="照片反光，请重拍", materials=["photo"]
    )
    assert asked.json()["state"] == "correction-asked", asked.text
    mine = (await resident.get(f"/v1/applications/{draft['id']}")).json()
    assert mine["wants"] == {"text": "照片反光，请重拍", "fields": [], "materials": ["photo"]}
    assert (await hand_in(resident, draft["id"], name="new.jpg")).status_code == 201
    back = await take(resident, mine, "correction")
    assert back.json()["state"] == "corrected", back.text

    accepted = await take(clerk, back.json(), "acceptance", desk=True)
    assert accepted.json()["light"] == "green", accepted.text
    granted = await take(clerk, accepted.json(), "approval", desk=True, note="请留意短信")
    assert granted.json()["state"] == "delivered", granted.text

    wallet = (await resident.get("/v1/me/wallet")).json()["items"]
    card = next(card for card in wallet if card["register"] == "id-card")
    assert card["origin"] == "yima"
    assert card["valid_to"].startswith("2046-")
    whole = (await resident.get(f"/v1/applications/{draft['id']}")).json()
    assert whole["certificate"]["record"] == card["record"]
    assert [event["kind"] for event in whole["history"]] == [
        "created", "submitted", "correction-asked", "corrected", "accepted", "approved", "delivered",
    ]  # fmt: skip
    messages = (await resident.get("/v1/me/messages")).json()["items"]
    assert [message["kind"] for message in messages][:3] == [
        "application-approved", "application-accepted", "application-correction",
    ]  # fmt: skip
    looks = (await resident.get("/v1/me/looks")).json()["items"]
    assert len([look for look in looks if look["case"] == draft["id"] and not look["who"]["you"]]) >= 2


@pytest.mark.usefixtures("known")
async def test_without_consent_nothing_is_filled_in(resident: httpx.AsyncClient) -> None:
    draft = await begin(resident)
    assert draft["prefilled"] == {}
    assert draft["answers"] == {}


@pytest.mark.usefixtures("known")
async def test_the_clock_stands_still_while_the_applicant_corrects_and_the_desk_calls_who_does_not(
    resident: httpx.AsyncClient,
    clerk: httpx.AsyncClient,
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    sent = await submit(resident)
    accepted = (await take(clerk, sent, "acceptance", desk=True)).json()
    today = clock.today()
    assert accepted["due_on"] == add_working_days(today, 20).isoformat()
    asked = (await take(clerk, accepted, "correction-request", desk=True, text="请补充")).json()
    assert asked["light"] is None
    assert await tell_unanswered() == 0
    await connection.execute("update application set updated_at = updated_at - interval '31 days'")
    assert (await tell_unanswered(), await tell_unanswered()) == (1, 1)
    [task] = (await clerk.get("/v1/tasks")).json()["items"]
    assert (task["kind"], list(task["facts"])) == ("correction-unanswered", ["number"])
    await connection.execute("update application set paused_on = paused_on - 14")
    back = await take(resident, asked, "correction")
    waited = working_days_between(today - timedelta(days=14), today)
    assert back.json()["due_on"] == add_working_days(today, 20 + waited).isoformat(), back.text


@pytest.mark.usefixtures("known")
async def test_a_withdrawn_application_is_rated_once_and_a_bad_rating_becomes_a_task(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    sent = await submit(resident)
    path = f"/v1/applications/{sent['id']}/rating"
    early = await resident.put(path, json={"stars": 1})
    assert early.status_code == 409
    gone = await take(resident, sent, "withdrawal", reason="不办了")
    assert gone.json()["state"] == "withdrawn"
    for _ in range(2):
        rated = await resident.put(path, json={"stars": 1, "comment": "太慢"})
        assert rated.json() == {"stars": 1, "comment": "太慢"}
    assert (await resident.put(path, json={"stars": 5})).json()["type"].endswith("already-rated")
    [task] = (await clerk.get("/v1/tasks")).json()["items"]
    assert task["about"] == sent["id"]
    done = f"/v1/tasks/{task['id']}/completion"
    assert (await clerk.put(done, json={"note": "已电话回访"})).status_code == 204
    assert (await clerk.put(done, json={"note": "又回访"})).json()["type"].endswith("task-done")
    assert (await clerk.get("/v1/tasks")).json()["items"] == []


@pytest.mark.usefixtures("known")
async def test_a_refusal_needs_a_reason_and_tells_it(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    sent = await submit(resident)
    templates = (await clerk.get("/v1/desk/templates")).json()["items"]
    reason = next(one["id"] for one in templates if one["use"] == "refusal")
    unknown = await take(clerk, sent, "refusal", desk=True, reason="no-such-reason", text="不行")
    assert unknown.status_code == 422
    refused = await take(clerk, sent, "refusal", desk=True, reason=reason, text="材料不真实")
    assert refused.json()["state"] == "refused"
    whole = (await resident.get(f"/v1/applications/{sent['id']}")).json()
    assert whole["history"][-1]["note"] == "材料不真实"
    assert whole["can"] == ["rate"]
