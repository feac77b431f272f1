"""What the registers of an example's world say of whom."""

from typing import NamedTuple

from backend.conditions.schemas import Fact
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.examples.worlds import Row, World
from backend.reminders.service.whereabouts import FIRM, find_where


class Told(NamedTuple):
    """Who is told, and what says that they represent the firm for which they are."""

    person: str
    registration: Row | None


def find_newest(
    world: World, register: str, *, subject: str | None = None, related: str | None = None
) -> Row | None:
    """The newest record of a register about somebody, or related to them."""
    rows = [
        row
        for row in world.rows
        if row.register == register and (subject is None or row.subject == subject)
        and (related is None or row.related == related)
    ]  # fmt: skip
    return max(rows, key=Row.order, default=None)


def is_dead(world: World, one: str) -> bool:
    """Whether the population register says that somebody died."""
    known = find_newest(world, "population", subject=one)
    return known is not None and known.facts.get("deceased_on") is not None


def find_fact(scenario: Scenario, world: World, row: Row, told: Told, name: str) -> Fact:
    """A fact, of the record itself or of whomever it is to be asked; None when nobody knows it."""
    register, _, field = name.partition(".")
    if register == FIRM and told.registration is not None:
        return told.registration.facts.get(field)
    match find_where(scenario, register):
        case "record":
            found: Row | None = row
        case "about":
            found = find_newest(world, register, subject=row.subject)
        case "person":
            found = find_newest(world, register, subject=told.person)
        case "firm":
            found = find_newest(world, register, subject=row.related or "")
        case "of-about":
            found = find_newest(world, register, related=row.subject)
        case _:
            found = find_newest(world, register, related=told.person)
    return None if found is None else found.facts.get(field)
