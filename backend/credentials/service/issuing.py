"""A day of credentials for a phone: signed here, and kept nowhere but on the phone."""

import binascii
import uuid
from datetime import UTC, datetime

from backend.core import clock, db, limits
from backend.core.actors import Resident
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.credentials.errors import OnlineOnly, UnusableKey
from backend.credentials.rules.carried_codes import BROWSER_KEY, ED25519, ES256, HOUR_SECONDS, Suite
from backend.credentials.rules.cids import seal_cids
from backend.credentials.rules.holders import band_of
from backend.credentials.rules.jws import decode, encode
from backend.credentials.rules.signatures import may_be_key
from backend.credentials.rules.signing import write_credentials
from backend.credentials.rules.statuses import shard_of
from backend.credentials.schemas import BatchStanding, CredentialBatch, CredentialRequest
from backend.credentials.service.cids import day_cipher
from backend.credentials.service.holding import require_may_show
from backend.credentials.service.issuer_keys import issuer_keys
from backend.credentials.service.numbering import CREDENTIAL_LIFE, shuffle, take_serials

# A phone asks every six hours; more is a phone that loses what it got.
BATCHES_PER_DEVICE_A_DAY = 24
DAY_SECONDS = 86_400
SUITES = {"ed25519": ED25519, "es256": ES256}

FIND = """
select born_on, (select until from online_only where device = $2 and until > $3) as online_only_until
from resident_standing where number = $1
"""
FIND_BATCH = """
select expires_at from credential_batch where device = $1 and expires_at > $2 and id = $3
"""
KEEP = """
insert into credential_batch
    (kid, first_serial, credentials, id, number, session, device, issued_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def issue_batch(resident: Resident, wish: CredentialRequest) -> CredentialBatch:
    """A credential for each of the phone's keys, good until the last full hour within a day.

    OnlineOnly, UnusableKey, TooManyRequests or a reason of `require_may_show` says why not. Asked again, it
    gives other credentials; those of before count on until they end.
    """
    require_may_show(resident)
    suite = SUITES[wish.suite]
    keys = _read_keys(suite, wish.keys)
    await limits.count(
        "credentials.batch", str(resident.device), limit=BATCHES_PER_DEVICE_A_DAY, window_seconds=DAY_SECONDS
    )
    now = clock.now()
    band = await _find_band(resident, now)
    kid, secret = issuer_keys().kid, issuer_keys().secret
    serials = await take_serials(kid, len(keys))
    hours = int((now + CREDENTIAL_LIFE).timestamp()) // HOUR_SECONDS
    expires_at = datetime.fromtimestamp(hours * HOUR_SECONDS, UTC)
    batch = new_id()
    async with db.connection() as connection:
        await connection.execute(
            KEEP, kid, serials.start, len(keys), batch, resident.number, resident.session, resident.device,
            now, expires_at,
        )  # fmt: skip
    order = shuffle(kid, shard_of(serials.start))
    written = write_credentials(
        suite,
        kid,
        seal_cids(resident.number, now, serials, day_cipher),
        [order.index(serial) for serial in serials],
        int(expires_at.timestamp()),
        (BROWSER_KEY, band),
        keys,
        secret,
    )
    return CredentialBatch(
        id=batch,
        credentials=[encode(credential) for credential in written],
        issued_at=now,
        expires_at=expires_at,
        server_time=clock.now(),
    )


async def read_batch(resident: Resident, batch: uuid.UUID) -> BatchStanding:
    """Until when what the phone carries counts; NotFound once it does not, or a reason of `issue_batch`."""
    require_may_show(resident)
    now = clock.now()
    await _find_band(resident, now)
    async with db.connection() as connection:
        expires_at = await connection.fetchval(FIND_BATCH, resident.device, now, batch)
    if expires_at is None:
        raise NotFound
    return BatchStanding(expires_at=expires_at, server_time=now)


def _read_keys(suite: Suite, texts: list[str]) -> list[bytes]:
    try:
        keys = [decode(text) for text in texts]
    except (binascii.Error, ValueError):
        raise UnusableKey from None
    if len(set(keys)) < len(keys) or [encode(key) for key in keys] != texts:
        raise UnusableKey
    if not all(may_be_key(suite, key) for key in keys):
        raise UnusableKey
    return keys


async def _find_band(resident: Resident, now: datetime) -> int:
    async with db.connection() as connection:
        row = await connection.fetchrow(FIND, resident.number, resident.device, now)
    if row is None:
        raise NotFound
    if row["online_only_until"] is not None:
        raise OnlineOnly(until=row["online_only_until"])
    return band_of(row["born_on"], clock.today())
