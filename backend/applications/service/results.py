"""What an approval brings about: a record of the service's register, about the applicant or the firm."""

import uuid
from datetime import date

import asyncpg

from backend.applications.schemas.application import Answer
from backend.applications.service.sealed import open_document
from backend.conditions.rules.checking import names
from backend.conditions.rules.dates import add_months
from backend.conditions.rules.evaluating import evaluate
from backend.core import clock
from backend.core.audit import By
from backend.registers.schemas.facts import Fact
from backend.registers.service import find_register, known_facts, newest, write_result
from backend.services.schemas.service import Result, Term
from backend.workdays.service import calendar


async def write(by: By, row: asyncpg.Record, result: Result) -> uuid.UUID:
    """The record's id: the facts that the service sets, those that it copies from the answers, and its dates.

    Where a subject has one record, what else the newest one says stays as it is: a renewed driving licence
    keeps its class, a checked clinic its end, a firm its representative.
    """
    answers = open_document(row["answers_sealed"]).answers
    today, before = clock.today(), await _find_before(row["subject"], result.register)
    term = await _find_term(row["subject"], result, today)
    copied = {name: _plain(answers.get(source.removeprefix("form."))) for name, source in result.copy.items()}
    begins, ends = _span(result, term, before, today)
    return await write_result(
        by,
        result.register,
        row["subject"],
        {
            **(before.facts if before else {}),
            **result.facts,
            **(term.facts if term else {}),
            **{name: value for name, value in copied.items() if value is not None},
            **dict.fromkeys(result.dates, today),
        },
        origin=row["id"],
        valid_from=begins,
        valid_to=ends,
        related=before.related if before else None,
    )


def _span(
    result: Result, term: Term | None, before: Fact | None, today: date
) -> tuple[date | None, date | None]:
    """From when until when it is good."""
    if term is None and result.years is None and before is not None:
        return before.valid_from, before.valid_to
    years = term.years if term else result.years
    return today, add_months(today, 12 * years) if years else None


async def _find_term(subject: uuid.UUID, result: Result, today: date) -> Term | None:
    """The first term whose condition holds."""
    if not result.terms:
        return None
    named = {name for term in result.terms for name in names(term.when)}
    facts = await known_facts(subject, named)
    return next((term for term in result.terms if evaluate(term.when, facts, today, calendar())), None)


async def _find_before(subject: uuid.UUID, id_: str) -> Fact | None:
    """The newest record of a register in which a subject has one."""
    register = find_register(id_)
    if not register.one:
        return None
    facts = (await newest([subject], {id_: list(register.fields)})).get((subject, id_), [])
    return facts[0] if facts else None


def _plain(answer: Answer) -> str | int | bool | None:
    """An answer as registers have it: JSON may write a whole number as 5.0; an empty text is no answer."""
    if isinstance(answer, float) and answer.is_integer():
        return int(answer)
    return answer if isinstance(answer, str | int | bool) and answer != "" else None
