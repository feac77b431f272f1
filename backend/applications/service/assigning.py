"""Who of a desk takes an application."""

import uuid

import structlog

from backend.applications.errors import ApplicationChanged, NotAtThisDesk, NotNow, OwnApplication
from backend.applications.rules.moves import OPEN
from backend.applications.schemas.application import DeskStanding
from backend.applications.schemas.desk import Assignment
from backend.applications.service.access import find_handled, is_at_desk
from backend.applications.service.acting import view_standing
from backend.applications.service.looking import note_step
from backend.core import clock, db
from backend.core.ids import new_id
from backend.core.problems import NotAllowed
from backend.staff.schemas import Clerk
from backend.staff.service import posts_of

ASSIGN = """
with changed as (
    update application set assigned_to = $3, version = version + 1, updated_at = $4
    where id = $1 and version = $2 returning *
), told as (
    insert into application_event (id, application, version, at, kind, actor_kind, actor, department)
    select $5, id, version, $4, 'assigned', 'clerk', $6, department from changed
)
select * from changed
"""
CURRENT = "select version, state from application where id = $1"

events = structlog.get_logger()


async def assign(clerk: Clerk, application: uuid.UUID, given: Assignment) -> DeskStanding:
    """Give an application to a colleague of its desk, take it oneself, or put it back for anybody.

    Only a lead takes it from, or gives it to, somebody else: NotAllowed. NotAtThisDesk for a colleague
    without a post there, OwnApplication for the applicant; ApplicationChanged, NotNow.
    """
    row = await find_handled(clerk, application)
    if row["assigned_to"] == given.clerk:
        return view_standing(row)
    if row["version"] != given.version:
        raise ApplicationChanged(version=row["version"], state=row["state"])
    if row["state"] not in OPEN:
        raise NotNow(state=row["state"])
    if given.clerk == row["account"]:
        raise OwnApplication
    await _require_may(clerk, row["department"], row["division"], row["assigned_to"], given.clerk)
    async with db.transaction(), db.connection() as connection:
        changed = await connection.fetchrow(
            ASSIGN, application, given.version, given.clerk, clock.now(), new_id(), clerk.account
        )
        if changed is None:
            current = await connection.fetchrow(CURRENT, application)
            raise ApplicationChanged(**(current or {}))
        await note_step(clerk, changed, "assigned")
    events.info("applications.assigned", application=str(application), by=str(clerk.account))
    return view_standing(changed)


async def _require_may(
    clerk: Clerk, department: str, division: str, holder: uuid.UUID | None, taker: uuid.UUID | None
) -> None:
    """A clerk takes what nobody has, and gives back the own; a lead gives anything to anybody of the desk."""
    others = {holder, taker} - {None, clerk.account}
    leads = [post for post in clerk.posts if post.role == "lead"]
    if others and not is_at_desk(leads, department, division):
        raise NotAllowed
    if taker in (None, clerk.account):
        return
    if not is_at_desk(await posts_of(taker), department, division):
        raise NotAtThisDesk
