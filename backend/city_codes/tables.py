"""The tables of city codes; a day's partition of verifications is made by `service.partitions`.

This domain's statements work on sets and are SQL in the service; these classes say what is stored.
"""

from piccolo.columns import UUID, BigInt, Bytea, Date, Integer, Text, Timestamptz
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
