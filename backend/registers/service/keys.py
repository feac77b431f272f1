"""The keys of departments' own systems: made once, shown once, ended at once."""

import hashlib
import secrets
import uuid

import asyncpg
import msgspec
import structlog

from backend.core import audit, clock, db, idempotency
from backend.core.actors import Department, Resident
from backend.core.ids import new_id
from backend.core.problems import NotAllowed, NotFound
from backend.core.sealing import seal, unseal
from backend.places.rules.names import clean_name
from backend.places.service import divisions
from backend.registers.errors import KeyLimitReached
from backend.registers.schemas.intake import Key, KeyList, MadeKey, NewKey
from backend.staff.service import clerk_of, departments

PREFIX = "yima_"
SECRET_BYTES = 32
SEALED_AS = "department_key.secret"
KEYS_MAX = 20
LISTED_MAX = 200

AUTHENTICATE = """
select id, department, rows_a_day, calls_a_day from department_key where key_hash = $1 and ended_at is null
"""
MAKE = """
insert into department_key
    (id, department, label, key_hash, rows_a_day, calls_a_day, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
COUNT = "select count(*) from department_key where department = $1 and ended_at is null"
LIST = "select * from department_key where department = $1 order by id desc limit $2"
END = """
update department_key set ended_at = $3, ended_by = $4
where id = $1 and department = $2 and ended_at is null returning id
"""

events = structlog.get_logger()


class _Kept(msgspec.Struct):
    """What is kept for a repeated request: the key is not to be had from a copied table."""

    key: Key
    secret_sealed: bytes


async def authenticate_department(secret: str) -> Department | None:
    """The department whose key this is, or None."""
    if not secret.startswith(PREFIX):
        return None
    async with db.connection() as connection:
        row = await connection.fetchrow(AUTHENTICATE, _hash(secret))
    if row is None:
        return None
    return Department(
        department=row["department"],
        key=row["id"],
        rows_a_day=row["rows_a_day"],
        calls_a_day=row["calls_a_day"],
    )


async def make_key(actor: Resident, department: str, new: NewKey, key: str) -> MadeKey:
    """A new key for a department's system, made once; a repeated request shows the same secret again.

    NotFound for an unknown department, NotAllowed, KeyLimitReached at twenty.
    """
    await _require_keeper(actor, department)
    label, secret = clean_name(new.label), PREFIX + secrets.token_urlsafe(SECRET_BYTES)

    async def work() -> _Kept:
        async with db.connection() as connection:
            await connection.execute(LOCK, f"department-key/{department}")
            if await connection.fetchval(COUNT, department) >= KEYS_MAX:
                raise KeyLimitReached(limit=KEYS_MAX)
            row = await connection.fetchrow(
                MAKE, new_id(), department, label, _hash(secret), new.rows_a_day, new.calls_a_day,
                clock.now(), actor.account,
            )  # fmt: skip
        await _note("department-key-made", actor, row["id"], department)
        return _Kept(_view(row), seal(secret, field=SEALED_AS))

    kept = await idempotency.once(f"registers:{actor.account}", key, (department, new), _Kept, work)
    return MadeKey(kept.key, unseal(kept.secret_sealed, field=SEALED_AS))


async def list_keys(actor: Resident, department: str) -> KeyList:
    """The department's keys, newest first, ended ones too."""
    await _require_keeper(actor, department)
    async with db.connection() as connection:
        return KeyList([_view(row) for row in await connection.fetch(LIST, department, LISTED_MAX)])


async def end_key(actor: Resident, department: str, id_: uuid.UUID) -> None:
    """Nothing is taken with this key any more; NotFound when it is none or ended before."""
    await _require_keeper(actor, department)
    async with db.transaction(), db.connection() as connection:
        if await connection.fetchval(END, id_, department, clock.now(), actor.account) is None:
            raise NotFound
        await _note("department-key-ended", actor, id_, department)


async def _require_keeper(actor: Resident, department: str) -> None:
    """Operators, and those who lead the department in the whole city, care for its keys."""
    if not actor.is_operator:
        city = divisions().root
        posts = (await clerk_of(actor)).posts
        if not any(
            (post.department, post.division, post.role) == (department, city, "lead") for post in posts
        ):
            raise NotAllowed
    if department not in departments():
        raise NotFound


async def _note(action: str, actor: Resident, key: uuid.UUID, department: str) -> None:
    by = audit.By("operator" if actor.is_operator else "staff", actor.account, department)
    await audit.note(action, by, key=str(key))
    events.info(f"registers.{action}", key=str(key), department=department)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _view(row: asyncpg.Record) -> Key:
    return Key(
        id=row["id"],
        department=row["department"],
        label=row["label"],
        rows_a_day=row["rows_a_day"],
        calls_a_day=row["calls_a_day"],
        created_at=row["created_at"],
        ended_at=row["ended_at"],
    )
