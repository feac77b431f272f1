"""How much waits at a clerk's desks, counted up to a thousand of each kind so that it stays quick."""

from backend.applications.rules.clocks import Light
from backend.applications.rules.moves import OPEN, STATES, State
from backend.applications.schemas.desk import COUNTED_MAX, Counts, LightCount, StateCount
from backend.applications.service import views
from backend.applications.service.scopes import Scope, find_scopes
from backend.applications.service.selecting import Values, Wish, write
from backend.core import db
from backend.staff.schemas import Clerk

LIGHTS: tuple[Light, ...] = ("red", "amber", "green")
MINE = """
select count(*) from (select from application where assigned_to = $1 and state = any($2) limit $3) as one
"""


async def count(clerk: Clerk) -> Counts:
    """The counts over all posts of the clerk; 1,000 stands for 1,000 and more."""
    scopes = find_scopes(clerk.posts, None, None)
    states: list[State] = [state for state in STATES if state in OPEN]
    found = await _count(clerk, scopes, [Wish(states=[state]) for state in states])
    lights = await _count(clerk, scopes, [Wish(light=light) for light in LIGHTS])
    async with db.connection() as connection:
        mine = await connection.fetchval(MINE, clerk.account, sorted(OPEN), COUNTED_MAX)
    return Counts(
        states=[
            StateCount(state, views.name_state(state), number)
            for state, number in zip(states, found, strict=True)
        ],
        lights=[LightCount(light, number) for light, number in zip(LIGHTS, lights, strict=True)],
        mine=mine,
    )


async def _count(clerk: Clerk, scopes: list[Scope], wishes: list[Wish]) -> list[int]:
    """How many rows each of `wishes` has, in one question."""
    values = Values()
    parts = [
        f"(select count(*) from ({write(values, scopes, wish, clerk.account, COUNTED_MAX)}) as found)"  # noqa: S608
        for wish in wishes
    ]
    async with db.connection() as connection:
        row = await connection.fetchrow("select " + ", ".join(parts), *values)
    return list(row or ())
