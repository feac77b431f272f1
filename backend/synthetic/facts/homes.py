"""The home itself, and who else lives in it."""

from datetime import date

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.facts.rows import Rows, base
from backend.synthetic.people import Household


def home_rows(chance: Chance, home: Household, today: date) -> Rows:
    """The home itself, and who else lives in it."""
    owner = home.adults[0]
    title = f"冀（2020）廊坊市不动产权第{home.number:07}号"
    if chance.holds(60):
        yield "property", base(owner, "pr") | {
            "title_number": title, "division": owner.home, "area_m2": chance.number(45, 180),
            "registered_on": chance.near(today, 5_000, 0),
        }  # fmt: skip
    if chance.holds(3):
        yield "house-contract", base(owner, "ho") | {
            "contract_number": f"HT{home.number:08}", "signed_on": chance.near(today, 120, 0),
            "deed_tax_paid_on": None,
        }  # fmt: skip
    if chance.holds(30):
        yield "gas-inspection", {
            "external_id": f"ga{home.number}", "subject": title, "related": owner.id_number,
            "last_inspected_on": chance.near(today, 800, 0),
        }  # fmt: skip
    if chance.holds(6):
        vaccinated = chance.near(today, 380, 0)
        yield "dog-licence", base(owner, "do") | {
            "name": chance.one(("旺财", "豆豆", "来福")), "vaccinated_on": vaccinated,
            "valid_to": add_months(vaccinated, 12),
        }  # fmt: skip
