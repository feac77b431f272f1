"""What a resident agreed to: one version of a text, given and taken back."""

import uuid
from datetime import datetime
from functools import lru_cache

from backend import content
from backend.core import audit, clock, db
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.registers.schemas.consents import Consent, ConsentList, ConsentText

GIVEN = "select consent, version, given_at from consent where account = $1 and withdrawn_at is null"
GIVE = """
insert into consent (id, account, consent, version, given_at) values ($1, $2, $3, $4, $5)
on conflict (account, consent) where withdrawn_at is null do nothing returning true
"""
WITHDRAW_OTHERS = """
update consent set withdrawn_at = $4
where account = $1 and consent = $2 and version <> $3 and withdrawn_at is null
"""
WITHDRAW = """
update consent set withdrawn_at = $3
where account = $1 and consent = $2 and withdrawn_at is null returning version
"""


@lru_cache(maxsize=1)
def consents() -> dict[str, ConsentText]:
    """Everything that one may agree to, by its id, read once; ContentError when any of it is wrong."""
    return content.load(content.FOLDER / "consents", ConsentText)


async def list_consents(resident: Resident) -> ConsentList:
    """What the resident may agree to, and has."""
    given = await _read_given(resident.account)
    return ConsentList(
        [
            Consent(id=id_, version=text.version, title=text.title, text=text.text, given_at=given.get(id_))
            for id_, text in consents().items()
        ]
    )


async def find_given(account: uuid.UUID) -> frozenset[str]:
    """The ids of what an account has agreed to, in its present version."""
    return frozenset(await _read_given(account))


async def give_consent(resident: Resident, id_: str) -> None:
    """Agree to the present version; NotFound for an unknown one. Given twice, the first counts."""
    if id_ not in consents():
        raise NotFound
    version, now = consents()[id_].version, clock.now()
    async with db.transaction(), db.connection() as connection:
        await connection.execute(WITHDRAW_OTHERS, resident.account, id_, version, now)
        if await connection.fetchval(GIVE, new_id(), resident.account, id_, version, now):
            await _note(resident, "consent-given", id_, version)


async def withdraw_consent(resident: Resident, id_: str) -> None:
    """Take the consent back; it counts no more from now on."""
    if id_ not in consents():
        raise NotFound
    async with db.transaction(), db.connection() as connection:
        version = await connection.fetchval(WITHDRAW, resident.account, id_, clock.now())
        if version is not None:
            await _note(resident, "consent-withdrawn", id_, version)


async def _note(resident: Resident, action: str, id_: str, version: int) -> None:
    by = audit.By("resident", resident.account)
    await audit.note(action, by, account=resident.account, consent=id_, version=version)


async def _read_given(account: uuid.UUID) -> dict[str, datetime]:
    async with db.connection() as connection:
        rows = await connection.fetch(GIVEN, account)
    known = consents()
    return {
        row["consent"]: row["given_at"]
        for row in rows
        if row["consent"] in known and known[row["consent"]].version == row["version"]
    }
