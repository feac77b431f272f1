"""Rating how it went (好差评), once it is over."""

import uuid

from backend.applications.errors import AlreadyRated, NotNow
from backend.applications.rules.moves import ENDED
from backend.applications.rules.texts import clean_note
from backend.applications.schemas.application import Rating
from backend.applications.schemas.asking import GivenRating
from backend.applications.service import rows, views
from backend.applications.service.access import find_own, require_applicant
from backend.applications.service.sealed import seal_note
from backend.core import clock, db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.staff.service import open_task
from backend.workdays.service import add_working_days

BAD_STARS = 2
# 国办发〔2019〕51号: a bad rating is looked into within one working day and answered within fifteen.
ANSWER_DAYS = 15

RATE = """
with rated as (
    update application set rating = $2, version = version + 1, updated_at = $3
    where id = $1 and rating is null and ended_at is not null returning *
), told as (
    insert into application_event (id, application, version, at, kind, actor_kind, actor, note_sealed)
    select $4, id, version, $3, 'rated', 'applicant', account, $5 from rated
)
select department, division, number from rated
"""


async def rate(resident: Resident, application: uuid.UUID, given: GivenRating) -> Rating:
    """Keep the rating; one of at most two stars becomes a task of the department. The first one counts.

    NotNow before the end, AlreadyRated for another rating than the first.
    """
    require_applicant(resident)
    comment = clean_note(given.comment, "#/comment")
    row = await find_own(resident, application, rows.WHOLE_OWN)
    if row["state"] not in ENDED:
        raise NotNow(state=row["state"])
    async with db.transaction(), db.connection() as connection:
        rated = await connection.fetchrow(
            RATE, application, given.stars, clock.now(), new_id(), seal_note(comment)
        )
        if rated is not None and given.stars <= BAD_STARS:
            await open_task(
                "bad-rating",
                rated["department"],
                rated["division"],
                application,
                {"number": rated["number"], "stars": given.stars},
                add_working_days(clock.today(), ANSWER_DAYS),
                key=f"bad-rating:{application}",
            )
    rating = Rating(given.stars, comment)
    if rated is None and views.rating(await find_own(resident, application, rows.WHOLE_OWN)) != rating:
        raise AlreadyRated
    return rating
