"""A desk's wish as one statement: for each level of node a part that its index answers, merged afterwards."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from backend.applications.rules.clocks import Light
from backend.applications.rules.moves import OPEN, RUNNING, STATES, State
from backend.applications.schemas.desk import Sort
from backend.applications.service import views
from backend.applications.service.scopes import CONDITIONS, Scope, by_level
from backend.core import clock

# The newest of each desk and state.
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

    @property
    def by_deadline(self) -> bool:
        """Whether the nearest deadline comes first."""
        return self.sort == "due" or self.light is not None


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


class Cursor(NamedTuple):
    """The last line of the page before."""

    id: uuid.UUID
    due_on: date | None


NOTHING = Found()


def write(
    values: Values,
    scopes: Sequence[Scope],
    wish: Wish,
    clerk: uuid.UUID,
    limit: int,
    found: Found = NOTHING,
    after: Cursor | None = None,
) -> str:
    """The statement for the next `limit` rows; what it needs is added to `values`."""
    direction = "asc" if wish.sort == "oldest" else "desc"
    filters = " ".join([*_filters(values, wish, found, clerk), *_go_on(values, wish, direction, after)])
    states, most = values.add(_states(wish, found)), values.add(limit)
    parts = [
        (BY_DUE if wish.by_deadline else BY_STATE).format(
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
    order = "due_on, id" if wish.by_deadline else f"id {direction}"
    return f"{' union all '.join(parts)} order by {order} limit {most}"


def _go_on(values: Values, wish: Wish, direction: str, after: Cursor | None) -> list[str]:
    if after is None:
        return []
    if wish.by_deadline:
        return [f"and (due_on, id) > ({values.add(after.due_on)}::date, {values.add(after.id)}::uuid)"]
    return [f"and id {'>' if direction == 'asc' else '<'} {values.add(after.id)}::uuid"]


def _states(wish: Wish, found: Found) -> list[State]:
    if wish.by_deadline:
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
