"""What waits for the staff of a node: opened by other domains once, done by whoever takes it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import asyncpg
import msgspec
import structlog

from backend.core import clock, db
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound, Words
from backend.places.rules.names import REASON_MAX, clean_name
from backend.places.service import find_division
from backend.staff.errors import TaskDone
from backend.staff.rules import covers, prefix_of
from backend.staff.schemas import Clerk, Completion, NewTask, Task
from backend.staff.service.departments import departments, words

NEWEST = uuid.UUID(int=2**128 - 1)
TITLES = {
    "bad-rating": Words("回访差评", "Call back about a bad rating"),
    "correction-unanswered": Words("联系未补正的申请人", "Call about a correction that nobody answered"),
    "reminder-unanswered": Words("打电话问问", "Call about a reminder that nobody answered"),
}

OPEN = """
insert into staff_task (id, key, kind, department, division, about, facts, due_on, created_at)
select id, key, kind, department, division, about, facts, due_on, $9
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::date[])
    as task (id, key, kind, department, division, about, facts, due_on)
on conflict (key) do nothing
"""
HAS = "select exists (select from staff_task where key = $1)"
LIST = """
select * from staff_task
where exists (select from unnest($1::text[], $2::text[]) as held (department, node)
              where held.department = staff_task.department and staff_task.division like held.node || '%')
    and (done_at is null) = $3 and id < $4
order by id desc limit $5
"""
FIND = "select * from staff_task where id = $1"
DONE = """
update staff_task set done_at = $2, done_by = $3, note = $4 where id = $1 and done_at is null returning id
"""

events = structlog.get_logger()


async def open_task(
    kind: str,
    department: str,
    division: str,
    about: uuid.UUID,
    facts: Mapping[str, str | int],
    due_on: date | None,
    *,
    key: str,
) -> None:
    """Leave a task for the staff of `department` at `division`, once for each `key`, in the open transaction.

    `about` and `facts` say what it concerns, by ids and numbers that identify nobody. Without `due_on` it is
    due today.
    """
    await open_tasks(
        [
            NewTask(
                kind=kind, department=department, division=division, about=about, facts=facts,
                due_on=due_on or clock.today(), key=key,
            )
        ]
    )  # fmt: skip


async def open_tasks(tasks: Sequence[NewTask]) -> None:
    """Leave many tasks in one statement, each once for its key, in the open transaction."""
    columns = [
        [new_id() for _ in tasks],
        [task.key for task in tasks],
        [task.kind for task in tasks],
        [task.department for task in tasks],
        [task.division for task in tasks],
        [task.about for task in tasks],
        [msgspec.json.encode(dict(task.facts)).decode() for task in tasks],
        [task.due_on for task in tasks],
    ]
    async with db.connection() as connection:
        await connection.execute(OPEN, *columns, clock.now())


async def has_task(key: str) -> bool:
    """Whether a task with this key was left, done or not."""
    async with db.connection() as connection:
        found: bool = await connection.fetchval(HAS, key)
    return found


async def list_tasks(
    clerk: Clerk, state: Literal["open", "done"], limit: int, after: uuid.UUID | None
) -> Page[Task]:
    """A page of what waits at the clerk's nodes and below, or was done there, newest first."""
    async with db.connection() as connection:
        rows = await connection.fetch(
            LIST,
            [post.department for post in clerk.posts],
            [prefix_of(post.division) for post in clerk.posts],
            state == "open",
            after or NEWEST,
            limit + 1,
        )
    return cut_page(rows, limit, _view, lambda row: row["id"])


async def complete_task(clerk: Clerk, task: uuid.UUID, given: Completion) -> None:
    """Note how a task was done.

    InvalidName for a note in which something hides; NotFound unless the task is at one of the clerk's nodes;
    TaskDone if it was done.
    """
    said = clean_name(given.note, REASON_MAX)
    async with db.transaction(), db.connection() as connection:
        row = await connection.fetchrow(FIND, task)
        if row is None or not any(
            post.department == row["department"] and covers(post.division, row["division"])
            for post in clerk.posts
        ):
            raise NotFound
        if await connection.fetchval(DONE, task, clock.now(), clerk.account, said) is None:
            raise TaskDone
        by = By("staff", clerk.account, row["department"])
        await note("task-done", by, case=row["about"], task=str(task), kind=row["kind"])
    events.info("staff.task_done", task=str(task), by=str(clerk.account))


def _view(row: asyncpg.Record) -> Task:
    known, place = departments().get(row["department"]), find_division(row["division"])
    return Task(
        id=row["id"],
        kind=row["kind"],
        title=TITLES.get(row["kind"], Words(row["kind"], row["kind"])),
        department=row["department"],
        department_title=words(known.title) if known else Words(row["department"], row["department"]),
        division=row["division"],
        division_name=place.name if place else row["division"],
        about=row["about"],
        facts=msgspec.json.decode(row["facts"]),
        due_on=row["due_on"],
        overdue=row["done_at"] is None and row["due_on"] < clock.today(),
        created_at=row["created_at"],
        done_at=row["done_at"],
        note=row["note"],
    )
