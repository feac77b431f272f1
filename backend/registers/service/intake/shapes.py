"""The rows of a register as they arrive: its fields beside those that every record has."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from backend.registers.rules.reasons import Reason
from backend.registers.schemas.register import Register
from backend.registers.service.catalogue import find_register
from backend.registers.service.shapes import PREFIX, ExternalId, Number, renamed, shape_of

Instant = Annotated[datetime, Meta(tz=True)]
REASONS = {
    "text": Reason.TEXT,
    "identifier": Reason.TEXT,
    "integer": Reason.INTEGER,
    "boolean": Reason.BOOLEAN,
    "date": Reason.DATE,
    "choice": Reason.CHOICE,
}
COMMON_REASONS = {
    "external_id": Reason.TEXT,
    "subject": Reason.NUMBER,
    "related": Reason.NUMBER,
    "valid_from": Reason.DATE,
    "valid_to": Reason.DATE,
    "as_of": Reason.TIME,
    "deleted": Reason.BOOLEAN,
}


class Deletion(msgspec.Struct, gc=False):
    """A row that takes a record back: of its other fields only `as_of` matters."""

    external_id: ExternalId
    deleted: bool
    as_of: Instant | None = None


class RowShape(msgspec.Struct, frozen=True):
    """A register's rows: one type that refuses whatever is wrong, and each field's type by itself."""

    row: Any
    types: dict[str, Any]
    reasons: dict[str, Reason]
    required: tuple[str, ...]


@cache
def row_shape(id_: str) -> RowShape:
    """The shape of the rows that a register's department sends; NotFound."""
    register = find_register(id_)
    common = _common(register)
    fields = shape_of(id_).fields
    needed = [name for name, field in register.fields.items() if field.required]
    columns = [
        (PREFIX + name, type_) if name in needed else (PREFIX + name, type_ | None, None)
        for name, type_ in fields.items()
    ]
    row = msgspec.defstruct(
        f"{id_}-row",
        [*common.values(), *columns],
        rename=renamed(list(fields)),
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
    )
    types = {name: column[1] for name, column in common.items()} | fields
    reasons = COMMON_REASONS | {name: REASONS[field.type] for name, field in register.fields.items()}
    return RowShape(row, types, reasons, ("external_id", "subject", *needed))


def _common(register: Register) -> dict[str, tuple[Any, ...]]:
    columns: list[tuple[Any, ...]] = [
        ("external_id", ExternalId),
        ("subject", Number),
        ("valid_from", date | None, None),
        ("valid_to", date | None, None),
        ("as_of", Instant | None, None),
        ("deleted", bool, False),
    ]
    if register.related is not None:
        columns.append(("related", Number | None, None))
    return {column[0]: column for column in columns}
