"""What lies sealed in an application's rows, and how it is opened."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from backend.applications.schemas.application import Answer
from backend.core.sealing import seal, unseal

ANSWERS = "application.answers"
NOTE = "application_event.note"
FILE_NAME = "upload.file_name"
FILE_KEY = "upload.key"


class Source(msgspec.Struct, frozen=True):
    """The register that an answer or a material comes from, and how old what it said is."""

    register: str
    as_of: datetime


class Document(msgspec.Struct, frozen=True):
    """The answers; which of them and which materials registers gave; the answers as sent in last and before.

    `sent` and `before` tell the clerk what a correction changed.
    """

    answers: dict[str, Answer] = {}
    prefilled: dict[str, Source] = {}
    materials: dict[str, Source] = {}
    sent: dict[str, Answer] | None = None
    before: dict[str, Answer] | None = None

    def submit(self, asked: Collection[str]) -> "Document":
        """The document once its answers are sent in: those to the fields that were `asked`, and no others."""
        answers = {name: answer for name, answer in self.answers.items() if name in asked}
        sources = {name: source for name, source in self.prefilled.items() if name in asked}
        return msgspec.structs.replace(
            self, answers=answers, prefilled=sources, sent=answers, before=self.sent
        )

    def changed(self) -> set[str]:
        """The fields that the last correction changed."""
        if self.sent is None or self.before is None:
            return set()
        return {
            name
            for name in self.sent.keys() | self.before.keys()
            if self.sent.get(name) != self.before.get(name)
        }


def seal_document(document: Document) -> bytes:
    """`document` as it is kept."""
    return seal(msgspec.json.encode(document).decode(), field=ANSWERS)


def open_document(sealed: bytes) -> Document:
    """The document that was sealed."""
    return msgspec.json.decode(unseal(sealed, field=ANSWERS), type=Document)


def seal_note(text: str | None) -> bytes | None:
    """A note as it is kept."""
    return None if text is None else seal(text, field=NOTE)


def open_note(sealed: bytes | None) -> str | None:
    """The note that was sealed."""
    return None if sealed is None else unseal(sealed, field=NOTE)
