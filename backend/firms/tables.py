"""The tables of firms."""

from piccolo.columns import UUID, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Firm(Table, tablename="firm", db=DB):
    """A firm that somebody represents here; `subject` is whom the registers' records are about."""

    id = UUID(primary_key=True, default=UUID7())
    subject = UUID(unique=True)
    created_at = Timestamptz()


class Representative(Table, tablename="representative", db=DB):
    """That an account may act for a firm: as its legal representative, or as an agent whom that one named."""

    id = UUID(primary_key=True, default=UUID7())
    firm = UUID()
    account = UUID()
    role = Text()
    added_at = Timestamptz()
    added_by = UUID()
    removed_at = Timestamptz(null=True, default=None)
