"""An application as its applicant reads it, alone and in a list."""

import uuid
from datetime import date, timedelta

import asyncpg

from backend.applications.rules.moves import Ask, State, asks
from backend.applications.schemas.application import Application, Line, Standing
from backend.applications.service import rows, views
from backend.applications.service.access import find_own
from backend.applications.service.checking import find_errors
from backend.applications.service.sealed import open_document
from backend.core import db
from backend.core.actors import Resident
from backend.core.clock import SHANGHAI
from backend.core.pages import Page, cut_page
from backend.firms.service import list_own as list_own_firms
from backend.people.service import require_confirmed
from backend.services.schemas import Service

NEWEST = uuid.UUID(int=2**128 - 1)
DRAFT_DAYS = 60

LIST = """
select * from application
where account = $1 and ($2::text[] is null or state = any($2)) and id < $3
    and (firm is null or firm = any($5)) order by id desc limit $4
"""


async def read_own(resident: Resident, application: uuid.UUID) -> Application:
    """The resident's own application; NotFound for any other."""
    row = await find_own(resident, application, rows.WHOLE_OWN)
    service = views.require_service(row)
    document = open_document(row["answers_sealed"])
    materials = views.materials(service, document, row["uploads"])
    is_open = row["state"] in ("draft", "correction-asked")
    return Application(
        id=row["id"],
        number=row["number"],
        service=row["service"],
        service_title=views.say(service.title),
        department=row["department"],
        department_title=views.name_department(row["department"]),
        division=row["division"],
        firm=row["firm"],
        state=row["state"],
        state_title=views.name_state(row["state"]),
        version=row["version"],
        answers=document.answers,
        prefilled=views.prefilled(document.prefilled),
        errors=find_errors(service, document, materials) if is_open else [],
        materials=materials,
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        submitted_at=row["submitted_at"],
        expires_on=_last_day(row),
        due_on=row["due_on"],
        light=views.light(row),
        history=views.history(row["events"], resident.account, views.INSIDE),
        wants=views.wants(row),
        certificate=views.certificate(row),
        rating=views.rating(row),
        can=_can(row, service),
    )


async def list_own(
    resident: Resident, states: list[State] | None, limit: int, after: uuid.UUID | None
) -> Page[Line]:
    """The resident's applications, newest first; those for firms only as long as one represents them."""
    require_confirmed(resident)
    firms = [firm.id for firm in (await list_own_firms(resident)).items]
    async with db.connection() as connection:
        found = await connection.fetch(LIST, resident.account, states, after or NEWEST, limit + 1, firms)
    return cut_page(found, limit, _line, lambda row: row["id"])


def view_standing(row: asyncpg.Record) -> Standing:
    """Where an application stands, for its applicant."""
    return Standing(
        id=row["id"],
        state=row["state"],
        state_title=views.name_state(row["state"]),
        version=row["version"],
        due_on=row["due_on"],
        light=views.light(row),
        can=_can(row, views.require_service(row)),
    )


def _line(row: asyncpg.Record) -> Line:
    return Line(
        id=row["id"],
        number=row["number"],
        service=row["service"],
        service_title=views.name_service(row["service"]),
        department_title=views.name_department(row["department"]),
        firm=row["firm"],
        state=row["state"],
        state_title=views.name_state(row["state"]),
        due_on=row["due_on"],
        light=views.light(row),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _can(row: asyncpg.Record, service: Service) -> list[Ask]:
    return asks(row["state"], withdrawable=service.withdrawable, rated=row["rating"] is not None)


def _last_day(row: asyncpg.Record) -> date | None:
    """The last day of a draft, which is forgotten afterwards."""
    if row["state"] != "draft":
        return None
    begun: date = row["created_at"].astimezone(SHANGHAI).date()
    return begun + timedelta(days=DRAFT_DAYS)
