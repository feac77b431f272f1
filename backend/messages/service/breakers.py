"""How each provider has been doing, kept in PostgreSQL: no restart and no second worker forgets."""

from collections.abc import Sequence

from backend.core import clock, db
from backend.messages.rules.breakers import SILENT_FOR, Standing, is_silent, open_for, standing

READ = "select provider, open_until from provider_state where provider = any($1::text[])"
FAIL = """
insert into provider_state (provider, failures, updated_at) values ($1, 1, $2)
on conflict (provider) do update set failures = provider_state.failures + 1, updated_at = $2
returning failures
"""
OPEN = "update provider_state set open_until = $2, open_because = $3, updated_at = $4 where provider = $1"
RECOVER = """
update provider_state set failures = 0, updated_at = $2,
    open_until = case when open_because = 'silent' and open_until > $2 then open_until end,
    open_because = case when open_because = 'silent' and open_until > $2 then open_because end
where provider = $1 and (failures > 0 or open_because = 'unreachable' or open_until <= $2)
"""
# Of what was taken over between an hour and ten minutes ago, and went no other way since.
REPORTED = """
select provider, count(*) as handed, count(*) filter (where state in ('delivered', 'failed')) as reported
from delivery
where due_at > $2::timestamptz - interval '70 minutes' and provider = any($1::text[]) and handed_at
    between $2::timestamptz - interval '60 minutes' and $2::timestamptz - interval '10 minutes'
group by provider
"""
SILENCE = """
insert into provider_state (provider, open_until, open_because, updated_at) values ($1, $2, 'silent', $3)
on conflict (provider) do update set open_until = $2, open_because = 'silent', updated_at = $3
"""


async def read_standings(providers: Sequence[str]) -> dict[str, Standing]:
    """How each of `providers` stands now."""
    now = clock.now()
    async with db.connection() as connection:
        rows = await connection.fetch(READ, list(providers))
    known = {row["provider"]: standing(row["open_until"], now) for row in rows}
    return {provider: known.get(provider, "closed") for provider in providers}


async def note_failure(provider: str) -> None:
    """A whole batch came to nothing: after three in a row the provider gets nothing for a while."""
    now = clock.now()
    async with db.connection() as connection:
        failures = await connection.fetchval(FAIL, provider, now)
        pause = open_for(failures)
        if pause is not None:
            await connection.execute(OPEN, provider, now + pause, "unreachable", now)


async def note_success(provider: str) -> None:
    """The provider took something over."""
    async with db.connection() as connection:
        await connection.execute(RECOVER, provider, clock.now())


async def find_silent(providers: Sequence[str]) -> list[str]:
    """Give nothing to those of `providers`, which report, that take over and hardly ever report; which."""
    now = clock.now()
    async with db.connection() as connection:
        rows = await connection.fetch(REPORTED, list(providers), now)
        silent = [row["provider"] for row in rows if is_silent(row["handed"], row["reported"])]
        for provider in silent:
            await connection.execute(SILENCE, provider, now + SILENT_FOR, now)
    return silent
