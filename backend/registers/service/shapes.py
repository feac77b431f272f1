"""A register's rows as types that msgspec reads in one go: made from its definition, once."""

from collections.abc import Callable
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from backend.registers.rules.identifiers import LENGTH_MAX
from backend.registers.schemas.register import Field, Register
from backend.registers.service.catalogue import find_register

EXTERNAL_ID_MAX = 64
# What every JSON reader takes for the same whole number (RFC 8259, 6).
INTEGER_MAX = 2**53 - 1

Number = Annotated[str, Meta(min_length=1, max_length=LENGTH_MAX)]
ExternalId = Annotated[str, Meta(min_length=1, max_length=EXTERNAL_ID_MAX)]

# A register may call a field `class`: inside, each has a prefix that the outside never sees.
PREFIX = "f_"

Get = Callable[[Any], tuple[Any, ...]]


class Part(msgspec.Struct, frozen=True):
    """Some of a row's fields: the type that holds them alone, and how to take them out of a row."""

    names: tuple[str, ...]
    type: Any
    take: Get


class Shape(msgspec.Struct, frozen=True):
    """One register's rows: `plain` is kept as facts, `sealed` as identifiers, `texts` may hide characters."""

    fields: dict[str, Any]
    plain: Part
    sealed: Part
    texts: Get


@cache
def shape_of(id_: str) -> Shape:
    """The shape of a register's rows; NotFound."""
    register = find_register(id_)
    types = {name: _type(field) for name, field in register.fields.items()}
    texts = [name for name, field in register.fields.items() if field.type in ("text", "identifier")]
    return Shape(
        types,
        _part(id_, types, [name for name in types if not _is_sealed(register, name)]),
        _part(id_, types, [name for name in types if _is_sealed(register, name)]),
        taker([PREFIX + name for name in texts]),
    )


def taker(names: list[str]) -> Get:
    """Gives the attributes with these names as a tuple, however many there are."""
    if not names:
        return lambda _: ()
    get = attrgetter(*names)
    return (lambda row: (get(row),)) if len(names) == 1 else get


def renamed(names: list[str]) -> dict[str, str]:
    """The outside name of each inside one."""
    return {PREFIX + name: name for name in names}


def _part(id_: str, types: dict[str, Any], names: list[str]) -> Part:
    made = msgspec.defstruct(
        f"{id_}-part",
        [(PREFIX + name, types[name] | None, None) for name in names],
        rename=renamed(names),
        omit_defaults=True,
        forbid_unknown_fields=True,
        gc=False,
    )
    return Part(tuple(names), made, taker([PREFIX + name for name in names]))


def _is_sealed(register: Register, name: str) -> bool:
    return register.fields[name].type == "identifier"


def _type(field: Field) -> Any:
    match field.type:
        case "integer":
            return Annotated[int, Meta(ge=-INTEGER_MAX, le=INTEGER_MAX)]
        case "boolean":
            return bool
        case "date":
            return date
        case "choice":
            return Literal[tuple(choice.id for choice in field.choices)]
        case _:
            return Annotated[str, Meta(min_length=1, max_length=field.max_length)]
