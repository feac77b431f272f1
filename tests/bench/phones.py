"""Phones that got credentials from a bench's city, and the codes that they draw without it."""

from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from nacl.bindings import crypto_sign

from backend import vectors
from backend.core import clock
from backend.core.batches import Connection
from backend.credentials.rules.carried_codes import BROWSER_KEY, ED25519, write_text
from backend.credentials.rules.cids import seal_cid
from backend.credentials.rules.signing import write_credentials, write_show
from backend.credentials.rules.statuses import shard_of
from backend.credentials.service import day_cipher, issuer_keys
from backend.credentials.service.numbering import BLOCK, shuffle
from backend.places.service import scenes

BATCH = 32
LIFE_SECONDS = 20 * 3600
# One key for all phones: a check costs the same whoever signed.
PHONE = vectors.ed25519("phone")

ADD = """
insert into credential_batch
    (kid, first_serial, credentials, id, number, session, device, issued_at, expires_at)
select $1, $2 + (row_number() over (order by number) - 1) * $3::int, $3, gen_random_uuid(), number, session,
    device, now(), now() + interval '20 hours'
from session_standing
where number between $4 and $5
"""
TAKE = """
insert into credential_series (kid, next) values ($1, $2)
on conflict (kid) do update set next = credential_series.next + $2
returning next - $2
"""
ADD_SHARDS = """
insert into credential_shard (kid, shard, expires_at)
select $1, shard, now() + interval '2 days' from generate_series($2::int, $3::int) as shard
on conflict do nothing
"""
FIND = """
select distinct on (number) number, first_serial from credential_batch
where kid = $1 and number = any($2::bigint[]) order by number, first_serial
"""


class Held(NamedTuple):
    """A resident's number, and that of the first of their phone's credentials."""

    number: int
    first_serial: int


class Phones:
    """One phone for each resident, with a batch of credentials that the city knows of."""

    def __init__(self, held: list[Held]) -> None:
        self._held = held
        self._turns = count()

    def draw(self, codes: int) -> list[str]:
        """`codes` carried codes of this moment for the library, each of another credential."""
        keys = issuer_keys()
        now = clock.now()
        at, expires_at, scene = (
            int(now.timestamp()),
            int(now.timestamp()) + LIFE_SECONDS,
            scenes()["library"].number,
        )
        cids, statuses = [], []
        for _ in range(codes):
            again, place = divmod(next(self._turns), len(self._held))
            phone = self._held[place]
            serial = phone.first_serial + again % BATCH
            cids.append(seal_cid(phone.number, now, day_cipher))
            statuses.append(shuffle(keys.kid, shard_of(serial)).index(serial))
        credentials = write_credentials(
            ED25519,
            keys.kid,
            cids,
            statuses,
            expires_at,
            (BROWSER_KEY, 3),
            [PHONE.public] * codes,
            keys.secret,
        )
        return [write_text(write_show(one, at, 1, scene, _sign)) for one in credentials]


async def give(connection: Connection, first: int, last: int) -> None:
    """A batch for each resident with a number from `first` to `last`."""
    kid = issuer_keys().kid
    blocks = (last - first + 1) * BATCH // BLOCK + 1
    start = await connection.fetchval(TAKE, kid, blocks * BLOCK)
    await connection.execute(ADD, kid, start, BATCH, first, last)
    await connection.execute(ADD_SHARDS, kid, shard_of(start), shard_of(start + blocks * BLOCK))


async def find(connection: Connection, numbers: Iterable[int]) -> "Phones":
    """The phones of the residents with these numbers."""
    rows = await connection.fetch(FIND, issuer_keys().kid, list(numbers))
    return Phones([Held(row["number"], row["first_serial"]) for row in rows])


def _sign(said: bytes) -> bytes:
    return crypto_sign(said, PHONE.secret)[:64]
