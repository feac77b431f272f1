"""Who somebody is, and papers for going abroad or coming here."""

from datetime import date, timedelta

from backend.conditions.rules.dates import add_months
from backend.synthetic.chances import Chance
from backend.synthetic.facts.rows import Row, Rows, base, ending
from backend.synthetic.people import Person


def identity_rows(chance: Chance, person: Person, today: date) -> Rows:
    """Population, ID card, and papers for going abroad or coming here."""
    age, since = person.age(today), max(person.born_on, date(1990, 1, 1))
    yield "population", base(person, "p") | {
        "name": person.name, "sex": "female" if person.female else "male", "birth_date": person.born_on,
        "ethnicity": "汉族", "hukou_division": person.home, "hukou_since": chance.day(since, today),
        "local": True, "home_division": person.home, "address": person.address, "phone": person.phone,
        "deceased_on": chance.near(today, 700, 0) if age > 75 and chance.holds(3) else None,
    }  # fmt: skip
    if age >= 17 or chance.holds(60):
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
    """An ID card's dates; whoever let one run out long ago has had another since."""
    facts: Row = {"issuer": "廊坊市公安局"}
    first = max(person.born_on + timedelta(days=30), today - timedelta(days=20 * 365))
    issued = chance.day(min(first, today), today)
    until = card_end(person, issued)
    while until is not None and until < today - timedelta(days=60):
        issued, until = until, card_end(person, until)
    return facts | {"long_term": until is None, "valid_from": issued, "valid_to": until}


def card_end(person: Person, issued: date) -> date | None:
    """How long a card is valid, by the age at its issue (居民身份证法 Art 5); None: for life."""
    age = person.age(issued)
    if age >= 46:
        return None
    return add_months(issued, 12 * (5 if age < 16 else 10 if age < 26 else 20))
