"""The tables of city codes, and the view that evidence may read.

    code_show(day, cid, slot, counter, mark, number, id, reader, venue, at, reason, doubt)
        every time a code counted at the city, and every time a reader alone decided about one
        `slot`: 0, or the quarter minute of a carried code; `mark`: of its signature, 8 bytes of SHA-256

A day's partitions are made by `service.partitions`.

This domain's statements work on sets and are SQL in the service; these classes say what is stored.
"""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Verification(Table, tablename="verification", db=DB):
    """That a code was accepted, once: where, when, and which attributes were shown (ids, by comma).

    `day` is the day of issue that the cid itself holds, so that (day, cid, slot) is the single use.
    """

    day = Date()
    cid = Bytea()
    slot = Integer(default=0)
    id = UUID(primary_key=True, default=UUID7())
    number = BigInt()
    reader = UUID()
    venue = UUID()
    organisation = UUID()
    attempt = UUID()
    at = Timestamptz()
    scene = Text()
    shown = Text()
    counter = Integer(null=True, default=None)
    mark = Bytea(null=True, default=None)


class Refusal(Table, tablename="refusal", db=DB):
    """That a reader was refused a code whose holder is known: the holder's list shows who tried."""

    cid = Bytea()
    reader = UUID()
    attempt = UUID()
    id = UUID(primary_key=True, default=UUID7())
    number = BigInt()
    venue = UUID()
    organisation = UUID()
    at = Timestamptz()
    scene = Text()
    reason = Text()


class CredentialUse(Table, tablename="credential_use", db=DB):
    """The highest counter of a credential that was accepted by the city itself."""

    day = Date()
    cid = Bytea(primary_key=True)
    counter = Integer()


class SpokenNumber(Table, tablename="spoken_number", db=DB):
    """A number that somebody may say instead of showing a code; found by a keyed index only."""

    number_index = Bytea(primary_key=True)
    day = Date()
    cid = Bytea()
    number = BigInt()
    scene = Text()
    expires_at = Timestamptz()


class OfflineVerification(Table, tablename="offline_verification", db=DB):
    """What a reader decided without a network and handed in later; `sequence` counts for each of its keys.

    `doubt`: handed in too late, or at a time that the code itself contradicts.
    """

    day = Date()
    key = UUID()
    sequence = BigInt()
    cid = Bytea()
    slot = Integer()
    counter = Integer(null=True, default=None)
    mark = Bytea()
    kid = Integer(null=True, default=None)
    status = BigInt(null=True, default=None)
    id = UUID(primary_key=True, default=UUID7())
    number = BigInt()
    reader = UUID()
    venue = UUID()
    organisation = UUID()
    at = Timestamptz()
    received_at = Timestamptz()
    scene = Text()
    shown = Text()
    reason = Text(null=True, default=None)
    degraded = Boolean()
    doubt = Text(null=True, default=None)


class VenueCount(Table, tablename="venue_count", db=DB):
    """How many checks of one outcome a venue made on a civil day, with the city or alone."""

    venue = UUID(primary_key=True, default=None)
    day = Date()
    offline = Boolean()
    outcome = Text()
    checks = BigInt()


class VenueCounting(Table, tablename="venue_counting", db=DB):
    """Up to when the city's own verifications are counted; one row."""

    single = Boolean(primary_key=True, default=True)
    counted_until = Timestamptz()
