"""Whom the street office calls about a reminder that nobody answered; the person sees that it looked."""

import uuid

import asyncpg

from backend.core import clock, db
from backend.core.audit import By
from backend.core.problems import NotFound
from backend.registers.service import newest, read
from backend.reminders.schemas.calling import Call
from backend.reminders.service.escalating import key_of
from backend.reminders.service.live import find
from backend.reminders.service.own import show
from backend.staff.rules import covers
from backend.staff.schemas import Clerk
from backend.staff.service import has_task

POPULATION = "population"
FIELDS = ("name", "phone")

FIND = """
select reminder.*, coalesce(wish.staff_may_call, true) as may_call
from reminder left join message_wish as wish on wish.account = reminder.account
where reminder.id = $1 and escalated_at is not null
"""


async def read_call(clerk: Clerk, reminder: uuid.UUID) -> Call:
    """The person and what they were reminded of, for a clerk of the rule's department around their home.

    NotFound for everybody else, and for those who are not to be called: who answered, or does not want it.
    The look is noted.
    """
    async with db.connection() as connection:
        row = await connection.fetchrow(FIND, reminder)
    if row is None or not row["may_call"] or not await has_task(key_of(reminder)):
        raise NotFound
    department = (await find(row["scenario"])).scenario.department
    await _require_at_desk(clerk, department, row)
    by = By("staff", clerk.account, department)
    found = (await read(by, row["person"], "desk", {POPULATION: FIELDS})).get(POPULATION, [])
    said = found[0].facts if found else {}
    [line] = await show([row])
    return Call(
        reminder=row["id"],
        title=line.title,
        text=line.text,
        due_on=line.due_on,
        days_left=line.days_left,
        state=line.state,
        told_on=row["told_at"].astimezone(clock.SHANGHAI).date(),
        name=str(said["name"]) if "name" in said else None,
        phone=str(said["phone"]) if "phone" in said else None,
    )


async def _require_at_desk(clerk: Clerk, department: str, row: asyncpg.Record) -> None:
    person = row["person"]
    facts = (await newest([person], {POPULATION: ["home_division"]})).get((person, POPULATION), [])
    home = str(facts[0].facts.get("home_division", "")) if facts else ""
    posts = [post for post in clerk.posts if post.department == department]
    if not any(covers(post.division, home) or (not home and post.division.endswith("00")) for post in posts):
        raise NotFound
