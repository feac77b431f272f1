"""What departments know about a household, register by register.

Shares are per hundred people of the right age; dates lie around today, so that each reminder has somebody
who is due.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.firms import Firm, plate, vin
from backend.synthetic.people import Household, Person

Row = dict[str, Any]
Rows = Iterator[tuple[str, Row]]


def household_rows(seed: int, home: Household, firm: Firm, today: date) -> Rows:
    """All rows of one household; `firm` employs those who work."""
    chance = Chance(seed, "facts", home.number)
    for person in home.people:
        yield from identity_rows(chance, person, today)
        age = person.age(today)
        if age >= 18:
            yield from driving_rows(chance, person, today)
        if 18 <= age < 60:
            yield from working_rows(chance, person, firm, today)
        if age >= 60:
            yield from elder_rows(chance, person, today)
        yield from hardship_rows(chance, person, today)
    yield from family_rows(chance, home, today)
    yield from home_rows(chance, home, today)


def base(person: Person, prefix: str) -> Row:
    """Where a row begins."""
    return {"external_id": f"{prefix}{person.number}", "subject": person.id_number}


def identity_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Population, ID card, and papers for going abroad or coming here."""
    age, since = person.age(today), max(person.born_on, date(1990, 1, 1))
    yield "population", base(person, "p") | {
        "name": person.name, "sex": "female" if person.female else "male", "birth_date": person.born_on,
        "ethnicity": "汉族", "hukou_division": person.home, "hukou_since": chance.day(since, today),
        "home_division": person.home, "address": person.address, "phone": person.phone,
        "deceased_on": chance.near(today, 700, 0) if age > 75 and chance.holds(3) else None,
    }  # fmt: skip
    if age >= 16 or chance.holds(60):
        yield "id-card", base(person, "c") | card_dates(chance, person, today)
    if chance.holds(12):
        yield (
            "passport",
            base(person, "pp") | ending(chance, today, 60, 3_000) | {"number": f"E{person.number:08}"},
        )
    if chance.holds(8):
        yield (
            "travel-permit",
            base(person, "tp") | ending(chance, today, 60, 2_500) | {"number": f"C{person.number:08}"},
        )
    if chance.holds(6):
        arrived = chance.near(today, 700, 0)
        yield (
            "residence-registration",
            base(person, "rr") | {"registered_on": arrived, "division": person.home},
        )
        if chance.holds(60):
            endorsed = chance.near(today, 380, 0)
            yield "residence-permit", base(person, "rp") | {
                "last_endorsed_on": endorsed, "valid_from": endorsed, "valid_to": add_months(endorsed, 12),
            }  # fmt: skip
    if chance.holds(1):
        yield "migration-certificate", base(person, "mc") | {
            "arrived_on": chance.near(today, 12, 0), "area": chance.one(("city", "rural")),
        }  # fmt: skip
    if chance.holds(1):
        yield "civil-status-change", base(person, "cs") | {
            "kind": chance.one(("name", "marital")), "changed_on": chance.near(today, 40, 0),
        }  # fmt: skip
    if chance.holds(0.5):
        yield "foreigner-residence", base(person, "fr") | ending(chance, today, 10, 360)
        yield "foreigner-change", base(person, "fc") | {
            "kind": chance.one(("job", "address")), "changed_on": chance.near(today, 12, 0),
        }  # fmt: skip


def card_dates(chance: Chance, person: Person, today: date) -> Row:
    """An ID card's dates by the age at its issue (居民身份证法 Art 5)."""
    age = person.age(today)
    facts: Row = {"issuer": "廊坊市公安局", "long_term": age >= 56}
    if age >= 56:
        return facts | {"valid_from": chance.near(today, 3_000, 0), "valid_to": None}
    years = 5 if age < 16 else 10 if age < 30 else 20
    until = chance.near(today, 60, years * 300)
    return facts | {"valid_from": add_months(until, -12 * years), "valid_to": until}


def ending(chance: Chance, today: date, before: int, after: int) -> Row:
    """A certificate's end around today."""
    return {"valid_to": chance.near(today, before, after)}


