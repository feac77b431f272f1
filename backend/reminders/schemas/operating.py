"""Scenarios and policies as those who run them see them."""

from datetime import date, datetime
from typing import Literal

import msgspec

from backend.core.problems import Words
from backend.reminders.schemas.views import Category, Mark, Rule

Runs = Literal["live", "off", "dry-run-only"]
PolicyState = Literal["draft", "live", "ended"]
Class = Literal["statutory", "optional", "greeting"]


class Checked(msgspec.Struct, frozen=True):
    """Who checked the rule, when, and how long that is good for."""

    by: str
    on: date
    until: date


class LastSweep(msgspec.Struct, frozen=True):
    """When everybody was looked at last, and how many reminders came of it; an error if it failed."""

    at: datetime
    made: int | None
    error: str | None


class Counts(msgspec.Struct, frozen=True):
    """The reminders of the last 30 days, by what became of them."""

    due: int = 0
    told: int = 0
    answered: int = 0
    stopped: int = 0
    unreachable: int = 0


class ScenarioLine(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario in the list; `policy`: it is a policy that is matched with everybody."""

    id: str
    title: Words
    category: Category
    class_: Class = msgspec.field(name="class")
    department: str
    department_title: Words
    mark: Mark
    checked: Checked | None
    runs: Runs
    version: int
    policy: bool
    last_sweep: LastSweep | None
    counts: Counts


class ScenarioList(msgspec.Struct, frozen=True):
    """Every scenario that one may switch."""

    items: list[ScenarioLine]


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """When it tells people, from the day that something is due on, and in which words."""

    months: int
    days: int
    working_days: int
    window: Literal["opens", "closes", "late"] | None
    text: Words


class ScenarioView(ScenarioLine, frozen=True, kw_only=True):
    """A scenario whole; `rule`: what stands behind it."""

    text: Words
    sms: Words | None
    sensitivity: Literal["plain", "sensitive"]
    tell: list[str]
    trigger: str
    steps: list[StepView]
    service: str | None
    path: str | None
    escalates: bool
    catch_up_days: int
    effective_from: date | None
    effective_to: date | None
    rule: list[Rule]
    note: str | None
    facts: list[str]


class DistrictCount(msgspec.Struct, frozen=True):
    """How many live there."""

    division: str | None
    name: str
    count: int


class Sampled(msgspec.Struct, frozen=True):
    """One of those whom it would tell, so that only they would know themselves."""

    person_masked: str
    due_on: date | None
    step: int


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a scenario would tell on a day, without telling anybody."""

    on: date
    count: int
    by_district: list[DistrictCount]
    sample: list[Sampled]


class Reach(msgspec.Struct, frozen=True):
    """Of how many people a condition holds for how many, and how long it took to ask."""

    count: int
    people: int
    seconds: float


class Choice(msgspec.Struct, frozen=True):
    """One value that a fact may have."""

    id: str
    title: Words


class FactView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a condition may name."""

    name: str
    title: Words
    type: Literal["text", "integer", "boolean", "date", "texts"]
    register: str
    register_title: Words
    choices: list[Choice]


class FactList(msgspec.Struct, frozen=True):
    """Every fact that conditions may name."""

    items: list[FactView]


class PolicyLine(msgspec.Struct, frozen=True, kw_only=True):
    """A policy in the list; `origin`: the city's content, or operators here."""

    id: str
    title: Words
    summary: Words
    department: str
    department_title: Words
    audience: Literal["resident", "firm"]
    mark: Mark
    checked: Checked | None
    state: PolicyState
    origin: Literal["content", "operators"]
    version: int
    changed_at: datetime | None
    last_sweep: LastSweep | None
    counts: Counts


class PolicyList(msgspec.Struct, frozen=True):
    """Every policy that one may change."""

    items: list[PolicyLine]
