"""A scenario asked of everybody: one statement, in which no date is reckoned with and no fact stands.

What is due comes in as a small table `hit` (see `rules.bases`), so that a date of a record is only compared.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from backend.conditions.rules.checking import names
from backend.conditions.rules.compiling import Compiler
from backend.conditions.schemas import Column
from backend.registers.service import registers
from backend.reminders.rules.occasions import is_bound
from backend.reminders.rules.triggers import Birthday, Match, OfRecord, Recurring
from backend.reminders.schemas.scenario import Scenario, Tell
from backend.reminders.service import fragments
from backend.reminders.service.anchors import DATES, Anchors
from backend.reminders.service.whereabouts import FIRM, FOR_A_FIRM, POPULATION, is_single
from backend.services.service import services

# The first parameters of every statement: today, the hits' columns, and the reminders that are asked for.
FIXED = 7


class Query(NamedTuple):
    """A select of person, record, about, firm, due_on, step, remind_on; its parameters from the 8th on."""

    sql: str
    parameters: list[Any]


class _Select:
    """One statement in the making: for those whom `tell` names, everybody or those `asked` for alone."""

    def __init__(self, scenario: Scenario, tell: Tell, today: date, first: int, *, asked: bool) -> None:
        self.scenario = scenario
        self.tell = tell
        self.asked = asked
        self.anchors = Anchors(scenario, tell)
        self.main, self.person = self.anchors.main, self.anchors.person
        trees = [tree for tree in (scenario.when, scenario.until) if tree is not None]
        self.named = sorted(set().union(*(names(tree) for tree in trees)) - {"due"})
        columns = {name: self.anchors.column(name) for name in self.named}
        self.compiler = Compiler(columns | {"due": Column("hit.due_on", "date")}, today, first)

    def build(self) -> str:
        """The select."""
        alone = registers()[self.main].one
        # Few records are looked at one by one, everybody's all at once.
        joins = self.anchors.joins(self.named, is_wide=is_wide(self.scenario) and not self.asked)
        return fragments.SELECT.format(
            more="asked.id, " if self.asked else "",
            source=self._source(),
            person=self.person,
            record="r.subject" if alone else "r.id",
            firm=self.anchors.firm,
            register=self.main,
            on=self._hit(),
            joins="".join(joins),
            conditions="".join(f"\n    and {line}" for line in self._conditions(alone)),
        )

    def _source(self) -> str:
        if not self.asked:
            return fragments.EVERYBODY
        is_match = isinstance(self.scenario.trigger, Match)
        return fragments.THOSE_MATCHED if is_match else fragments.THOSE

    def _hit(self) -> str:
        trigger = self.scenario.trigger
        if isinstance(trigger, Birthday):
            begin = "r.facts ->> 'birth_date'"
            return f"hit.base = {begin if trigger.calendar == 'lunar' else f'substr({begin}, 6)'}"
        if not isinstance(trigger, OfRecord | Recurring):
            return "true"
        field = (trigger.due.from_ if isinstance(trigger, OfRecord) else trigger.from_).partition(".")[2]
        return f"hit.base::date = r.{field}" if field in DATES else f"hit.base = r.facts ->> '{field}'"

    def _conditions(self, alone: bool) -> Iterator[str]:
        yield f"{self.person} = asked.person" if self.asked else f"{self.person} is not null"
        if self.asked and not alone:
            yield "r.id = asked.record"
        if alone:
            yield fragments.IS_NEWEST.format(record="r")
        if self.scenario.when is not None:
            yield self.compiler.compile(self.scenario.when)
        if self.scenario.until is not None:
            yield f"{self.compiler.compile(self.scenario.until)} is not true"
        if self.tell in FOR_A_FIRM:
            yield f"({'r' if self.main == FIRM else 'firm'}.facts ->> 'status') is distinct from 'closed'"
        yield from self._alive()
        yield from self._not_applied()

    def _alive(self) -> Iterator[str]:
        is_asked = f"{POPULATION}.deceased_on" in self.named
        whose = {self.person} | ({"r.subject"} if registers()[self.main].subject == "resident" else set())
        for one in sorted(whose):
            if one == "r.subject" and is_asked:
                continue
            if one == "r.subject" and self.main == POPULATION:
                yield "not r.facts ? 'deceased_on'"
            else:
                yield fragments.ALIVE.format(person=one, newest=fragments.IS_NEWEST.format(record="dead"))

    def _not_applied(self) -> Iterator[str]:
        action = self.scenario.action
        if action is None or action.service is None or self.tell == "employer":
            return
        is_for_firm = services()[action.service].audience == "firm"
        subject = self.anchors.firm if is_for_firm and self.tell in FOR_A_FIRM else self.person
        single = is_single(self.scenario, self.tell)
        yield fragments.NOT_APPLIED.format(
            service=action.service,
            subject=subject,
            granted=fragments.GRANTED if single else "",
            about="" if single else fragments.ABOUT_THIS,
        )


def is_wide(scenario: Scenario) -> bool:
    """Whether it looks at all records of its register, and not at those of some days."""
    return not is_bound(scenario.trigger)


def compile_scenario(scenario: Scenario, today: date, *, asked: bool = False) -> Query:
    """Who is to be told what, as a select; whether they were told already is not asked.

    $1 is `today`; $2 to $6 are the columns of the table `hit`: base, due_on, step, remind_on, since. With
    `asked`, only what reminders in a table `asked` are about, with their ids.
    """
    parts: list[str] = []
    parameters: list[Any] = []
    for tell in scenario.tell:
        select = _Select(scenario, tell, today, FIXED + 1 + len(parameters), asked=asked)
        parts.append(select.build())
        parameters += select.compiler.parameters
    return Query("\nunion all\n".join(parts), parameters)
