"""The tables of applications.

Answers, notes and files' names are sealed. A file lies encrypted in the storage under a key of its own, which
is sealed here: without its row, a file is noise.
"""

from piccolo.columns import JSONB, UUID, Bytea, Date, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Application(Table, tablename="application", db=DB):
    """Something that a resident asks of the city, and where it stands.

    `answers_sealed` holds the answers and where the prefilled ones come from. `subject` is whom it is about:
    the applicant, or the firm. `division` is whose desk handles it. `wants` names the fields and materials of
    an open correction. `paused_on`: since when the time limit stands still.
    """

    id = UUID(primary_key=True, default=UUID7())
    number = Text(unique=True)
    service = Text()
    account = UUID()
    subject = UUID()
    firm = UUID(null=True, default=None)
    department = Text()
    division = Text()
    state = Text()
    version = Integer()
    answers_sealed = Bytea()
    wants = JSONB(null=True, default=None)
    assigned_to = UUID(null=True, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    accepted_at = Timestamptz(null=True, default=None)
    due_on = Date(null=True, default=None)
    paused_on = Date(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    certificate = UUID(null=True, default=None)
    certificate_register = Text(null=True, default=None)
    rating = SmallInt(null=True, default=None)
    created_at = Timestamptz()
    updated_at = Timestamptz()


class ApplicationEvent(Table, tablename="application_event", db=DB):
    """One thing that happened to an application; never changed. `version` is what the application became."""

    id = UUID(primary_key=True, default=UUID7())
    application = UUID()
    version = Integer()
    at = Timestamptz()
    kind = Text()
    actor_kind = Text()
    actor = UUID(null=True, default=None)
    department = Text(null=True, default=None)
    from_state = Text(null=True, default=None)
    to_state = Text(null=True, default=None)
    reason = Text(null=True, default=None)
    note_sealed = Bytea(null=True, default=None)


class Upload(Table, tablename="upload", db=DB):
    """A file of an application; one that is removed has lost its key."""

    id = UUID(primary_key=True, default=UUID7())
    application = UUID()
    material = Text()
    file_name_sealed = Bytea()
    media_type = Text()
    bytes = Integer()
    sha256 = Bytea()
    storage_key = Text(unique=True)
    key_sealed = Bytea(null=True, default=None)
    created_at = Timestamptz()
    removed_at = Timestamptz(null=True, default=None)
