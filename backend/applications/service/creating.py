"""Beginning an application: a draft, filled in as far as the city knows the answers."""

import secrets
import uuid
from typing import Literal

import structlog

from backend.applications import errors
from backend.applications.rules import numbers
from backend.applications.schemas.application import Application
from backend.applications.schemas.asking import NewApplication
from backend.applications.service.access import require_applicant
from backend.applications.service.prefilling import prefill
from backend.applications.service.reading import read_own
from backend.applications.service.sealed import Document, seal_document
from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.problems import Busy
from backend.firms.service import require_representative
from backend.people.errors import DeviceNotConfirmed
from backend.places.service.divisions import divisions, find_division, list_ancestors
from backend.registers.service import newest, subject_of
from backend.services.schemas import Service
from backend.services.service import services

DRAFTS_MAX = 20
DRAFT_DAYS = 60
TRIES = 5
Audience = Literal["resident", "firm"]
SEATS: dict[Audience, tuple[str, str]] = {
    "resident": ("population", "home_division"),
    "firm": ("firm-registration", "division"),
}

# One account's drafts are counted one after the other.
LOCK = "select pg_advisory_xact_lock(hashtextextended('application' || $1::uuid::text, 0))"
COUNT = "select count(*) from application where account = $1 and state = 'draft'"
CREATE = """
with made as (
    insert into application (id, number, service, account, subject, firm, department, division, state,
        version, answers_sealed, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', 1, $9, $10, $10)
    on conflict (number) do nothing returning id
)
insert into application_event (id, application, version, at, kind, actor_kind, actor, to_state)
select $11, id, 1, $10, 'created', 'applicant', $4, 'draft' from made returning true
"""

events = structlog.get_logger()


async def create(resident: Resident, new: NewApplication, key: str) -> Application:
    """A draft, made once for `key`: with the answers that registers have, as far as the applicant agreed.

    UnknownService, NotOnline, FirmNeeded, NotForFirms, FirmNotYours; TooManyDrafts beyond 20.
    """
    require_applicant(resident)
    service = _find_service(new)

    async def work() -> uuid.UUID:
        subject = await _find_subject(resident, new)
        await _count_drafts(resident.account)
        application = new_id()
        document = await prefill(resident, service, subject, application)
        await _insert(resident, new, service, application, subject, document)
        events.info("applications.created", application=str(application), service=new.service)
        return application

    # Its id is the answer that is kept: what registers filled in lies nowhere unsealed.
    made = await idempotency.once(f"applications:{resident.account}", key, new, uuid.UUID, work)
    return await read_own(resident, made)


def _find_service(new: NewApplication) -> Service:
    service = services().get(new.service)
    if service is None:
        raise errors.UnknownService
    if "online" not in service.channels:
        raise errors.NotOnline
    if (service.audience == "firm") != (new.firm is not None):
        raise errors.FirmNeeded if new.firm is None else errors.NotForFirms
    return service


async def _find_subject(resident: Resident, new: NewApplication) -> uuid.UUID:
    """Whom the application is about: the firm, or the applicant."""
    if new.firm is not None:
        return await require_representative(resident, new.firm)
    subject = await subject_of(resident.account)
    if subject is None:
        raise DeviceNotConfirmed
    return subject


async def _count_drafts(account: uuid.UUID) -> None:
    async with db.connection() as connection:
        await connection.execute(LOCK, account)
        if await connection.fetchval(COUNT, account) >= DRAFTS_MAX:
            raise errors.TooManyDrafts(limit=DRAFTS_MAX)


async def _insert(
    resident: Resident,
    new: NewApplication,
    service: Service,
    application: uuid.UUID,
    subject: uuid.UUID,
    document: Document,
) -> None:
    division = await _find_desk(subject, service, "firm" if new.firm else "resident")
    async with db.connection() as connection:
        for _ in range(TRIES):
            number = numbers.write(clock.today(), secrets.randbelow(numbers.DRAWS))
            made = await connection.fetchval(
                CREATE, application, number, new.service, resident.account, subject, new.firm,
                service.department, division, seal_document(document), clock.now(), new_id(),
            )  # fmt: skip
            if made:
                return
    raise Busy(retry_after_seconds=1)


async def _find_desk(subject: uuid.UUID, service: Service, audience: Audience) -> str:
    """Whose desk handles it: around the applicant's home or the firm's seat, at the service's level.

    The nearest above when the home is known less exactly, and the city when it is not known.
    """
    register, field = SEATS[audience]
    facts = (await newest([subject], {register: [field]})).get((subject, register))
    home = find_division(str(facts[0].facts.get(field, ""))) if facts else None
    if home is None:
        return divisions().root
    above = [home, *list_ancestors(home.code)]
    return next((division.code for division in above if division.level == service.level), home.code)
