"""What an approval brings about: a record of the service's register, about the applicant or the firm."""

import uuid

import asyncpg

from backend.applications.schemas.application import Answer
from backend.applications.service.sealed import open_document
from backend.conditions.rules.dates import add_months
from backend.core import clock
from backend.core.audit import By
from backend.registers.service import find_register, newest, write_result
from backend.services.schemas import Result


async def write(by: By, row: asyncpg.Record, result: Result) -> uuid.UUID:
    """The record's id: the facts that the service sets, those that it copies from the answers, and its dates.

    Where a subject has one record, what else the newest one says stays as it is: a renewed driving licence
    keeps its class.
    """
    answers = open_document(row["answers_sealed"]).answers
    today = clock.today()
    copied = {name: _plain(answers.get(source.removeprefix("form."))) for name, source in result.copy.items()}
    return await write_result(
        by,
        result.register,
        row["subject"],
        {
            **await _kept(row["subject"], result.register),
            **result.facts,
            **{name: value for name, value in copied.items() if value is not None},
            **dict.fromkeys(result.dates, today),
        },
        origin=row["id"],
        valid_from=today,
        valid_to=add_months(today, 12 * result.years) if result.years else None,
    )


async def _kept(subject: uuid.UUID, id_: str) -> dict[str, str | int | bool | None]:
    register = find_register(id_)
    if not register.one:
        return {}
    facts = (await newest([subject], {id_: list(register.fields)})).get((subject, id_), [])
    return dict(facts[0].facts) if facts else {}


def _plain(answer: Answer) -> str | int | bool | None:
    """An answer as registers have it: JSON may write a whole number as 5.0; an empty text is no answer."""
    if isinstance(answer, float) and answer.is_integer():
        return int(answer)
    return answer if isinstance(answer, str | int | bool) and answer != "" else None
