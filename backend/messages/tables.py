"""The table of messages."""

from piccolo.columns import JSON, UUID, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Message(Table, tablename="message", db=DB):
    """Something that the city told a resident: its kind and facts, from which its words are made when read.

    `key` is the sender's: one account gets a message with it once. Facts hold nothing that identifies.
    """

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    kind = Text()
    facts = JSON()
    key = Text()
    at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)
