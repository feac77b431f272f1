"""Moves, clocks and numbers of applications, over everything that may happen."""

from datetime import date, timedelta
from typing import Any, get_args

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backend.applications.rules import clocks, moves, numbers
from backend.applications.rules.moves import ENDED, OPEN, RUNNING, STATES, TABLE, Move, State

unhurried = settings(deadline=None)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def weekday(day: date) -> bool:
    return day.weekday() < 5


def add(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= weekday(day)
    return day


def between(start: date, end: date) -> int:
    return sum(weekday(start + timedelta(days=n + 1)) for n in range((end - start).days))


class Life(RuleBasedStateMachine):
    """An application on which anybody may try anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State = "draft"
        self.today = date(2026, 11, 25)
        self.accepted_on: date | None = None
        self.due_on: date | None = None
        self.paused_on: date | None = None
        self.waited = 0

    @rule(days=st.integers(0, 5))
    def wait(self, days: int) -> None:
        if self.paused_on:
            self.waited += between(self.today, self.today + timedelta(days=days))
        self.today += timedelta(days=days)

    @rule(move=st.sampled_from(get_args(Move)))
    def try_to(self, move: Move) -> None:
        if not moves.may(move, self.state, accepted=self.accepted_on is not None):
            return
        if move == "accept":
            assert self.accepted_on is None
            self.accepted_on = self.today
            self.due_on = clocks.start(self.today, 20, add)
        if move == "ask-correction" and self.due_on:
            self.paused_on = self.today
        if move == "correct" and self.paused_on:
            assert self.due_on
            self.due_on = clocks.resume(self.due_on, self.paused_on, self.today, add, between)
            self.paused_on = None
        self.state = TABLE[move].to

    @invariant()
    def what_holds_always(self) -> None:
        accepted = self.accepted_on is not None
        assert self.state not in ("in-review", "approved", "delivered") or accepted
        if self.accepted_on and not self.paused_on:
            assert self.due_on == add(self.accepted_on, 20 + self.waited)
        asks = moves.asks(self.state, withdrawable=True, rated=False)
        acts = moves.acts(self.state, accepted=accepted)
        if self.state in ENDED:
            assert (asks, acts) == (["rate"], [])
        elif self.state == "draft":
            assert acts == []
        elif self.state == "correction-asked":
            assert "correct" in asks
            assert acts == ["assign"]
        else:
            assert len(acts) > 1
            assert "save" not in asks

    @precondition(lambda self: self.state in ENDED)
    @rule(move=st.sampled_from(get_args(Move)))
    def nothing_follows_the_end(self, move: Move) -> None:
        assert not moves.may(move, self.state, accepted=True)


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLife: Any = Life.TestCase


def test_the_table_names_every_move_and_reaches_every_state() -> None:
    assert set(TABLE) == set(get_args(Move))
    reached: set[State] = {"draft"}
    for _ in STATES:
        reached |= {line.to for line in TABLE.values() if line.origins & reached}
    assert reached == set(STATES)
    assert ENDED | OPEN | {"draft"} == set(STATES)
    assert not any(line.origins & ENDED for line in TABLE.values())
    assert all(line.who == "clerk" for line in TABLE.values() if line.to in RUNNING - {"corrected"})


@unhurried
@given(DAYS, st.integers(0, 60), st.integers(0, 40), st.integers(0, 20))
def test_a_pause_moves_the_last_day_by_the_working_days_that_it_took(
    accepted_on: date, limit: int, until_pause: int, pause: int
) -> None:
    paused_on = accepted_on + timedelta(days=until_pause)
    today = paused_on + timedelta(days=pause)
    due_on = clocks.resume(clocks.start(accepted_on, limit, add), paused_on, today, add, between)
    assert due_on == add(accepted_on, limit + between(paused_on, today))


@unhurried
@given(DAYS, st.integers(-10, 10), st.sampled_from(STATES))
def test_lights_turn_amber_two_working_days_before_the_end(today: date, offset: int, state: State) -> None:
    due_on = today + timedelta(days=offset)
    light = clocks.light(state, due_on, today, add(today, clocks.AMBER_DAYS))
    if state not in RUNNING:
        assert light is None
    elif offset < 0:
        assert light == "red"
    else:
        assert light == ("amber" if between(today, due_on) <= 2 else "green") or not weekday(due_on)


@unhurried
@given(DAYS, st.integers(0, numbers.DRAWS - 1))
def test_a_number_is_read_as_people_write_it(day: date, drawn: int) -> None:
    number = numbers.write(day, drawn)
    assert len(number) == 16
    assert numbers.read(number) == number
    assert numbers.read(f" {number.lower().replace('-', ' ')} ") == number
    assert numbers.read(number.replace("-", "").replace("1", "l").replace("0", "o")) == number


@unhurried
@given(DAYS, st.integers(0, numbers.DRAWS - 1), st.data())
def test_one_wrong_character_or_two_that_changed_places_make_no_number(
    day: date, drawn: int, data: st.DataObject
) -> None:
    body = numbers.write(day, drawn).removeprefix("LF").replace("-", "")
    place = data.draw(st.integers(0, len(body) - 1))
    wrong = data.draw(st.sampled_from(numbers.ALPHABET))
    changed = body[:place] + wrong + body[place + 1 :]
    swapped = body[:place] + body[place : place + 2][::-1] + body[place + 2 :]
    for typed in (changed, swapped):
        assert typed == body or numbers.read("LF" + typed) is None


@unhurried
@given(st.text(max_size=24))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    found = numbers.read(text)
    assert found is None or numbers.read(found) == found
