"""The clerks' steps: accept, ask for a correction, review, approve, refuse, hand over."""

import uuid
from collections.abc import Sequence

import asyncpg
import msgspec

from backend.applications.errors import UnknownTemplate
from backend.applications.rules import clocks
from backend.applications.rules.texts import clean_note
from backend.applications.schemas.application import DeskStanding
from backend.applications.schemas.asking import AtVersion
from backend.applications.schemas.desk import Approval, CorrectionRequest, Refusal
from backend.applications.service import views
from backend.applications.service.access import find_handled
from backend.applications.service.acting import Act, Columns, act
from backend.applications.service.changing import CITY, Step
from backend.applications.service.looking import by_clerk
from backend.applications.service.results import write
from backend.applications.service.rows import Wanted
from backend.applications.service.templates import templates
from backend.core import clock
from backend.core.problems import FieldError, InvalidRequest
from backend.staff.schemas import Clerk
from backend.workdays.service import add_working_days


async def accept(clerk: Clerk, application: uuid.UUID, at: AtVersion) -> DeskStanding:
    """Take the application on: from now on its time limit runs."""
    row = await find_handled(clerk, application)
    limit = views.require_service(row).time_limit.working_days
    due_on = clocks.start(clock.today(), limit, add_working_days)
    columns = {"accepted_at": clock.now(), "due_on": due_on}
    return await act(clerk, row, at.version, Act("accept", "accepted", columns, "application-accepted"))


async def ask_correction(clerk: Clerk, application: uuid.UUID, given: CorrectionRequest) -> DeskStanding:
    """Ask the applicant to correct something; the time limit stands still meanwhile.

    InvalidRequest for a field or material that the service has not.
    """
    row = await find_handled(clerk, application)
    _require_known(row, given)
    wanted = msgspec.json.encode(Wanted(given.fields, given.materials)).decode()
    columns = {"wants": wanted, "paused_on": clock.today() if row["due_on"] else None}
    note = clean_note(given.text, "#/text") or given.text
    deed = Act("ask-correction", "correction-asked", columns, "application-correction", note=note)
    return await act(clerk, row, given.version, deed)


async def review(clerk: Clerk, application: uuid.UUID, at: AtVersion) -> DeskStanding:
    """Begin the review."""
    row = await find_handled(clerk, application)
    return await act(clerk, row, at.version, Act("review", "in-review", {}))


async def approve(clerk: Clerk, application: uuid.UUID, given: Approval) -> DeskStanding:
    """Grant it. What the service results in is written into the register and is in the wallet at once."""
    row = await find_handled(clerk, application)
    note, now = clean_note(given.note, "#/note"), clock.now()
    result = views.require_service(row).result
    if result is None:
        deed = Act("approve", "approved", {"decided_at": now}, "application-approved", note=note)
        return await act(clerk, row, given.version, deed)

    async def write_result() -> Columns:
        record = await write(by_clerk(clerk, row["department"]), row, result)
        return {"certificate": record, "certificate_register": result.register}

    columns = {"decided_at": now, "ended_at": now}
    delivered = Step("delivered", "delivered", CITY)
    deed = Act(
        "approve", "approved", columns, "application-approved",
        note=note, more=write_result, then=[delivered],
    )  # fmt: skip
    return await act(clerk, row, given.version, deed)


async def refuse(clerk: Clerk, application: uuid.UUID, given: Refusal) -> DeskStanding:
    """Say no, with a reason. UnknownTemplate."""
    row = await find_handled(clerk, application)
    template = templates().get(given.reason)
    if template is None or template.use != "refusal":
        raise UnknownTemplate
    note, now = clean_note(given.text, "#/text"), clock.now()
    columns = {"decided_at": now, "ended_at": now, "wants": None}
    deed = Act("refuse", "refused", columns, "application-refused", reason=given.reason, note=note)
    return await act(clerk, row, given.version, deed)


async def deliver(clerk: Clerk, application: uuid.UUID, at: AtVersion) -> DeskStanding:
    """Note that what was granted is in the applicant's hands."""
    row = await find_handled(clerk, application)
    columns = {"ended_at": clock.now()}
    return await act(clerk, row, at.version, Act("deliver", "delivered", columns, "application-delivered"))


def _require_known(row: asyncpg.Record, given: CorrectionRequest) -> None:
    service = views.require_service(row)
    errors = [
        *_unknown("fields", given.fields, {field.name for field in service.fields}),
        *_unknown("materials", given.materials, {material.id for material in service.materials}),
    ]
    if errors:
        raise InvalidRequest(errors=errors)


def _unknown(name: str, given: Sequence[str], known: set[str]) -> list[FieldError]:
    return [
        FieldError(f"#/{name}/{place}", "The service does not have it.")
        for place, item in enumerate(given)
        if item not in known
    ]
