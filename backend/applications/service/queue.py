"""The desk's queue: what waits at a clerk's posts, filtered, sorted and searched, read off the indexes.

A page reads so many rows as it shows for each post and state, whatever a million others there are.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import asyncpg
import msgspec

from backend.applications.rules import numbers
from backend.applications.rules.clocks import Light
from backend.applications.rules.moves import OPEN, RUNNING, STATES, State
from backend.applications.schemas.desk import DeskLine, Sort
from backend.applications.service import lines, views
from backend.applications.service.looking import note_search
from backend.applications.service.scopes import CONDITIONS, Scope, by_level, find_scopes
from backend.core import clock, db
from backend.core.pages import Page
from backend.people.service import find_accounts
from backend.services.service import search_ids
from backend.staff.schemas import Clerk

# A clerk who types words means one service, or a few like it.
SERVICES_MAX = 5

# One part for each level of node: the newest of each desk and state, merged afterwards.
BY_STATE = """
select line.* from unnest({departments}::text[], {nodes}::text[]) as scope (department, node),
    unnest({states}::text[]) as wanted (state), lateral (
        select * from application
        where department = scope.department and state = wanted.state and state <> 'draft'
            {condition} {filters}
        order by id {direction} limit {limit}
    ) as line
"""
BY_DUE = """
select line.* from unnest({departments}::text[], {nodes}::text[]) as scope (department, node), lateral (
        select * from application
        where department = scope.department and state in ('accepted', 'corrected', 'in-review')
            and state = any({states}::text[]) {condition} {filters}
        order by due_on, id limit {limit}
    ) as line
"""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk wants to see; without states, what is open. A light is looked for among what runs."""

    states: list[State] | None = None
    department: str | None = None
    division: str | None = None
    mine: bool = False
    light: Light | None = None
    q: str | None = None
    sort: Sort = "newest"


class Values(list[Any]):
    """The values of a statement in the making."""

    def add(self, value: Any) -> str:
        """The place that stands for `value`."""
        self.append(value)
        return f"${len(self)}"


class Found(NamedTuple):
    """What the words of a search mean; None for what they do not say."""

    number: str | None = None
    accounts: list[uuid.UUID] | None = None
    services: list[str] | None = None


async def list_queue(clerk: Clerk, wish: Wish, limit: int, after: uuid.UUID | None) -> Page[DeskLine]:
    """A page of what is handled at the clerk's posts; NotFound for a department or node that is not theirs.

    `q`: a number of an application, an applicant's ID or phone number, which is noted, or words for services.
    """
    scopes = find_scopes(clerk.posts, wish.department, wish.division)
    found = await _understand(wish.q)
    rows = await fetch(clerk, scopes, wish, found, limit + 1, after)
    if found.accounts:
        await note_search(clerk, rows)
    shown = await lines.view(rows[:limit], clerk.account)
    return Page(shown, str(rows[limit - 1]["id"]) if len(rows) > limit else None)


async def _understand(q: str | None) -> Found:
    text = (q or "").strip()
    if not text:
        return Found()
    number = numbers.read(text)
    if number is not None:
        return Found(number=number)
    accounts = await find_accounts(text, clock.today())
    if accounts is not None:
        return Found(accounts=accounts)
    return Found(services=search_ids(text, SERVICES_MAX))


async def fetch(
    clerk: Clerk, scopes: Sequence[Scope], wish: Wish, found: Found, limit: int, after: uuid.UUID | None
) -> list[asyncpg.Record]:
    """The rows, at most `limit`, in the order that was wished."""
    is_due = wish.sort == "due" or wish.light is not None
    async with db.connection() as connection:
        since = (
            await connection.fetchval("select due_on from application where id = $1", after)
            if is_due and after
            else None
        )
        values = Values()
        sql = _write(values, scopes, wish, found, clerk.account, limit, after, since, is_due)
        rows: list[asyncpg.Record] = await connection.fetch(sql, *values)
    return rows


def write(values: Values, scopes: Sequence[Scope], wish: Wish, clerk: uuid.UUID, limit: int) -> str:
    """The statement for the first `limit` rows; what it needs is added to `values`."""
    is_due = wish.sort == "due" or wish.light is not None
    return _write(values, scopes, wish, Found(), clerk, limit, None, None, is_due)


def _write(
    values: Values,
    scopes: Sequence[Scope],
    wish: Wish,
    found: Found,
    clerk: uuid.UUID,
    limit: int,
    after: uuid.UUID | None,
    since: date | None,
    is_due: bool,
) -> str:
    direction = "asc" if wish.sort == "oldest" else "desc"
    filters = " ".join(_filters(values, wish, found, clerk))
    if after is not None and is_due:
        filters += f" and (due_on, id) > ({values.add(since)}::date, {values.add(after)}::uuid)"
    elif after is not None:
        filters += f" and id {'>' if direction == 'asc' else '<'} {values.add(after)}::uuid"
    states, most = values.add(_states(wish, found, is_due)), values.add(limit)
    parts = [
        (BY_DUE if is_due else BY_STATE).format(
            departments=values.add([scope.department for scope in same]),
            nodes=values.add([scope.node for scope in same]),
            states=states,
            condition=CONDITIONS[level],
            filters=filters,
            direction=direction,
            limit=most,
        )
        for level, same in by_level(scopes).items()
    ]
    order = "due_on, id" if is_due else f"id {direction}"
    return f"{' union all '.join(parts)} order by {order} limit {most}"


def _states(wish: Wish, found: Found, is_due: bool) -> list[State]:
    if is_due:
        return sorted(RUNNING.intersection(wish.states or RUNNING))
    if wish.states is not None:
        return [state for state in wish.states if state != "draft"]
    # Who looks for one application or one person wants to see all there is.
    whole = found.number is not None or found.accounts is not None
    return [state for state in STATES if state != "draft"] if whole else sorted(OPEN)


def _filters(values: Values, wish: Wish, found: Found, clerk: uuid.UUID) -> list[str]:
    filters = []
    if wish.mine:
        filters.append(f"and assigned_to = {values.add(clerk)}")
    if found.number is not None:
        filters.append(f"and number = {values.add(found.number)}")
    if found.accounts is not None:
        filters.append(f"and account = any({values.add(found.accounts)}::uuid[])")
    if found.services is not None:
        filters.append(f"and service = any({values.add(found.services)}::text[])")
    if wish.light is not None:
        filters += _light(values, wish.light)
    return filters


def _light(values: Values, light: Light) -> list[str]:
    today, amber = f"{values.add(clock.today())}::date", f"{values.add(views.amber_until())}::date"
    return {
        "red": [f"and due_on < {today} and {amber} is not null"],
        "amber": [f"and due_on between {today} and {amber}"],
        "green": [f"and due_on > {amber} and {today} is not null"],
    }[light]
