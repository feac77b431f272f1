"""The tables of places, and the view that city codes may read.

    reader_standing(reader, venue, organisation, scene, key, usable)
        one row a reader; `key` is the id of its enrolled key, null before enrolment; a token counts only
        while its `key` claim is this one
        `usable`: enrolled, and neither reader, venue nor organisation suspended

Enrolment codes are kept as a keyed index only. A reader's organisation is its venue's: a constraint says so.
"""

from piccolo.columns import UUID, Array, Boolean, Bytea, DoublePrecision, Text, Timestamptz, Varchar
from piccolo.table import Table

from backend.core.db import DB
from backend.core.ids import UUID7


class Organisation(Table, tablename="organisation", db=DB):
    """Whoever runs venues: a library, a bus company, a community's property management."""

    id = UUID(primary_key=True, default=UUID7())
    name_zh = Varchar(length=60)
    name_en = Varchar(length=60)
    credit_code = Varchar(length=18, null=True, default=None, unique=True)
    created_at = Timestamptz()
    created_by = UUID()


class Manager(Table, tablename="manager", db=DB):
    """That an account manages the venues and readers of an organisation."""

    id = UUID(primary_key=True, default=UUID7())
    organisation = UUID()
    account = UUID()
    added_at = Timestamptz()
    added_by = UUID()


class Venue(Table, tablename="venue", db=DB):
    """A place where codes are shown, and the scenes that happen there."""

    id = UUID(primary_key=True, default=UUID7())
    organisation = UUID()
    name_zh = Varchar(length=60)
    name_en = Varchar(length=60)
    division = Varchar(length=12)
    scenes = Array(Varchar(length=40))
    created_at = Timestamptz()
    created_by = UUID()
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)


class Reader(Table, tablename="reader", db=DB):
    """A scanner at a venue, for one scene; `key` points to the key that it holds now."""

    id = UUID(primary_key=True, default=UUID7())
    venue = UUID()
    organisation = UUID()
    name = Varchar(length=60)
    scene = Varchar(length=40)
    key = UUID(null=True, default=None)
    created_at = Timestamptz()
    created_by = UUID()
    last_seen_at = Timestamptz(null=True, default=None)


class ReaderKey(Table, tablename="reader_key", db=DB):
    """A public key that a reader enrolled; its thumbprint is taken for ever."""

    id = UUID(primary_key=True, default=UUID7())
    reader = UUID()
    jwk = Text()
    thumbprint = Bytea(unique=True)
    enrolled_at = Timestamptz()
    replaced_at = Timestamptz(null=True, default=None)


class EnrolmentCode(Table, tablename="enrolment_code", db=DB):
    """A code that lets one key be enrolled for a reader, once."""

    id = UUID(primary_key=True, default=UUID7())
    reader = UUID()
    code_index = Bytea(unique=True)
    created_at = Timestamptz()
    created_by = UUID()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
    key = UUID(null=True, default=None)


class ReaderAssertion(Table, tablename="reader_assertion", db=DB):
    """An assertion that was used, kept until nobody would accept it anyway."""

    jti = UUID(primary_key=True, default=None)
    reader = UUID()
    expires_at = Timestamptz()


class PlaceSuspension(Table, tablename="place_suspension", db=DB):
    """That an organisation, venue or reader was suspended, why and by whom, and who lifted it."""

    id = UUID(primary_key=True, default=UUID7())
    scope = Text()
    subject = UUID()
    reason = Varchar(length=200)
    by_operator = Boolean()
    suspended_at = Timestamptz()
    suspended_by = UUID()
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = UUID(null=True, default=None)