def driving_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Licences and cars."""
    age = person.age(today)
    if chance.holds(50 if age < 65 else 12):
        yield "driving-licence", base(person, "dl") | ending(chance, today, 200, 2_000) | {
            "class": chance.one(("C1", "C1", "C1", "C2", "B2", "A1")), "points": chance.one((0, 0, 0, 3, 6)),
            "cycle_ends_on": chance.near(today, 35, 330), "school_bus": chance.holds(1),
        }  # fmt: skip
    elif chance.holds(3):
        yield "learner-permit", base(person, "lp") | {"issued_on": chance.near(today, 1_100, 0)}
    if age < 70 and chance.holds(30):
        yield from car_rows(chance, person, today)
    if chance.holds(1.5):
        yield "tractor", {
            "external_id": f"tr{person.number}", "subject": vin(8_000_000 + person.number),
            "related": person.id_number, "inspection_valid_to": chance.near(today, 20, 360),
        }  # fmt: skip
        yield "tractor-licence", base(person, "tl") | ending(chance, today, 30, 2_000)
    if chance.holds(1):
        yield (
            "transport-practitioner",
            base(person, "tq")
            | ending(chance, today, 30, 2_000)
            | {"cycle_ends_on": chance.near(today, 10, 350)},
        )


def car_rows(chance: Chance, person: Person, today: date) -> Rows:
    """A car with its insurance; a new one may still have a temporary plate."""
    car = {"subject": vin(person.number), "related": person.id_number}
    violations = chance.one((0, 0, 0, 0, 1, 2))
    yield "vehicle", car | {
        "external_id": f"v{person.number}", "plate": plate(person.number), "class": "小型轿车", "seats": 5,
        "first_registered_on": chance.near(today, 4_000, 0),
        "inspection_valid_to": chance.near(today, 30, 700),
        "open_violations": violations,
        "oldest_violation_on": chance.near(today, 90, 0) if violations else None,
    }  # fmt: skip
    yield "vehicle-insurance", car | {"external_id": f"vi{person.number}"} | ending(chance, today, 10, 360)
    if chance.holds(2):
        yield "temporary-plate", car | {"external_id": f"vt{person.number}"} | ending(chance, today, 3, 28)


def working_rows(chance: Chance, person: Person, firm: Firm, today: date) -> Rows:
    """Work, insurance, tax, and what professions need."""
    stopped = chance.holds(4)
    retires = add_months(person.born_on, 12 * (55 if person.female else 61)) or today
    yield "social-insurance", base(person, "si") | {
        "months": chance.number(3, 380), "kind": "employee" if chance.holds(65) else "resident",
        "status": "stopped" if stopped else "paying",
        "stopped_on": chance.near(today, 60, 0) if stopped else None, "retires_on": retires,
    }  # fmt: skip
    yield "medical-insurance", base(person, "mi") | {
        "kind": "employee" if chance.holds(60) else "resident",
        "paid_year": today.year + chance.one((-1, 0, 0, 1)),
    }  # fmt: skip
    yield "social-card", base(person, "sc") | {"number": f"A{person.number:08}", "bank": "工商银行"}
    yield "income-tax", base(person, "it") | {
        "kind": "business" if chance.holds(10) else "wages", "has_income": True,
        "settled_year": today.year - chance.one((1, 1, 2)),
    }  # fmt: skip
    if chance.holds(45):
        yield "housing-fund", base(person, "hf") | {
            "months": chance.number(1, 300), "balance_fen": chance.number(10_000, 20_000_000),
            "rents": chance.holds(30), "last_withdrawn_on": chance.near(today, 800, 0),
        }  # fmt: skip
    if chance.holds(50):
        ended = chance.near(today, 25, 0) if stopped else None
        hired = chance.near(today, 1_500, -1 if ended is None else -40)
        insured = chance.holds(97) or ended is not None
        yield "employment", base(person, "em") | {
            "related": firm.code, "hired_on": hired, "ended_on": ended,
            "insured_on": hired if insured else None,
        }  # fmt: skip
    if stopped and chance.holds(60):
        yield "unemployment-benefit", base(person, "ub") | {"ends_on": chance.near(today, 10, 360)}
    if chance.holds(0.4):
        yield "work-injury", base(person, "wi") | {
            "related": firm.code, "injured_on": chance.near(today, 360, 0), "applied_on": None,
        }  # fmt: skip
    yield from profession_rows(chance, person, firm, today)


def profession_rows(chance: Chance, person: Person, firm: Firm, today: date) -> Rows:
    """Certificates of those who teach, nurse, cook or served."""
    if chance.holds(4):
        yield (
            "health-certificate",
            base(person, "hc") | ending(chance, today, 20, 350) | {"related": firm.code},
        )
    if chance.holds(1):
        yield "nurse", base(person, "nu") | ending(chance, today, 20, 1_700)
    if chance.holds(1.5):
        registered = chance.near(today, 1_900, 0)
        yield "teacher", base(person, "te") | {
            "subject_taught": chance.one(("语文", "数学", "英语")), "registered_on": registered,
            "valid_from": registered, "valid_to": add_months(registered, 60),
        }  # fmt: skip
    if chance.holds(2):
        yield "qualification-exam", base(person, "qe") | {
            "kind": chance.one(("teacher", "mandarin", "nurse")), "passed_on": chance.near(today, 1_000, 0),
        }  # fmt: skip
    if chance.holds(20):
        yield "degree", base(person, "dg") | {
            "level": chance.one(("college", "bachelor", "master")), "year": today.year - chance.number(1, 30),
        }  # fmt: skip
    if chance.holds(2):
        discharged = chance.near(today, 2_000, 0)
        yield "veteran", base(person, "ve") | {
            "discharged_on": discharged, "kind": chance.one(("soldier", "officer", "sergeant")),
            "registered_on": discharged + timedelta(days=20) if chance.holds(80) else None,
            "entitled": chance.holds(20), "last_confirmed_year": today.year - chance.one((0, 1)),
        }  # fmt: skip
    if not person.female and person.age(today) < 22 and chance.holds(50):
        yield "conscription", base(person, "co") | {"registered_on": chance.near(today, 300, 0)}


def elder_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Pensions, allowances and cards."""
    if chance.holds(80):
        yield "pension", base(person, "pe") | {
            "since": chance.near(today, 6_000, 30), "last_authenticated_on": chance.near(today, 380, 0),
        }  # fmt: skip
    if chance.holds(50):
        yield "elder-card", base(person, "ec") | {"number": f"LN{person.number:08}"}
    if person.age(today) >= 80 and chance.holds(75):
        yield "elderly-allowance", base(person, "ea") | {
            "step": "80" if person.age(today) < 90 else "90", "since": chance.near(today, 2_000, 0),
        }  # fmt: skip


