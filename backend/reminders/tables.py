"""The tables of reminders.

`reminder` is written by one statement a scenario, for everybody at once, and holds no text: what it says
stands in the scenario. No foreign keys: subjects are never removed, and each of a million rows would ask.

Two views of other domains are read here: `current_record` (registers) and `application_case` (applications).
"""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Reminder(Table, tablename="reminder", db=DB):
    """That somebody is told something, once for each day of a plan.

    `scenario`: a scenario's or policy's id, of the `version` that found it. `person`: the subject of who is
    told. `about`: the subject of the record that it is about. `record`: that record's id where a subject may
    have many, and the subject again where it has one, so that another source's record of the same is no
    other. `firm`: the firm for which the person is told. `due_on`: none for a match. `step`: 0 for the first.
    `remind_on`: when that step was due; `tell_at`: when to tell. `answer`: done, not-needed, or later.
    """

    id = UUID(primary_key=True, default=UUID7())
    scenario = Text()
    version = Integer()
    person = UUID()
    record = UUID()
    about = UUID()
    firm = UUID(null=True, default=None)
    due_on = Date(null=True, default=None)
    step = SmallInt()
    remind_on = Date()
    tell_at = Timestamptz()
    state = Text()
    reason = Text(null=True, default=None)
    account = UUID(null=True, default=None)
    message = UUID(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    answer = Text(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    application = UUID(null=True, default=None)
    escalated_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()


class ScenarioSwitch(Table, tablename="scenario_switch", db=DB):
    """Whether a scenario or policy of content runs; `digest`: of the content that was swept last."""

    scenario = Text(primary_key=True, default=None)
    live = Boolean()
    by = UUID(null=True, default=None)
    at = Timestamptz()
    digest = Text(null=True, default=None)


class Sweep(Table, tablename="sweep", db=DB):
    """That one scenario is asked for everybody, and how many reminders that made."""

    id = UUID(primary_key=True, default=UUID7())
    scenario = Text()
    asked_at = Timestamptz()
    started_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    made = Integer(null=True, default=None)
    error = Text(null=True, default=None)


class StoredPolicy(Table, tablename="policy", db=DB):
    """A policy that an operator made; `definition` is a `Policy`."""

    id = Text(primary_key=True, default=None)
    version = Integer()
    state = Text()
    definition = JSONB()
    created_at = Timestamptz()
    created_by = UUID()
    updated_at = Timestamptz()
    updated_by = UUID()
    live_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
