"""Whether a service is for oneself, by what registers know."""

import httpx
import pytest
from litestar import Litestar

from backend.conditions.rules.dates import add_months
from backend.core import clock
from tests.backend.applications.conftest import send_records
from tests.backend.applications.test_terms import PERSON

pytestmark = pytest.mark.usefixtures("known")


async def test_one_is_told_whether_a_service_fits_and_by_which_facts(
    app: Litestar, client: httpx.AsyncClient, operator: httpx.AsyncClient, resident: httpx.AsyncClient
) -> None:
    async def ask(service: str, who: httpx.AsyncClient = resident) -> httpx.Response:
        return await who.get(f"/v1/me/services/{service}/eligibility")

    young = add_months(clock.today(), -12 * 60 + 1)
    await send_records(app, operator, "population", PERSON | {"birth_date": young})
    told = (await ask("elder-card")).json()
    assert (told["fits"], told["facts"]) == (
        False, [{"zh-CN": "人口登记：出生日期", "en": "Population register: Date of birth"}],
    )  # fmt: skip
    old = PERSON | {"birth_date": add_months(clock.today(), -12 * 60), "as_of": "2026-11-03T00:00:00Z"}
    await send_records(app, operator, "population", old)
    assert (await ask("elder-card")).json()["fits"] is True
    # Nobody knows; there is no condition; it is about one of several things.
    months = {"zh-CN": "社会保险参保：累计缴费月数", "en": "Social insurance: Months paid"}
    assert (await ask("unemployment-benefit")).json() == {"fits": None, "facts": [months]}
    assert (await ask("id-card-renewal")).json() == {"fits": None, "facts": []}
    assert (await ask("vehicle-inspection-sticker")).json() == {"fits": None, "facts": []}
    assert (await ask("no-such-service")).status_code == 404
    assert (await ask("elder-card", client)).status_code == 401
