"""A fact as a certificate."""

from collections.abc import Iterator
from datetime import date

from backend.core.problems import Words
from backend.places.service import find_division
from backend.registers.rules.masking import mask_number
from backend.registers.rules.names import OURSELVES
from backend.registers.rules.validity import tell_state
from backend.registers.schemas.facts import Fact, Value
from backend.registers.schemas.register import Field, Register
from backend.registers.schemas.wallet import Card, Holder, Line
from backend.registers.service.catalogue import find_register
from backend.staff.service import departments

YES, NO = Words("是", "Yes"), Words("否", "No")
# Shown apart from the lines.
ISSUER = "issuer"


def show(fact: Fact, holder: Holder, number: str, today: date) -> Card:
    """The certificate that `fact` is; `number`: its subject's, shown where it has none of its own."""
    register = find_register(fact.register)
    certificate = register.certificate
    if certificate is None:
        raise ValueError(f"{fact.register} has no certificates")
    own = fact.facts.get(certificate.number_field or "")
    title = departments()[register.department].title
    issuer = fact.facts.get(ISSUER)
    return Card(
        register=fact.register,
        record=fact.record,
        title=certificate.title,
        department=register.department,
        issuer=Words(str(issuer), str(issuer)) if issuer else Words(title.zh, title.en),
        number_masked=mask_number(str(own or number)),
        holder=holder,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        state=tell_state(fact.valid_to, today),
        as_of=fact.as_of,
        origin="yima" if fact.source == OURSELVES else "department",
        lines=list(_lines(register, fact, (certificate.number_field, ISSUER))),
    )


def _lines(register: Register, fact: Fact, apart: tuple[str | None, ...]) -> Iterator[Line]:
    for name, field in register.fields.items():
        if name in fact.facts and name not in apart:
            yield Line(field.title, tell_value(name, field, fact.facts[name]))


def tell_value(name: str, field: Field, value: Value) -> Words:
    """A value as a person reads it: a choice by its title, an identifier masked, a division by its name."""
    if field.type == "boolean":
        return YES if value else NO
    if field.type == "choice":
        titles = {choice.id: choice.title for choice in field.choices}
        if value in titles:
            return Words(titles[str(value)].zh, titles[str(value)].en)
    text = mask_number(str(value)) if field.type == "identifier" else str(value)
    division = find_division(text) if name.endswith("division") else None
    return Words(division.name, division.name) if division else Words(text, text)
