"""How long what was granted is good for, and what stays as it was."""

import httpx
import pytest
from litestar import Litestar

from backend.conditions.rules.dates import add_months
from backend.core import clock
from tests.backend.applications.conftest import Give, send_records
from tests.backend.applications.steps import begin, save, submit, take
from tests.backend.applications.test_results import FIRM
from tests.conftest import SignIn, idempotency_key

pytestmark = pytest.mark.usefixtures("known")
PERSON = {
    "external_id": "p1", "subject": "131099199003071238", "as_of": "2026-11-02T00:00:00Z", "name": "张小明",
    "sex": "male", "home_division": "131003001001",
}  # fmt: skip


@pytest.mark.parametrize(("age", "years"), [(15, 5), (16, 10), (25, 10), (26, 20), (45, 20), (46, None)])
async def test_an_id_card_is_good_for_as_long_as_the_law_says_at_that_age(
    app: Litestar,
    operator: httpx.AsyncClient,
    resident: httpx.AsyncClient,
    clerk: httpx.AsyncClient,
    age: int,
    years: int | None,
) -> None:
    born_on = add_months(clock.today(), -12 * age)
    await send_records(app, operator, "population", PERSON | {"birth_date": born_on})
    sent = await submit(resident)
    accepted = await take(clerk, sent, "acceptance", desk=True)
    granted = await take(clerk, accepted.json(), "approval", desk=True)
    assert granted.json()["state"] == "delivered", granted.text
    cards = (await resident.get("/v1/me/wallet")).json()["items"]
    card = next(card for card in cards if card["register"] == "id-card")
    ends = add_months(clock.today(), 12 * years).isoformat() if years else None  # type: ignore[union-attr]
    assert (card["origin"], card["valid_to"]) == ("yima", ends)


async def test_a_firm_that_reported_keeps_its_representative_and_its_name(
    app: Litestar,
    operator: httpx.AsyncClient,
    resident: httpx.AsyncClient,
    sign_in: SignIn,
    give_post: Give,
) -> None:
    began = {"valid_from": "2020-05-01", "report_year": 2024}
    await send_records(app, operator, "firm-registration", FIRM | began)
    code = str(FIRM["subject"])
    claimed = await resident.post("/v1/firms", json={"credit_code": code}, headers=idempotency_key())
    office = await sign_in("13800000005", "刘芳", "131099198506110054")
    assert (await give_post("13800000005", "market-regulation", "131003")).status_code == 201
    draft = await begin(resident, "firm-annual-report", firm=claimed.json()["id"])
    wanted = {"firm_name": "广阳小馆", "year": 2025, "staff": 3, "declaration": True}
    phone = {error["pointer"].removeprefix("#/answers/") for error in draft["errors"]} - wanted.keys()
    saved = await save(resident, draft, **wanted, **dict.fromkeys(phone, "13800000001"))
    sent = await take(resident, {**draft, "version": saved.json()["version"]}, "submission")
    assert sent.status_code == 200, sent.text
    accepted = await take(office, sent.json(), "acceptance", desk=True)
    granted = await take(office, accepted.json(), "approval", desk=True)
    assert granted.json()["state"] == "delivered", granted.text
    [firm] = (await resident.get("/v1/me/firms")).json()["items"]
    assert firm["name"] == "广阳小馆"
    cards = (await resident.get("/v1/me/wallet")).json()["items"]
    licence = next(card for card in cards if card["register"] == "firm-registration")
    assert (licence["origin"], licence["valid_from"], licence["valid_to"]) == ("yima", "2020-05-01", None)
