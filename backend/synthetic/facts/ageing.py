"""Pensions, allowances, disability and assistance."""

from datetime import date, timedelta

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.facts.rows import Rows, base, ending, retires_on
from backend.synthetic.people import Person

# Until the next step of an allowance is paid.
STEP_DELAY = timedelta(days=60)


def retired_rows(chance: Chance, person: Person, today: date) -> Rows:
    """What those who have retired draw."""
    yield "social-insurance", base(person, "si") | {
        "months": chance.number(180, 480), "kind": "employee" if chance.holds(55) else "resident",
        "status": "retired", "retires_on": retires_on(person),
    }  # fmt: skip
    if chance.holds(80):
        authenticated = today if chance.holds(10) else chance.near(today, 380, 0)
        yield "pension", base(person, "pe") | {
            "since": retires_on(person), "last_authenticated_on": authenticated,
        }  # fmt: skip


def elder_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Cards of those over 60, and what those over 80 are paid."""
    if chance.holds(50):
        yield "elder-card", base(person, "ec") | {
            "number": f"LN{person.number:08}", "valid_from": add_months(person.born_on, 60 * 12),
        }  # fmt: skip
    age = person.age(today)
    if age >= 80 and chance.holds(75):
        stepped = person.age(today - STEP_DELAY)
        yield "elderly-allowance", base(person, "ea") | {
            "step": "80" if stepped < 90 else "90" if stepped < 100 else "100",
            "since": chance.near(today, min(2_000, (age - 80) * 365), 0),
        }  # fmt: skip


def hardship_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Disability and assistance; who has the one needs the other more often."""
    disabled = chance.holds(3)
    if disabled:
        yield "disability", base(person, "di") | ending(chance, today, 30, 3_400) | {
            "number": f"{person.id_number}4{chance.number(1, 4)}",
            "class": chance.one(("vision", "hearing", "physical", "mental")), "grade": chance.number(1, 4),
        }  # fmt: skip
        if chance.holds(50):
            yield "disability-subsidy", base(person, "ds") | {
                "kind": chance.one(("living", "care")), "since": chance.near(today, 1_000, 0),
            }  # fmt: skip
    if chance.holds(15 if disabled else 2):
        yield "low-income", base(person, "li") | {
            "grade": chance.one(("minimum", "minimum", "edge", "destitute")),
            "since": chance.near(today, 1_500, -380), "last_reviewed_on": chance.near(today, 380, 0),
        }  # fmt: skip
