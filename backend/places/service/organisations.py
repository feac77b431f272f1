"""Organisations, and the people who manage their venues."""

import uuid

import asyncpg
import structlog

from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.pages import Page, cut_page
from backend.core.problems import NotFound
from backend.people import service as people
from backend.places.errors import CreditCodeTaken, LimitReached
from backend.places.rules.names import clean_credit_code, clean_name
from backend.places.schemas.venues import (
    Manager,
    ManagerList,
    Name,
    NewManager,
    NewOrganisation,
    Organisation,
    Suspension,
)
from backend.places.service import access, suspensions

MANAGERS_MAX = 50

CREATE = """
insert into organisation (id, name_zh, name_en, credit_code, created_at, created_by)
values ($1, $2, $3, $4, $5, $6) on conflict (credit_code) do nothing returning *
"""
LIST = """
select * from organisation
where ($1 or id in (select organisation from manager where account = $2)) and ($3::uuid is null or id < $3)
order by id desc limit $4
"""
ADD_MANAGER = """
insert into manager (id, organisation, account, added_at, added_by) values ($1, $2, $3, $4, $5)
on conflict (organisation, account) do nothing
"""

events = structlog.get_logger()


def clean(name: Name) -> Name:
    """`name` without spaces around it; InvalidName when a part of it cannot be shown."""
    return Name(clean_name(name.zh), clean_name(name.en))


async def create_organisation(operator: Resident, new: NewOrganisation, key: str) -> Organisation:
    """The organisation, made once for `key`; CreditCodeTaken when another has its code."""
    name = clean(new.name)
    code = clean_credit_code(new.credit_code) if new.credit_code else None

    async def work() -> Organisation:
        async with db.connection() as connection:
            row = await connection.fetchrow(
                CREATE, new_id(), name.zh, name.en, code, clock.now(), operator.account
            )
        if row is None:
            raise CreditCodeTaken
        events.info("places.organisation_created", organisation=str(row["id"]), by=str(operator.account))
        return _view(row, {})

    wish = ("organisation", new)
    return await idempotency.once(f"places:{operator.account}", key, wish, Organisation, work)


async def list_organisations(actor: Resident, limit: int, after: uuid.UUID | None) -> Page[Organisation]:
    """The organisations that `actor` may manage, newest first; none on a device that is not confirmed."""
    access.refuse_suspended(actor)
    if not actor.confirmed:
        return Page([])
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, actor.is_operator, actor.account, after, limit + 1)
    suspended = await suspensions.find_open(row["id"] for row in rows)
    return cut_page(rows, limit, lambda row: _view(row, suspended), lambda row: row["id"])


async def read_organisation(actor: Resident, id_: uuid.UUID) -> Organisation:
    """One organisation."""
    row = await access.find_organisation(actor, id_)
    return _view(row, await suspensions.find_open([id_]))


async def add_manager(operator: Resident, organisation: uuid.UUID, new: NewManager, key: str) -> Manager:
    """The manager, made once; the answer is the same whether the phone had an account or not."""

    async def work() -> Manager:
        async with db.connection() as connection:
            await access.find_organisation(operator, organisation, lock=True)
            account = await people.account_for_phone(new.phone)
            await connection.execute(
                ADD_MANAGER, new_id(), organisation, account, clock.now(), operator.account
            )
        managers = await _read_managers(organisation)
        if len(managers) > MANAGERS_MAX:
            raise LimitReached(limit=MANAGERS_MAX)
        events.info("places.manager_added", organisation=str(organisation), account=str(account))
        return managers[account]

    wish = ("manager", organisation, new)
    return await idempotency.once(f"places:{operator.account}", key, wish, Manager, work)


async def list_managers(operator: Resident, organisation: uuid.UUID) -> ManagerList:
    """Everybody who manages `organisation`, first come first."""
    await access.find_organisation(operator, organisation)
    return ManagerList(list((await _read_managers(organisation)).values()))


async def remove_manager(operator: Resident, organisation: uuid.UUID, manager: uuid.UUID) -> None:
    """Take the role away at once; NotFound when it is not there."""
    async with db.connection() as connection:
        account = await connection.fetchval(
            "delete from manager where id = $1 and organisation = $2 returning account", manager, organisation
        )
    if account is None:
        raise NotFound
    events.info("places.manager_removed", organisation=str(organisation), by=str(operator.account))


async def _read_managers(organisation: uuid.UUID) -> dict[uuid.UUID, Manager]:
    async with db.connection() as connection:
        rows = await connection.fetch(
            "select * from manager where organisation = $1 order by id", organisation
        )
    phones = await people.mask_phones([row["account"] for row in rows])
    return {
        row["account"]: Manager(row["id"], organisation, phones[row["account"]], row["added_at"])
        for row in rows
    }


def _view(row: asyncpg.Record, suspended: dict[uuid.UUID, Suspension]) -> Organisation:
    return Organisation(
        id=row["id"],
        name=Name(row["name_zh"], row["name_en"]),
        credit_code=row["credit_code"],
        created_at=row["created_at"],
        suspension=suspended.get(row["id"]),
    )
