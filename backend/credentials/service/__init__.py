"""Everything that routes, jobs and other domains may ask of credentials."""

from backend.credentials.service.cids import as_date, day_cipher
from backend.credentials.service.ending import end_lost_batches, find_batch, online_only_from_now, revoke
from backend.credentials.service.forgetting import forget
from backend.credentials.service.holding import require_may_show
from backend.credentials.service.issuer_keys import find_issuers, issuer_keys
from backend.credentials.service.issuing import issue_batch, read_batch
from backend.credentials.service.numbering import serial_of
from backend.credentials.service.publishing import Document, read_document, read_list_keys
from backend.credentials.service.status_lists import read_status_list

__all__ = [
    "Document",
    "as_date",
    "day_cipher",
    "end_lost_batches",
    "find_batch",
    "find_issuers",
    "forget",
    "issue_batch",
    "issuer_keys",
    "online_only_from_now",
    "read_batch",
    "read_document",
    "read_list_keys",
    "read_status_list",
    "require_may_show",
    "revoke",
    "serial_of",
]
