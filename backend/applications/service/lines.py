"""Rows as lines of the desk's queue, with everybody's names at once."""

import uuid
from collections.abc import Mapping, Sequence

import asyncpg

from backend.applications.schemas.desk import Colleague, DeskLine
from backend.applications.service import views
from backend.people.rules.names import mask_name
from backend.people.service import read_names
from backend.places.service.divisions import find_division


async def view(rows: Sequence[asyncpg.Record], reader: uuid.UUID) -> list[DeskLine]:
    """The lines; names are masked."""
    accounts = {row[name] for row in rows for name in ("account", "assigned_to") if row[name]}
    names = await read_names(accounts) if accounts else {}
    return [_line(row, names, reader) for row in rows]


def name_division(code: str) -> str:
    """What a division is called; its code once it is no longer one."""
    division = find_division(code)
    return division.name if division else code


def view_colleague(
    account: uuid.UUID | None, names: Mapping[uuid.UUID, str], reader: uuid.UUID
) -> Colleague | None:
    """The clerk who has an application."""
    if account is None:
        return None
    name = names.get(account)
    return Colleague(account, mask_name(name) if name else None, account == reader)


def _line(row: asyncpg.Record, names: Mapping[uuid.UUID, str], reader: uuid.UUID) -> DeskLine:
    name = names.get(row["account"])
    return DeskLine(
        id=row["id"],
        number=row["number"],
        service=row["service"],
        service_title=views.name_service(row["service"]),
        department=row["department"],
        division=row["division"],
        division_name=name_division(row["division"]),
        state=row["state"],
        state_title=views.name_state(row["state"]),
        version=row["version"],
        applicant_masked=mask_name(name) if name else None,
        firm=row["firm"],
        assigned_to=view_colleague(row["assigned_to"], names, reader),
        submitted_at=row["submitted_at"],
        due_on=row["due_on"],
        light=views.light(row),
    )
