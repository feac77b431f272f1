"""Work, insurance, tax, and what professions need."""

from datetime import date, timedelta

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.facts.rows import Rows, base, ending, retires_on
from backend.synthetic.firms import Firm
from backend.synthetic.people import Person


def working_rows(chance: Chance, person: Person, firm: Firm, today: date) -> Rows:
    """Work, insurance, tax, and what professions need."""
    stopped = chance.holds(4)
    yield "social-insurance", base(person, "si") | {
        "months": chance.number(3, 380), "kind": "employee" if chance.holds(65) else "resident",
        "status": "stopped" if stopped else "paying",
        "stopped_on": chance.near(today, 60, 0) if stopped else None, "retires_on": retires_on(person),
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
        new = ended is None and chance.holds(5)
        hired = chance.near(today, 30, 0) if new else chance.near(today, 1_500, -40)
        yield "employment", base(person, "em") | {
            "related": firm.code, "hired_on": hired, "ended_on": ended,
            "insured_on": None if new else hired,
            "handed_over_on": ended if chance.holds(50) else None,
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
        new = chance.holds(15)
        discharged = chance.near(today, 40, 0) if new else chance.near(today, 2_000, -60)
        yield "veteran", base(person, "ve") | {
            "discharged_on": discharged, "kind": chance.one(("soldier", "officer", "sergeant")),
            "registered_on": None if new else discharged + timedelta(days=20),
            "entitled": chance.holds(30), "last_confirmed_year": today.year - chance.one((0, 1)),
        }  # fmt: skip
    if not person.female and person.age(today) < 22 and chance.holds(50):
        yield "conscription", base(person, "co") | {"registered_on": chance.near(today, 300, 0)}
