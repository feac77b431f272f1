"""Who works where: given and taken by operators anywhere, and by leads at or below their own node."""

import uuid

import asyncpg
import msgspec
import structlog

from backend.core import clock, db, idempotency
from backend.core.actors import Resident
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.core.pages import Page, cut_page
from backend.core.problems import NotAllowed, NotFound
from backend.people import service as people
from backend.places.service import find_division
from backend.staff.errors import NoSuchNode, PostTaken, TooManyPosts
from backend.staff.rules import Role, level_of, may_give, prefix_of
from backend.staff.schemas import NewPost, Post, StaffPost
from backend.staff.service.departments import departments
from backend.staff.service.holding import posts_of, show_post

NEWEST = uuid.UUID(int=2**128 - 1)
# Posts that one person may hold.
POSTS_MAX = 40

ADD = """
insert into staff_post (id, account, department, division, role, added_at, added_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (account, department, division, role) where removed_at is null do nothing returning *
"""
LIST = """
select * from staff_post
where removed_at is null and ($1::text is null or department = $1)
    and ($2::text is null or division like $2 || '%')
    and ($3::text[] is null or exists (
        select from unnest($3::text[], $4::text[], $7::text[]) as led (department, node, division)
        where led.department = staff_post.department and staff_post.division like led.node || '%'
            and (staff_post.role = 'clerk' or staff_post.division <> led.division)))
    and id < $5
order by id desc limit $6
"""
FIND = "select * from staff_post where id = $1 and removed_at is null for update"
REMOVE = "update staff_post set removed_at = $2, removed_by = $3 where id = $1"

events = structlog.get_logger()


async def add_post(actor: Resident, new: NewPost, key: str) -> StaffPost:
    """The post, given once for `key`.

    NoSuchNode, PostTaken, TooManyPosts beyond 40 a person; NotAllowed for what the actor may not give.
    """
    known = departments().get(new.department)
    if find_division(new.division) is None or known is None or level_of(new.division) not in known.levels:
        raise NoSuchNode
    await _require_lead(actor, new.department, new.division, new.role)

    async def work() -> StaffPost:
        account = await people.account_for_phone(new.phone)
        if len(await posts_of(account)) >= POSTS_MAX:
            raise TooManyPosts(limit=POSTS_MAX)
        async with db.connection() as connection:
            row = await connection.fetchrow(
                ADD, new_id(), account, new.department, new.division, new.role, clock.now(), actor.account
            )
        if row is None:
            raise PostTaken
        by = _by(actor, new.department)
        await note("post-given", by, account=account, post=str(row["id"]), role=new.role)
        events.info("staff.post_given", post=str(row["id"]), by=str(actor.account))
        return (await _view([row]))[0]

    return await idempotency.once(f"staff:{actor.account}", key, ("post", new), StaffPost, work)


async def list_posts(
    actor: Resident, department: str | None, division: str | None, limit: int, after: uuid.UUID | None
) -> Page[StaffPost]:
    """A page of posts that the actor may give and take, newest first; NotAllowed for nobody's lead."""
    led = None if actor.is_operator else await _led(actor)
    if led is not None and not led:
        raise NotAllowed
    async with db.connection() as connection:
        rows = await connection.fetch(
            LIST,
            department,
            None if division is None else prefix_of(division),
            None if led is None else [post.department for post in led],
            None if led is None else [prefix_of(post.division) for post in led],
            after or NEWEST,
            limit + 1,
            None if led is None else [post.division for post in led],
        )
    views = {view.id: view for view in await _view(rows)}
    return cut_page(rows, limit, lambda row: views[row["id"]], lambda row: row["id"])


async def remove_post(actor: Resident, post: uuid.UUID) -> None:
    """Take a post away at once; NotFound unless it is one that the actor may take."""
    async with db.transaction(), db.connection() as connection:
        row = await connection.fetchrow(FIND, post)
        if row is None:
            raise NotFound
        try:
            await _require_lead(actor, row["department"], row["division"], row["role"])
        except NotAllowed:
            raise NotFound from None
        await connection.execute(REMOVE, post, clock.now(), actor.account)
        by = _by(actor, row["department"])
        await note("post-taken", by, account=row["account"], post=str(post), role=row["role"])
    events.info("staff.post_taken", post=str(post), by=str(actor.account))


async def _led(actor: Resident) -> list[Post]:
    if actor.suspended or not actor.confirmed:
        return []
    return [post for post in await posts_of(actor.account) if post.role == "lead"]


async def _require_lead(actor: Resident, department: str, division: str, role: Role) -> None:
    if actor.is_operator:
        return
    led = [post for post in await _led(actor) if post.department == department]
    if not any(may_give(post.division, division, role) for post in led):
        raise NotAllowed


def _by(actor: Resident, department: str) -> By:
    return By("operator" if actor.is_operator else "staff", actor.account, department)


async def _view(rows: list[asyncpg.Record]) -> list[StaffPost]:
    accounts = [row["account"] for row in rows]
    names, phones = await people.mask_names(accounts), await people.mask_phones(accounts)
    shown = {
        row["id"]: show_post(Post(**{name: row[name] for name in Post.__struct_fields__})) for row in rows
    }
    return [
        StaffPost(
            **msgspec.structs.asdict(shown[row["id"]]),
            name_masked=names.get(row["account"]),
            phone_masked=phones[row["account"]],
            added_at=row["added_at"],
        )
        for row in rows
    ]
