"""What departments know about a household, register by register.

Shares are per hundred people of the right age; dates lie around today, so that each reminder has somebody
who is due.
"""

from datetime import date

from backend.synthetic.chances import Chance
from backend.synthetic.facts.ageing import elder_rows, hardship_rows, retired_rows
from backend.synthetic.facts.family import family_rows
from backend.synthetic.facts.homes import home_rows
from backend.synthetic.facts.identity import identity_rows
from backend.synthetic.facts.rows import Row, Rows, retires_on
from backend.synthetic.facts.traffic import driving_rows
from backend.synthetic.facts.work import working_rows
from backend.synthetic.firms import Firm
from backend.synthetic.people import Household

__all__ = ["Row", "Rows", "household_rows"]


def household_rows(seed: int, home: Household, firm: Firm, today: date) -> Rows:
    """All rows of one household; `firm` employs those who work."""
    chance = Chance(seed, "facts", home.number)
    for person in home.people:
        yield from identity_rows(chance, person, today)
        age = person.age(today)
        if age >= 18:
            yield from driving_rows(chance, person, today)
            if today < retires_on(person):
                yield from working_rows(chance, person, firm, today)
            else:
                yield from retired_rows(chance, person, today)
        if age >= 60:
            yield from elder_rows(chance, person, today)
        yield from hardship_rows(chance, person, today)
    yield from family_rows(chance, home, today)
    yield from home_rows(chance, home, today)
