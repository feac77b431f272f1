"""The posts that somebody holds, and who is a clerk by them."""

import uuid

from backend.core import db
from backend.core.actors import Resident
from backend.core.problems import NotAllowed, Words
from backend.people.errors import DeviceNotConfirmed
from backend.places.service import find_division
from backend.staff.schemas import Clerk, OwnPosts, Post, PostView
from backend.staff.service.departments import departments, words

HELD = """
select id, department, division, role from staff_post where account = $1 and removed_at is null order by id
"""


async def clerk_of(resident: Resident) -> Clerk:
    """The resident as one who works for the city.

    NotAllowed without a post, DeviceNotConfirmed on a device that has not confirmed who they are.
    """
    posts = await posts_of(resident.account)
    if not posts or resident.suspended:
        raise NotAllowed
    if not resident.confirmed:
        raise DeviceNotConfirmed
    return Clerk(resident.account, posts)


async def posts_of(account: uuid.UUID) -> list[Post]:
    """The posts that somebody holds."""
    async with db.connection() as connection:
        rows = await connection.fetch(HELD, account)
    return [Post(**row) for row in rows]


async def list_own_posts(resident: Resident) -> OwnPosts:
    """The posts that the resident holds; none on a device that is not confirmed."""
    if not resident.confirmed or resident.suspended:
        return OwnPosts([])
    return OwnPosts([show_post(post) for post in await posts_of(resident.account)])


def show_post(post: Post) -> PostView:
    """A post in words; what content no longer names keeps its id."""
    known, place = departments().get(post.department), find_division(post.division)
    return PostView(
        id=post.id,
        department=post.department,
        department_title=words(known.title) if known else Words(post.department, post.department),
        division=post.division,
        division_name=place.name if place else post.division,
        role=post.role,
    )
