"""The tables of registers.

Subjects' numbers and the identifiers among a record's fields are sealed. A resident's `index` is made as
people's `account.id_number_index`, a firm's as firms' `firm.credit_code_index`, so that equal ones belong
together.

Of a record the newest version is current (`superseded_at` is null), also when it says `deleted`; nothing is
overwritten but `superseded_at`, and `as_of` when the source says the same again later. No foreign key stands
on `record`: a batch of a hundred thousand would be checked row by row, and subjects are never removed.
"""

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Subject(Table, tablename="subject", db=DB):
    """Whom or what records are about: a resident, firm, vehicle or premises, by its number."""

    id = UUID(primary_key=True, default=UUID7())
    kind = Text()
    index = Bytea()
    identifier_sealed = Bytea()
    created_at = Timestamptz()


class Record(Table, tablename="record", db=DB):
    """One version of one fact.

    `external_id`: the source's own name for it. `digest`: keyed, of all that the version says, to tell
    whether a later row says anything else. `batch` or `origin` (an application): what brought it.
    """

    id = UUID(primary_key=True, default=None)
    version = Integer()
    register = Text()
    source = Text()
    external_id = Text()
    subject = UUID()
    related = UUID(null=True, default=None)
    facts = JSONB()
    identifiers_sealed = Bytea(null=True, default=None)
    digest = Bytea()
    valid_from = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)
    as_of = Timestamptz()
    received_at = Timestamptz()
    batch = UUID(null=True, default=None)
    origin = UUID(null=True, default=None)
    superseded_at = Timestamptz(null=True, default=None)
    deleted = Boolean(default=False)


class Batch(Table, tablename="record_batch", db=DB):
    """That a department's key handed in records, and what became of them."""

    id = UUID(primary_key=True, default=UUID7())
    register = Text()
    department = Text()
    key = UUID()
    received_at = Timestamptz()
    received = Integer()
    created = Integer()
    changed = Integer()
    unchanged = Integer()
    deleted = Integer()
    outdated = Integer()


class DepartmentKey(Table, tablename="department_key", db=DB):
    """A key by which a department's own system hands in records; only its SHA-256 is kept."""

    id = UUID(primary_key=True, default=UUID7())
    department = Text()
    label = Text()
    key_hash = Bytea(unique=True)
    rows_a_day = Integer()
    calls_a_day = Integer()
    created_at = Timestamptz()
    created_by = UUID()
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)


class Consent(Table, tablename="consent", db=DB):
    """That a resident agreed to one version of a text, and until when."""

    id = UUID(primary_key=True, default=UUID7())
    account = UUID()
    consent = Text()
    version = Integer()
    given_at = Timestamptz()
    withdrawn_at = Timestamptz(null=True, default=None)
