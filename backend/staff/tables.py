"""The tables of staff; posts and tasks are ended, never removed."""

from piccolo.columns import UUID, Date, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class StaffPost(Table, tablename="staff_post", db=DB):
    """That an account works for a department at a node."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    department = Text()
    division = Text()
    role = Text()
    added_at = Timestamptz()
    added_by = UUID()
    removed_at = Timestamptz(null=True, default=None)
    removed_by = UUID(null=True, default=None)


class StaffTask(Table, tablename="staff_task", db=DB):
    """Something that waits for the staff of a node; `key` lets it be opened once."""

    id = UUID(primary_key=True, default=UUID7())
    key = Text(unique=True)
    kind = Text()
    department = Text()
    division = Text()
    about = UUID()
    facts = Text()
    due_on = Date()
    created_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)
    done_by = UUID(null=True, default=None)
    note = Text(null=True, default=None)
