"""What becomes of reminders whose time has come: told, or why not."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import asyncpg

from backend.core import clock
from backend.messages.service import send_many
from backend.registers.service import accounts_of
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.composing import compose
from backend.reminders.service.holding import why_over


class Settled(NamedTuple):
    """What becomes of a reminder."""

    id: uuid.UUID
    state: str
    reason: str | None = None
    account: uuid.UUID | None = None


async def judge(id_: str, scenario: Scenario, rows: Sequence[asyncpg.Record]) -> list[Settled]:
    """What becomes of each of them; those who are to be told have been, once the transaction commits.

    Not told after all: when a later step is, when they answered an earlier one, when it is too late, when it
    is no longer true; of those whom nobody can reach the truth is asked when they come.
    """
    today = clock.today()
    accounts = await accounts_of({row["person"] for row in rows})
    settled = {row["id"]: Settled(row["id"], "stopped", "later-step") for row in rows if row["is_followed"]}
    for row in rows:
        if row["is_answered"]:
            settled.setdefault(row["id"], Settled(row["id"], "stopped", "answered"))
        elif _is_late(row, scenario, today):
            settled.setdefault(row["id"], Settled(row["id"], "stopped", "too-late"))
        elif row["person"] not in accounts:
            settled.setdefault(row["id"], Settled(row["id"], "unreachable", "no-account"))
    asked = [row["id"] for row in rows if row["id"] not in settled]
    over = await why_over(id_, scenario, asked, today) if asked else {}
    settled |= {one: Settled(one, "stopped", reason) for one, reason in over.items()}
    reached = [row for row in rows if row["id"] not in settled]
    await send_many([compose(scenario, row, accounts[row["person"]], today) for row in reached])
    return [
        *settled.values(),
        *(Settled(row["id"], "told", None, accounts[row["person"]]) for row in reached),
    ]


def _is_late(row: asyncpg.Record, scenario: Scenario, today: date) -> bool:
    """A missed day is caught up as long as there is something to do; what is past, only for some days."""
    due_on: date | None = row["due_on"]
    passed = due_on is not None and due_on < today
    return passed and row["remind_on"] <= today - timedelta(days=scenario.catch_up_days)
