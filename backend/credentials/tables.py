"""The tables of credentials; the statements work on sets and are SQL in the service.

No credential is stored: a batch says whose the numbers `first_serial` and on are, and the number leads to the
index in the status lists and back (rules.statuses).
"""

from piccolo.columns import UUID, BigInt, Bytea, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from backend.core.db import DB


class CredentialSeries(Table, tablename="credential_series", db=DB):
    """The next number of a key's credentials."""

    kid = Integer(primary_key=True)
    next = BigInt()


class CredentialShard(Table, tablename="credential_shard", db=DB):
    """A shard of the status lists that is in use."""

    kid = Integer(primary_key=True)
    shard = Integer()
    expires_at = Timestamptz()


class CredentialBatch(Table, tablename="credential_batch", db=DB):
    """Credentials that one device got at once: `credentials` of them, numbered from `first_serial` on."""

    kid = Integer(primary_key=True)
    first_serial = BigInt()
    credentials = SmallInt()
    id = UUID()
    number = BigInt()
    session = UUID()
    device = UUID()
    issued_at = Timestamptz()
    expires_at = Timestamptz()


class CredentialRevocation(Table, tablename="credential_revocation", db=DB):
    """That a credential counts no more, why, and since which version its status list says so."""

    kid = Integer(primary_key=True)
    shard = Integer()
    place = Integer()
    because = Text()
    revoked_at = Timestamptz()
    expires_at = Timestamptz()
    listed_in = BigInt(null=True, default=None)


class StatusList(Table, tablename="status_list", db=DB):
    """A signed status list, as readers fetch it."""

    kid = Integer(primary_key=True)
    shard = Integer()
    version = BigInt()
    body = Bytea()
    made_at = Timestamptz()


class OnlineOnly(Table, tablename="online_only", db=DB):
    """That a device gets no credentials for a while, and why."""

    device = UUID(primary_key=True, default=None)
    because = Text()
    until = Timestamptz()
