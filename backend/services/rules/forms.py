"""Whether answers fit a form: the verdicts of JSON Schema, in sentences that help."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from backend.conditions.rules.evaluating import evaluate
from backend.conditions.schemas import Fact
from backend.services.rules.fields import Field, FieldSchema, Sentence
from backend.services.rules.verdicts import verdict
from backend.workdays.rules.calendars import Calendar

MISSING = Sentence(zh="请填写这一项。", en="Please fill this in.")
MISSING_CHOICE = Sentence(zh="请选择一项。", en="Please choose one.")
UNKNOWN = Sentence(zh="表单里没有这一项。", en="The form has no such field.")
# Forms reckon with no working days: their conditions compare answers with each other and with today.
NO_CALENDAR = Calendar([])


class AnswerError(msgspec.Struct, frozen=True):
    """A field whose answer does not fit, and why."""

    field: str
    message: Sentence


def check_answers(
    fields: Sequence[Field], answers: Mapping[str, Any], *, partial: bool, today: date
) -> list[AnswerError]:
    """What is wrong with `answers`, in the order of the form; `partial`: what is missing is not.

    Fields that are not shown need no answer, and theirs are not looked at. None, an empty text and an empty
    list are no answer. Without conditions the verdict is that of `compose(fields)` as JSON Schema.
    """
    shown = shown_fields(fields, answers, today)
    errors = []
    for field in fields:
        if field.name not in shown:
            continue
        answer = answers.get(field.name)
        if is_empty(answer):
            if field.required and not partial:
                errors.append(AnswerError(field.name, MISSING_CHOICE if field.schema.choices else MISSING))
        elif (said := verdict(field.schema, answer)) is not None:
            own = field.error
            errors.append(AnswerError(field.name, Sentence(zh=own.zh, en=own.en) if own else said))
    known = {field.name for field in fields}
    return errors + [AnswerError(name, UNKNOWN) for name in answers if name not in known]


def shown_fields(fields: Sequence[Field], answers: Mapping[str, Any], today: date) -> set[str]:
    """The names of the fields that these answers show; a field that is hidden counts as unanswered."""
    shown: set[str] = set()
    facts: dict[str, Fact] = {}
    for field in fields:
        if field.show_when is not None and not evaluate(field.show_when, facts, today, NO_CALENDAR):
            continue
        shown.add(field.name)
        facts[f"form.{field.name}"] = fact_of(field.schema, answers.get(field.name))
    return shown


def fact_of(schema: FieldSchema, answer: Any) -> Fact:
    """An answer as conditions take it; None for one that is missing or does not fit."""
    if is_empty(answer) or verdict(schema, answer) is not None:
        return None
    if schema.fact_type == "date":
        return date.fromisoformat(answer)
    if schema.fact_type == "integer":
        return int(answer)
    fact: Fact = answer if schema.fact_type else None
    return fact


def is_empty(answer: Any) -> bool:
    """Whether there is no answer."""
    return answer is None or answer in ("", [])


def compose(fields: Sequence[Field]) -> dict[str, Any]:
    """One JSON Schema for all answers; what conditions hide is never required in it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {field.name: _plain(_sharpen(field)) for field in fields},
        "required": [field.name for field in fields if field.required and field.show_when is None],
        "additionalProperties": False,
    }


def _plain(schema: FieldSchema) -> Any:
    """As JSON has it: lists, no tuples."""
    return msgspec.json.decode(msgspec.json.encode(schema))


def _sharpen(field: Field) -> FieldSchema:
    """A required text that is empty is no answer, and JSON Schema must say so."""
    schema = field.schema
    if field.required and schema.type == "string" and not schema.min_length and not schema.enum:
        return msgspec.structs.replace(schema, min_length=1)
    if field.required and schema.type == "array" and not schema.min_items:
        return msgspec.structs.replace(schema, min_items=1)
    return schema
