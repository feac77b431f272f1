"""Who looked at a resident's data, from the audit."""

import uuid
from functools import lru_cache
from typing import cast

import asyncpg
import msgspec

from backend import content
from backend.content import Bilingual
from backend.core import db
from backend.core.actors import Resident
from backend.core.pages import Page, cut_page
from backend.registers.schemas.looks import Look, Titled, Who
from backend.registers.schemas.register import Purpose
from backend.registers.service.catalogue import DATES, registers
from backend.registers.service.subjects import subject_of
from backend.staff.service import departments

FIELDS_SHOWN_MAX = 60

# $1 account, $2 subject, $3 what counts as a look, $4 with one's own, $5 after, $6 how many.
LIST = """
select * from (
    (select * from audit_look where account = $1 and action = any($3)
        and ($4 or actor_kind <> 'resident' or actor is distinct from $1) and ($5::uuid is null or id < $5)
        order by id desc limit $6)
    union all
    (select * from audit_look where subject = $2 and account is distinct from $1 and action = any($3)
        and ($5::uuid is null or id < $5)
        order by id desc limit $6)
) as look order by id desc limit $6
"""


class Noted(msgspec.Struct, frozen=True):
    """What the audit knows of a look."""

    purpose: str | None = None
    registers: list[str] = []
    fields: list[str] = []
    department: str | None = None
    service: str | None = None


@lru_cache(maxsize=1)
def actions() -> dict[str, Titled]:
    """What counts as a look, by the audit's name for it; ContentError."""
    return content.load(content.FOLDER / "looks", Titled)


@lru_cache(maxsize=1)
def purposes() -> dict[str, Titled]:
    """What records are read for, in words; ContentError."""
    return content.load(content.FOLDER / "purposes", Titled)


async def list_looks(resident: Resident, limit: int, after: uuid.UUID | None, *, own: bool) -> Page[Look]:
    """Looks at the resident's data, newest first; one's own only with `own`.

    Also those from before there was an account, once the identity is confirmed on this device.
    """
    subject = await subject_of(resident.account) if resident.confirmed else None
    async with db.connection() as connection:
        rows = await connection.fetch(LIST, resident.account, subject, list(actions()), own, after, limit + 1)
    return cut_page(rows, limit, lambda row: _view(row, resident), lambda row: row["id"])


def _view(row: asyncpg.Record, resident: Resident) -> Look:
    noted = msgspec.json.decode(row["facts"], type=Noted)
    known, purpose = registers(), noted.purpose if noted.purpose in purposes() else None
    shown = [id_ for id_ in noted.registers if id_ in known]
    return Look(
        id=row["id"],
        at=row["at"],
        action=row["action"],
        title=actions()[row["action"]].title,
        who=Who(
            kind=row["actor_kind"],
            department=row["department"],
            department_title=_title_department(row["department"]),
            you=row["actor_kind"] == "resident" and row["actor"] == resident.account,
        ),
        registers=shown,
        register_titles=[known[id_].title for id_ in shown],
        fields_titles=_title_fields(noted.fields),
        purpose=cast("Purpose | None", purpose),
        purpose_title=purposes()[purpose].title if purpose else None,
        for_department=noted.department,
        for_department_title=_title_department(noted.department),
        case=row["case_id"],
        service=noted.service,
    )


def _title_department(id_: str | None) -> Bilingual | None:
    known = departments().get(id_ or "")
    return known.title if known else None


def _title_fields(names: list[str]) -> list[Bilingual]:
    known, titles = registers(), []
    for named in names[:FIELDS_SHOWN_MAX]:
        id_, _, name = named.partition(".")
        if id_ in known and (name in DATES or name in known[id_].fields):
            titles.append(DATES.get(name) or known[id_].fields[name].title)
    return titles
