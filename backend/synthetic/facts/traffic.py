"""Who drives what."""

from datetime import date

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.facts.rows import Rows, base, ending
from backend.synthetic.firms import plate, vin
from backend.synthetic.people import Person


def driving_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Licences and cars."""
    age = person.age(today)
    if chance.holds(50 if age < 65 else 12):
        ends = chance.near(today, 35, 330)
        yield "driving-licence", base(person, "dl") | ending(chance, today, 200, 2_000) | {
            "class": chance.one(("C1", "C1", "C1", "C2", "B2", "A1")), "points": chance.one((0, 0, 0, 3, 6)),
            "cycle_ends_on": ends, "last_cycle_ended_on": add_months(ends, -12),
            "last_cycle_points": chance.one((0, 0, 0, 3, 6)), "school_bus": chance.holds(1),
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
