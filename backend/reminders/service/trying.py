"""Whom a rule would tell, without telling anybody."""

import time
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from backend.conditions.rules.checking import check, names
from backend.conditions.schemas import Condition
from backend.core import audit, clock, db, limits
from backend.core.actors import Resident
from backend.core.audit import About
from backend.core.problems import FieldError
from backend.people.rules.names import mask_name
from backend.places.service.divisions import divisions, find_division
from backend.registers.service import count_people, count_residents, fact_types, newest
from backend.reminders.errors import InvalidCondition
from backend.reminders.schemas import operating
from backend.reminders.service.checking import find_unreadable
from backend.reminders.service.listing import find_led_scenario
from backend.reminders.service.rights import by, find_led
from backend.reminders.service.sweeping import dry_run

TRIES_AN_HOUR = 60
# While somebody writes a condition, it is counted after each change.
COUNTS_AN_HOUR = 600
HOUR_SECONDS = 3600
SAMPLED_MAX = 20
COUNTY_DIGITS = 6
ALIVE = Condition(fact="population.deceased_on", is_="absent")
UNKNOWN = "—"


async def try_scenario(actor: Resident, id_: str, on: date | None) -> operating.Tried:
    """Whom the scenario would tell on that day; the sample is noted with those whom it shows.

    NotFound unless the actor may switch it; 60 tries an hour.
    """
    one = await find_led_scenario(actor, id_)
    await limits.count("reminders.try", str(actor.account), limit=TRIES_AN_HOUR, window_seconds=HOUR_SECONDS)
    day = on or clock.today()
    found = await dry_run(id_, one.scenario, day)
    sampled = found.sample[:SAMPLED_MAX]
    people = [one.person for one in sampled]
    async with db.transaction():
        names = await newest(people, {"population": ["name"]}) if people else {}
        await audit.note_many(
            "look",
            by(actor, one.scenario.department),
            [About(None, person) for person in dict.fromkeys(people)],
            purpose="reminder",
            scenario=id_,
            registers=["population"],
            fields=["population.name"],
        )
    masked = {
        subject: mask_name(str(facts[0].facts.get("name") or UNKNOWN))
        for (subject, _), facts in names.items()
    }
    return operating.Tried(
        on=day,
        count=found.count,
        by_district=_by_district(found.by_district),
        sample=[operating.Sampled(masked.get(one.person, UNKNOWN), one.due_on, one.step) for one in sampled],
    )


async def count_reach(actor: Resident, when: Condition) -> operating.Reach:
    """For how many living residents `when` holds now, of how many; 600 questions an hour.

    InvalidCondition for facts that nobody knows, values that do not fit, and facts that no single department
    whose reminders the actor runs may read for them: a number says something of a person as well.
    """
    led = await find_led(actor)
    complaints = check(when, fact_types(), "$.when") or _find_right_mistakes(when, led)
    if complaints:
        raise InvalidCondition(errors=as_errors(complaints))
    await limits.count(
        "reminders.count", str(actor.account), limit=COUNTS_AN_HOUR, window_seconds=HOUR_SECONDS
    )
    began = time.perf_counter()
    count = await count_people(Condition(all=(when, ALIVE)), clock.today())
    return operating.Reach(count, await count_residents(), round(time.perf_counter() - began, 3))


def _find_right_mistakes(when: Condition, led: Collection[str]) -> list[str]:
    facts = names(when)
    unreadable = min((find_unreadable(facts, department) for department in led), key=len)
    return [f"$.when: {name} may not be read for reminders together with the rest" for name in unreadable]


def as_errors(lines: list[str]) -> list[FieldError]:
    """Mistakes as "$.when.all[0].fact: reason", as a problem's places."""
    placed = (line.partition(": ") for line in lines)
    return [
        FieldError("#" + place.removeprefix("$").replace(".", "/").replace("[", "/").replace("]", ""), reason)
        for place, _, reason in placed
    ]


def _by_district(counts: Mapping[str | None, int]) -> list[operating.DistrictCount]:
    """By county; people whose home nobody knows, or who live elsewhere, at the end."""
    found: Counter[str | None] = Counter()
    for code, count in counts.items():
        place = find_division(code[:COUNTY_DIGITS]) if code else None
        found[place.code if place and place.code != divisions().root else None] += count
    known = sorted((code, count) for code, count in found.items() if code is not None)
    shown = [operating.DistrictCount(code, _name(code), count) for code, count in known]
    if None in found:
        shown.append(operating.DistrictCount(None, UNKNOWN, found[None]))
    return shown


def _name(code: str) -> str:
    place = find_division(code)
    return place.name if place else code
