"""Whether sessions may get codes, asked for many in one statement."""

import uuid
from datetime import datetime
from typing import NamedTuple

import msgspec

from backend.core import clock, keys
from backend.core.batches import Connection
from backend.people.service.sessions import AUDIENCE

STANDINGS = """
with item as materialized (
    select * from unnest($1::uuid[], $2::bytea[]) with ordinality as item (session, token_hash, place)
)
select standing.number, standing.suspended, standing.device_suspended, standing.confirmed
from item left join lateral (
    select * from session_standing as app
    where app.session = item.session and app.token_hash is null and app.live and app.expires_at > $3
    union all
    select * from session_standing as browser
    where browser.token_hash = item.token_hash and browser.live and browser.expires_at > $3
) as standing on true
order by item.place
"""


class AccessToken(msgspec.Struct, frozen=True):
    """What a resident's access token says; it counts only while its session lives."""

    session: uuid.UUID
    expires_at: datetime


class Session(NamedTuple):
    """A session to ask about: an app's by its id, or a browser's by the hash of its cookie."""

    id: uuid.UUID | None
    token_hash: bytes | None


class Standing(NamedTuple):
    """Whose session it is; `number` is None when there is no such session, or it is over."""

    number: int | None
    suspended: bool
    device_suspended: bool
    confirmed: bool


async def read_access_token(token: str) -> AccessToken | None:
    """What an access token says, or None unless we signed it as one and it is not over; no query."""
    claims = await keys.verify_token("access-token", token, AUDIENCE)
    if claims is None:
        return None
    said = {"session": claims.get("sid"), "expires_at": claims["exp"]}
    return msgspec.convert(said, AccessToken, strict=False)


async def read_standings(connection: Connection, sessions: list[Session]) -> list[Standing]:
    """The standing of each session, as it is now."""
    rows = await connection.fetch(STANDINGS, *zip(*sessions, strict=True), clock.now())
    return [Standing(*row) for row in rows]
