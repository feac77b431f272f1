"""Who else may act for a firm: named and removed by its legal representative.

Whom a former representative named may not act for the firm; the new one names them anew, or leaves it.
"""

import uuid

import asyncpg
import structlog

from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.firms.errors import NotLegalRepresentative, TooManyAgents
from backend.firms.schemas import Agent, Agents, NewAgent
from backend.firms.service.standing import require_representative
from backend.people import service as people

AGENTS_MAX = 20

ROLE = "select role from representative where firm = $1 and account = $2 and removed_at is null"
ADD = """
insert into representative (id, firm, account, role, added_at, added_by) values ($1, $2, $3, 'agent', $4, $5)
on conflict (firm, account) where removed_at is null
do update set role = 'agent', added_by = excluded.added_by where representative.account <> excluded.added_by
"""
LIST = """
select * from representative
where firm = $1 and removed_at is null and (account = $2 or (role = 'agent' and added_by = $2))
order by role desc, id
"""
LOCK = "select from firm where id = $1 for update"
REMOVE = """
update representative set removed_at = $3
where id = $1 and firm = $2 and role = 'agent' and removed_at is null
returning account
"""

events = structlog.get_logger()


async def add_agent(resident: Resident, firm: uuid.UUID, new: NewAgent, key: str) -> Agent:
    """The agent, named once for `key`. NotLegalRepresentative, TooManyAgents beyond 20."""
    subject = await _require_legal(resident, firm)

    async def work() -> Agent:
        account = await people.account_for_phone(new.phone)
        async with db.connection() as connection:
            await connection.execute(LOCK, firm)
            await connection.execute(ADD, new_id(), firm, account, clock.now(), resident.account)
        agents = await _read(resident, firm)
        if len(agents) > AGENTS_MAX + 1:
            raise TooManyAgents(limit=AGENTS_MAX)
        await note("agent-named", By("resident", resident.account), account=account, subject=subject)
        events.info("firms.agent_named", firm=str(firm))
        return agents[account]

    return await idempotency.once(f"firms:{resident.account}", key, ("agent", firm, new), Agent, work)


async def list_agents(resident: Resident, firm: uuid.UUID) -> Agents:
    """Everybody who may act for the firm; for its legal representative."""
    await _require_legal(resident, firm)
    return Agents(list((await _read(resident, firm)).values()))


async def remove_agent(resident: Resident, firm: uuid.UUID, agent: uuid.UUID) -> None:
    """Let somebody no longer act for the firm, at once; NotFound unless they are an agent of it."""
    subject = await _require_legal(resident, firm)
    async with db.transaction(), db.connection() as connection:
        account = await connection.fetchval(REMOVE, agent, firm, clock.now())
        if account is None:
            raise NotFound
        await note("agent-removed", By("resident", resident.account), account=account, subject=subject)
    events.info("firms.agent_removed", firm=str(firm))


async def _require_legal(resident: Resident, firm: uuid.UUID) -> uuid.UUID:
    subject = await require_representative(resident, firm)
    async with db.connection() as connection:
        role = await connection.fetchval(ROLE, firm, resident.account)
    if role != "legal":
        raise NotLegalRepresentative
    return subject


async def _read(legal: Resident, firm: uuid.UUID) -> dict[uuid.UUID, Agent]:
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, firm, legal.account)
    accounts = [row["account"] for row in rows]
    names, phones = await people.mask_names(accounts), await people.mask_phones(accounts)
    return {row["account"]: _view(row, names, phones) for row in rows}


def _view(row: asyncpg.Record, names: dict[uuid.UUID, str], phones: dict[uuid.UUID, str]) -> Agent:
    return Agent(
        id=row["id"],
        role=row["role"],
        name_masked=names.get(row["account"]),
        phone_masked=phones[row["account"]],
        added_at=row["added_at"],
    )
