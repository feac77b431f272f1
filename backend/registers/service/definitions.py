"""Whether a register's definition fits together."""

from collections import Counter
from collections.abc import Collection, Iterator

from backend.registers.rules.names import COMMON
from backend.registers.schemas.register import Field, Register, Use


def find_mistakes(register: Register, departments: Collection[str]) -> Iterator[str]:
    """Every mistake in `register` that no single field shows, as "place: reason"."""
    named = {register.department}.union(*(use.departments for use in register.uses if _names(use)))
    yield from (f"there is no department {id_!r}" for id_ in sorted(named - set(departments)))
    for name, field in register.fields.items():
        if name in COMMON:
            yield f"$.fields.{name}: every record has this already"
        yield from (f"$.fields.{name}: {line}" for line in _field_mistakes(field))
    number = register.certificate.number_field if register.certificate else None
    if number is not None and (number not in register.fields or register.fields[number].type != "identifier"):
        yield f"$.certificate.number_field: there is no identifier {number!r}"
    for place, use in enumerate(register.uses):
        if use.fields != "all":
            unknown = [name for name in use.fields if name not in register.fields]
            yield from (f"$.uses[{place}].fields: there is no field {name!r}" for name in unknown)
    purposes = Counter(use.purpose for use in register.uses)
    yield from (f"$.uses: {purpose} stands twice" for purpose, count in purposes.items() if count > 1)
    if register.certificate and "wallet" not in purposes:
        yield "$.uses: a certificate is shown in the wallet, and no use says so"


def _names(use: Use) -> bool:
    return use.departments not in ("own", "any")


def _field_mistakes(field: Field) -> Iterator[str]:
    ids = [choice.id for choice in field.choices]
    if (field.type == "choice") != bool(ids):
        yield "a choice, and nothing else, has choices"
    if len(set(ids)) < len(ids):
        yield "a choice stands twice"
