"""The tables of evidence; the records themselves are city_codes' offline verifications."""

from piccolo.columns import UUID, BigInt, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class EvidenceHead(Table, tablename="evidence_head", db=DB):
    """The last record that a reader's key handed in, and the link that the next one continues."""

    key = UUID(primary_key=True, default=None)
    reader = UUID()
    sequence = BigInt()
    link = Bytea()
    handed_in_at = Timestamptz()


class Finding(Table, tablename="finding", db=DB):
    """Something that does not fit together; `key` lets it be found once, however often one looks."""

    id = UUID(primary_key=True, default=UUID7())
    kind = Text()
    key = Text(unique=True)
    account = UUID(null=True, default=None)
    device = UUID(null=True, default=None)
    reader_one = UUID()
    venue_one = UUID()
    at_one = Timestamptz()
    reader_two = UUID(null=True, default=None)
    venue_two = UUID(null=True, default=None)
    at_two = Timestamptz(null=True, default=None)
    records = Integer(default=1)
    found_at = Timestamptz()
    resolved_at = Timestamptz(null=True, default=None)
    resolved_by = UUID(null=True, default=None)
    note = Text(null=True, default=None)
