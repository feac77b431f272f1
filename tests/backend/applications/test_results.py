"""What becomes of answers at the desk and in the register, and who must not decide."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from litestar import Litestar

from backend.registers.service import registers
from backend.services.service import services
from tests.backend.applications.conftest import send_records
from tests.backend.applications.steps import begin, save, submit, take
from tests.backend.applications.test_edges import CREDIT_CODE, kind
from tests.conftest import SignIn, idempotency_key

pytestmark = pytest.mark.usefixtures("known")
Give = Callable[..., Awaitable[httpx.Response]]
OTHER = ("13800000003", "阿依古丽·买买提", "131099198802160021")
FIRM = {
    "external_id": "f1", "subject": CREDIT_CODE, "related": "131099199003071238",
    "as_of": "2026-11-01T00:00:00Z", "name": "广阳小馆", "kind": "company", "status": "open",
    "division": "131003",
}  # fmt: skip


async def test_a_whole_number_with_a_point_is_written_and_an_empty_text_is_left_out(
    resident: httpx.AsyncClient, stranger: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    draft = await begin(resident, "income-tax-settlement")
    answers = {
        "year": 2025.0, "want": "refund", "bank_account": "6222020402012345678", "bank_name": "工商银行",
        "contact_phone": "13800000001", "declaration": True,
    }  # fmt: skip
    for wrong in (1e308, -0.5, 10**30, True, "2025", ["2025"]):
        told = await save(resident, draft, **{**answers, "year": wrong})
        assert [error["pointer"] for error in told.json()["errors"]] == ["#/answers/year"], wrong
        draft["version"] = told.json()["version"]
    saved = await save(resident, draft, **answers)
    assert saved.json()["errors"] == [], saved.text
    sent = await take(resident, {**draft, "version": saved.json()["version"]}, "submission")
    assert sent.status_code == 200, sent.text
    accepted = await take(stranger, sent.json(), "acceptance", desk=True)
    approved = await take(stranger, accepted.json(), "approval", desk=True)
    assert approved.json()["state"] == "delivered", approved.text
    facts = (await stranger.get(f"/v1/desk/applications/{draft['id']}/facts")).json()["items"]
    written = next(record for record in facts if record["register"] == "income-tax")
    assert {line["field"]: line["value"] for line in written["lines"]}["settled_year"] == 2025
    card = await submit(resident, issuer="")
    accepted = await take(clerk, card, "acceptance", desk=True)
    approved = await take(clerk, accepted.json(), "approval", desk=True)
    assert approved.json()["state"] == "delivered", approved.text


def test_what_a_form_takes_its_register_can_hold() -> None:
    for service in services().values():
        fields = {f"form.{field.name}": field.schema for field in service.fields}
        if service.result is None:
            continue
        for name, source in service.result.copy.items():
            known, longest = registers()[service.result.register].fields[name], fields[source].max_length
            if known.type in ("text", "identifier") and longest is not None:
                assert longest <= known.max_length, (service.id, name)


async def test_a_clerk_reads_no_answer_to_a_question_that_was_not_asked(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    sent = await submit(resident, reason="expired", change="我离婚了，换了姓")
    seen = (await clerk.get(f"/v1/desk/applications/{sent['id']}")).json()
    assert "change" not in {answer["field"] for answer in seen["answers"]}


async def test_nobody_decides_for_their_own_firm_or_watches_one_that_they_left(
    app: Litestar, operator: httpx.AsyncClient, resident: httpx.AsyncClient, sign_in: SignIn, give_post: Give
) -> None:
    await send_records(app, operator, "firm-registration", FIRM)
    claimed = await resident.post("/v1/firms", json={"credit_code": CREDIT_CODE}, headers=idempotency_key())
    firm, agent = claimed.json()["id"], await sign_in(*OTHER)
    await resident.post(f"/v1/firms/{firm}/agents", json={"phone": OTHER[0]}, headers=idempotency_key())
    draft = await begin(agent, "food-licence-renewal", firm=firm)
    answers = {
        "firm_name": "广阳小馆", "address": "光明西道 1 号", "changed": False,
        "contact_phone": "13800000003", "declaration": True,
    }  # fmt: skip
    saved = await save(agent, draft, **answers)
    assert saved.status_code == 200, saved.text
    sent = await take(agent, {**draft, "version": saved.json()["version"]}, "submission")
    assert sent.status_code == 200, sent.text
    assert (await give_post("13800000001", "market-regulation", "131003")).status_code == 201
    assert kind(await take(resident, sent.json(), "acceptance", desk=True)) == "own-application"
    assert [line["id"] for line in (await agent.get("/v1/applications")).json()["items"]] == [draft["id"]]
    sold = {"related": "131099195707200036", "as_of": "2026-11-02T00:00:00Z"}
    await send_records(app, operator, "firm-registration", FIRM | sold)
    assert (await agent.get("/v1/applications")).json()["items"] == []
