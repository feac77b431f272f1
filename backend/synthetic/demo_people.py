"""What registers know about the demo's own people: a full wallet for a newcomer, and forms half filled in."""

from datetime import date, timedelta

from backend.conditions.rules.dates import add_months
from backend.people.rules.id_numbers import parse_id_number
from backend.synthetic.facts import Row, Rows
from backend.synthetic.firms import credit_code, plate, vin
from integrations.console.identity_register import DEMO_PEOPLE

VILLAGE = "131003001001"
ADDRESS = "光明西道 1 号"
# 张小明, his daughter, who has no phone, and 李淑兰.
RESIDENT, CHILD, ELDER = "131099199003071238", "131099201809100042", "131099195707200036"
WOMEN = ("李淑兰", "阿依古丽·买买提", "刘芳", "周敏", "张一诺")
FIRM = credit_code(9_900_001)

# The register and id of the row that is handed in last.
LAST_ROW = ("food-licence", "d-food")


def demo_rows(today: date) -> Rows:
    """Every row about them, with dates around today."""
    yield from _identities(today)
    yield from _cards(today)
    yield from _family_and_car(today)
    yield from _shop(today)


def _identities(today: date) -> Rows:
    """Everybody's own: the population register, and an ID card."""
    everybody = [(person.name, person.id_number, person.phone.removeprefix("+86")) for person in DEMO_PEOPLE]
    everybody.append(("张一诺", CHILD, ""))
    for place, (name, number, phone) in enumerate(everybody):
        found = parse_id_number(number, today)
        assert found is not None  # noqa: S101  # ours
        row: Row = {"external_id": f"d{place}", "subject": number}
        yield "population", row | {
            "name": name, "sex": "female" if name in WOMEN else "male", "birth_date": found.born_on,
            "hukou_division": VILLAGE, "hukou_since": max(found.born_on, date(2012, 5, 1)),
            "home_division": VILLAGE, "address": ADDRESS, "phone": phone or None,
        }  # fmt: skip
        old, years = found.born_on < date(1975, 1, 1), 20 if found.born_on < date(2008, 1, 1) else 5
        until = today + timedelta(days=25 if number == RESIDENT else 900)
        yield "id-card", row | {
            "external_id": f"d-card-{place}", "issuer": "廊坊市公安局广阳分局", "long_term": old,
            "valid_from": date(2022, 3, 1) if old else add_months(until, -12 * years),
            "valid_to": None if old else until,
        }  # fmt: skip


def _cards(today: date) -> Rows:
    """Licence, insurance, an elder's card and pension."""
    soon, later = today + timedelta(days=25), today + timedelta(days=1_000)
    me, elder = {"subject": RESIDENT}, {"subject": ELDER}
    yield "driving-licence", me | {
        "external_id": "d-licence", "class": "C1", "points": 0, "cycle_ends_on": later, "valid_to": soon,
    }  # fmt: skip
    yield "social-card", me | {"external_id": "d-social", "number": "A00000001", "bank": "工商银行"}
    yield "social-insurance", me | {
        "external_id": "d-insurance", "months": 96, "kind": "employee", "status": "paying",
    }  # fmt: skip
    yield "medical-insurance", me | {
        "external_id": "d-medical", "kind": "employee", "paid_year": today.year,
    }  # fmt: skip
    yield "elder-card", elder | {"external_id": "d-elder", "number": "LN00000001"}
    yield "pension", elder | {
        "external_id": "d-pension", "since": date(2012, 8, 1),
        "last_authenticated_on": today - timedelta(days=350),
    }  # fmt: skip


def _family_and_car(today: date) -> Rows:
    """A child at school, and a car to be inspected."""
    yield "guardianship", {
        "external_id": "d-child", "subject": CHILD, "related": RESIDENT, "relation": "father",
    }  # fmt: skip
    yield "vehicle", {
        "external_id": "d-car", "subject": vin(9_900_001), "related": RESIDENT, "plate": plate(9_900_001),
        "class": "小型轿车", "seats": 5, "first_registered_on": date(2019, 6, 1),
        "inspection_valid_to": today + timedelta(days=25), "open_violations": 0,
    }  # fmt: skip


def _shop(today: date) -> Rows:
    """张小明's noodle shop, and its food licence, to be renewed soon."""
    firm = {"subject": FIRM}
    yield "firm-registration", firm | {
        "external_id": "d-firm", "related": RESIDENT, "name": "廊坊市小明面馆", "kind": "sole-trader",
        "status": "open", "established_on": date(2021, 12, 1), "division": VILLAGE,
        "scope": "餐饮服务", "report_year": today.year - 1, "valid_from": date(2021, 12, 1),
    }  # fmt: skip
    yield "food-licence", firm | {
        "external_id": "d-food", "number": "JY21310030000001", "categories": "热食类", "address": ADDRESS,
        "valid_from": date(2021, 12, 20), "valid_to": today + timedelta(days=60),
    }  # fmt: skip
