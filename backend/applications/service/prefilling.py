"""What registers know already: answers that are not asked again, and materials that need not be handed in."""

import uuid
from collections.abc import Iterable, Mapping

from backend.applications.schemas.application import Answer
from backend.applications.service.sealed import Document, Source
from backend.core import clock
from backend.core.actors import Resident
from backend.core.audit import By
from backend.registers.schemas.facts import Fact
from backend.registers.schemas.register import Purpose
from backend.registers.service import read, readable
from backend.services.rules.forms import check_answers
from backend.services.schemas import Service

PURPOSE: Purpose = "prefill"


async def prefill(resident: Resident, service: Service, subject: uuid.UUID, case: uuid.UUID) -> Document:
    """A document with what the applicant's records say, as far as the applicant agreed to that.

    What does not fit the form is left out; the look is noted for `case`.
    """
    wanted = _wanted(service)
    if not wanted:
        return Document()
    by = By("resident", resident.account)
    found = await read(
        by, subject, PURPOSE, wanted,
        department=service.department, account=resident.account, case=case,
    )  # fmt: skip
    answers, sources = _answers(service, found)
    wrong = {
        error.field for error in check_answers(service.fields, answers, partial=True, today=clock.today())
    }
    return Document(
        answers={name: answer for name, answer in answers.items() if name not in wrong},
        prefilled={name: source for name, source in sources.items() if name not in wrong},
        materials={
            material.id: _source(found[material.from_register][0])
            for material in service.materials
            if material.from_register in found
        },
    )


def _wanted(service: Service) -> Mapping[str, list[str]]:
    """The fields by register that form and materials ask for, as far as the department may have them."""
    allowed = readable(PURPOSE, service.department)
    wanted: dict[str, list[str]] = {}
    for named in _named(service):
        register, _, field = named.partition(".")
        if register in allowed and (not field or field in allowed[register] or field in DATES):
            wanted.setdefault(register, [])
            if field and field not in DATES:
                wanted[register].append(field)
    return wanted


DATES = frozenset({"valid_from", "valid_to"})


def _named(service: Service) -> Iterable[str]:
    yield from (field.prefill for field in service.fields if field.prefill)
    yield from (material.from_register for material in service.materials if material.from_register)


def _answers(
    service: Service, found: Mapping[str, list[Fact]]
) -> tuple[dict[str, Answer], dict[str, Source]]:
    answers: dict[str, Answer] = {}
    sources: dict[str, Source] = {}
    for field in service.fields:
        register, _, name = (field.prefill or "").partition(".")
        facts = found.get(register)
        value = None if not facts else _value(facts[0], name)
        if facts and value is not None:
            answers[field.name], sources[field.name] = value, _source(facts[0])
    return answers, sources


def _value(fact: Fact, name: str) -> Answer:
    if name in DATES:
        day = fact.valid_from if name == "valid_from" else fact.valid_to
        return None if day is None else day.isoformat()
    return fact.facts.get(name)


def _source(fact: Fact) -> Source:
    return Source(fact.register, fact.as_of)
