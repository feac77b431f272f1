"""What registers leave for later."""

from backend.core.resealing import Sealed

SEALED = (
    Sealed("subject", "identifier_sealed", "subject.identifier"),
    Sealed("record", "identifiers_sealed", "record.identifiers", ("id", "version")),
)
