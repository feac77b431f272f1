"""The made-up city as a whole: all its rows, and where it began."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from backend.core import clock
from backend.core.actors import Resident
from backend.core.settings import Settings
from backend.registers.service import find_told, learn_sizes
from backend.synthetic.facts import household_rows
from backend.synthetic.firms import firm_rows, make_firm
from backend.synthetic.people import Maker
from backend.synthetic.sending import Sender

PEOPLE_PER_FIRM = 20


class AnotherCity(Exception):
    """A made-up city of another seed lives here: its people have the same numbers."""


class Told(msgspec.Struct):
    """What became of it: people, firms, rows that were handed in, and those that said something new."""

    people: int = 0
    firms: int = 0
    rows: int = 0
    new: int = 0


async def send_city(operator: Resident, settings: Settings, people: int, seed: int, today: date) -> Told:
    """Hand in a city of so many people, with dates around today.

    The same seed again changes nothing, on whatever day: dates stay around the day on which the city was
    first made. More people are added to those who are there. AnotherCity for a second seed.
    """
    day = await _began(seed, today)
    told, sender = Told(), Sender(operator, settings, day)
    await sender.send(city_rows(told, people, seed, day))
    told.rows, told.new = sender.received, sender.new
    if told.new:
        await learn_sizes()
    return told


def city_rows(told: Told, people: int, seed: int, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the city, register and row; counts people and firms in `told`."""
    for home in Maker(seed, today).households(people):
        number = told.people // PEOPLE_PER_FIRM
        firm = make_firm(seed, number)
        told.people += len(home.people)
        if told.people // PEOPLE_PER_FIRM > number:
            told.firms += 1
            yield from firm_rows(seed, firm, home.adults[0], today)
        yield from household_rows(seed, home, firm, today)


async def _began(seed: int, today: date) -> date:
    """The day around which the city's dates lie."""
    register, first = next(city_rows(Told(), 1, seed, today))
    told = await find_told(register, first["external_id"])
    if told is None:
        return today
    day = told.as_of.astimezone(clock.SHANGHAI).date()
    _, first = next(city_rows(Told(), 1, seed, day))
    if told.number != first["subject"]:
        raise AnotherCity
    return day
