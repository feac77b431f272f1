"""When something is due, and the same sums the other way round."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.reminders.rules import lunar
from backend.reminders.rules.bases import find_bases, find_due
from backend.reminders.rules.occasions import Occasion, dues, in_year, pick, plan, seasons
from backend.reminders.rules.triggers import Birthday, Festival, Step, Trigger, Yearly
from backend.workdays.service import calendar

DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2026, 2, 28), date(2027, 3, 1), date(2026, 12, 31), date(2026, 10, 8)]
)


@st.composite
def spans(draw: st.DrawFn, least: int = 0) -> dict[str, int]:
    """So much later or earlier."""
    parts = {"years": (least, 20), "months": (least, 30), "days": (least, 200), "working_days": (least, 100)}
    chosen = draw(st.sets(st.sampled_from(list(parts)), min_size=1, max_size=2))
    return {part: draw(st.integers(*parts[part])) for part in chosen}


@st.composite
def triggers(draw: st.DrawFn) -> Trigger:
    """Those that begin at a record's date."""
    kind = draw(st.sampled_from(["record", "at", "every", "solar", "lunar"]))
    given_: dict[str, Any]
    if kind == "record":
        due = draw(spans(-20)) | {"from": "passport.valid_to"}
        given_ = {"kind": "record", "register": "passport", "due": due}
    elif kind in ("solar", "lunar"):
        given_ = {"kind": "birthday", "calendar": kind}
    else:
        begin = {"kind": "recurring", "register": "passport", "from": "passport.valid_to"}
        many = {"at": [draw(spans()), draw(spans())]}
        given_ = begin | (many if kind == "at" else {"every": {"months": draw(st.integers(1, 40))}})
    found: Trigger = msgspec.convert(given_, Trigger)
    return found


@st.composite
def plans(draw: st.DrawFn) -> tuple[Step, ...]:
    """Days before and after, in order."""
    days = sorted(draw(st.sets(st.integers(-120, 60), min_size=1, max_size=3)))
    steps = [Step(days=day) for day in days]
    if draw(st.booleans()):
        steps.append(Step(working_days=draw(st.integers(60, 90))))
    return tuple(steps)


@given(trigger=triggers(), steps=plans(), today=DAYS, catch_up=st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_what_began_is_found_from_what_is_due(
    trigger: Trigger, steps: tuple[Step, ...], today: date, catch_up: int
) -> None:
    turns = find_due(trigger, steps, today, catch_up, calendar())
    found = {(base, due_on) for base, due_on in find_bases(trigger, turns, calendar())}
    begins = [today + timedelta(days=ago) for ago in range(-24_000, 900, 61)]
    begins += [date.fromisoformat(base) for base, _ in sorted(found)[:200] if len(base) == 10]
    expected = set()
    for begin in begins:
        around = dues(trigger, begin, today - 400 * DAY, today + 400 * DAY, calendar())  # type: ignore[arg-type]
        for due_on in around:
            turn = pick(plan(steps, Occasion(due_on), calendar()), today, catch_up)
            assert turns.get(due_on) == turn, (begin, due_on)
            if turn is not None:
                expected.add((begin, due_on))
    solar = isinstance(trigger, Birthday) and trigger.calendar == "solar"
    named = {(f"{begin:%m-%d}" if solar else begin.isoformat(), due_on) for begin, due_on in expected}
    assert named <= found
    if not solar:
        tried = {begin.isoformat() for begin in begins}
        assert {one for one in found if one[0] in tried} == named


def test_a_birthday_on_29_february_is_kept_on_the_28th() -> None:
    born, first, last = date(2012, 2, 29), date(2012, 1, 1), date(2016, 12, 31)
    expected = [date(2013, 2, 28), date(2014, 2, 28), date(2015, 2, 28), date(2016, 2, 29)]
    assert dues(Birthday(calendar="solar"), born, first, last, calendar()) == expected
    found = dict(find_bases(Birthday(calendar="solar"), [date(2027, 2, 28)], calendar()))
    assert set(found) == {"02-28", "02-29"}
    assert set(dict(find_bases(Birthday(calendar="solar"), [date(2028, 2, 28)], calendar()))) == {"02-28"}


@pytest.mark.parametrize(
    ("born", "year", "kept"),
    [
        # 2020's fourth month stood twice: who was born in the second keeps the ordinary one.
        (date(2020, 5, 23), 2026, date(2026, 5, 17)),
        # The 30th of the twelfth month, in a year whose twelfth month has 29 days: New Year's Eve.
        (date(2024, 2, 9), 2025, date(2025, 1, 28)),
        (date(1990, 1, 27), 2026, date(2026, 2, 17)),
    ],
)
def test_a_lunar_birthday_is_kept_each_lunar_year(born: date, year: int, kept: date) -> None:
    found = dues(Birthday(calendar="lunar"), born, date(year, 1, 1), date(year, 12, 31), calendar())
    assert kept in found
    assert born in lunar.births(kept)


def test_festivals_of_both_calendars() -> None:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    autumn = [one.due_on for one in seasons(Festival(calendar="lunar", on="08-15"), first, last)]
    assert autumn == [date(2026, 9, 25), date(2027, 9, 15)]
    eves = [one.due_on for one in seasons(Festival(calendar="lunar", on="12-30"), first, last)]
    assert eves == [date(2026, 2, 16), date(2027, 2, 5)]
    assert in_year(2027, "02-29") == date(2027, 2, 28)


def test_a_window_over_new_year_closes_in_the_next() -> None:
    [one] = seasons(
        Yearly(register="income-tax", opens="11-01", closes="02-28"), date(2027, 1, 1), date(2027, 12, 31)
    )
    assert one == Occasion(date(2027, 2, 28), date(2026, 11, 1))


def test_of_missed_days_the_last_alone_is_caught_up_with() -> None:
    planned = [date(2026, 11, 1), date(2026, 11, 10), date(2026, 12, 1)]
    assert pick(planned, date(2026, 10, 31), 14) is None
    caught = pick(planned, date(2026, 11, 12), 14)
    assert caught is not None
    assert (caught.place, caught.remind_on, caught.since) == (1, date(2026, 11, 10), date(2026, 11, 1))
    assert pick(planned, date(2026, 11, 23), 14) is not None
    assert pick(planned, date(2026, 11, 24), 14) is None