def hardship_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Disability and assistance."""
    if chance.holds(3):
        yield "disability", base(person, "di") | ending(chance, today, 30, 3_400) | {
            "number": f"{person.id_number}4{chance.number(1, 4)}",
            "class": chance.one(("vision", "hearing", "physical", "mental")), "grade": chance.number(1, 4),
        }  # fmt: skip
        if chance.holds(50):
            yield "disability-subsidy", base(person, "ds") | {
                "kind": chance.one(("living", "care")), "since": chance.near(today, 1_000, 0),
            }  # fmt: skip
    if chance.holds(2):
        yield "low-income", base(person, "li") | {
            "grade": chance.one(("minimum", "edge")), "since": chance.near(today, 1_500, 0),
            "last_reviewed_on": chance.near(today, 380, 0),
        }  # fmt: skip


def family_rows(chance: Chance, home: Household, today: date) -> Rows:
    """Marriage, guardians, births, school and vaccination."""
    if len(home.adults) == 2:
        one, other = home.adults
        since = chance.near(today, 5_000, 0)
        for person, spouse in ((one, other), (other, one)):
            yield (
                "marriage",
                base(person, "ma")
                | {"related": spouse.id_number, "status": "married", "registered_on": since},
            )
    for child in home.children:
        for parent in home.adults:
            yield "guardianship", {
                "external_id": f"g{child.number}-{parent.number}", "subject": child.id_number,
                "related": parent.id_number, "relation": "mother" if parent.female else "father",
            }  # fmt: skip
        yield from child_rows(chance, child, home.adults[-1], today)


def child_rows(chance: Chance, child: Person, mother: Person, today: date) -> Rows:
    """What begins with a birth, and school."""
    age = child.age(today)
    if age <= 3:
        young = (today - child.born_on).days < 100
        done = None if young and chance.holds(50) else child.born_on + timedelta(days=20)
        yield "birth", {
            "external_id": f"b{child.number}", "subject": mother.id_number, "born_on": child.born_on,
            "certificate_number": f"U{child.number:09}", "registered_on": done, "vaccine_card_on": done,
            "insured_on": done, "foreign": chance.holds(1), "allowance_claimed_on": done,
        }  # fmt: skip
        if chance.holds(60):
            yield "childcare-subsidy", {
                "external_id": f"cc{child.number}", "subject": mother.id_number,
                "child_born_on": child.born_on,
                "first_claimed_on": child.born_on + timedelta(days=60),
                "last_confirmed_year": today.year - chance.one((0, 1)),
            }  # fmt: skip
    if age <= 6:
        yield "vaccination", base(child, "va") | {
            "next_dose": "百白破", "next_due_on": chance.near(today, 20, 200), "complete": age >= 6,
        }  # fmt: skip
    if age >= 3:
        stages = (("kindergarten", 3), ("primary", 6), ("junior", 12), ("senior", 15))
        stage, begins = next(one for one in reversed(stages) if age >= one[1])
        yield "school-roll", base(child, "sr") | {
            "school": f"廊坊市第{child.number % 20 + 1}{'幼儿园' if stage == 'kindergarten' else '学校'}",
            "stage": stage, "grade": age - begins + 1, "enrolled_on": date(today.year - (age - begins), 9, 1),
            "checked_vaccines": chance.holds(90),
        }  # fmt: skip


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
