"""What still keeps an application from being sent in."""

from collections.abc import Mapping, Sequence

from backend.applications.rules.texts import is_clean
from backend.applications.schemas.application import Answer, AnswerError, Material, Words
from backend.applications.service.sealed import Document
from backend.core import clock
from backend.core.problems import FieldError, InvalidRequest
from backend.services.rules.forms import check_answers
from backend.services.schemas import Service

MISSING = Words("请上传这项材料。", "Please add this document.")
TEXT_MAX = 4_000
LIST_MAX = 100


def find_errors(service: Service, document: Document, materials: Sequence[Material]) -> list[AnswerError]:
    """Everything that is missing or wrong, in the order of the form."""
    return check(service, document.answers, partial=False) + [
        AnswerError(f"#/materials/{material.id}", MISSING.en, MISSING)
        for material in materials
        if material.required and not material.uploads and material.from_register is None
    ]


def check(service: Service, answers: Mapping[str, Answer], *, partial: bool) -> list[AnswerError]:
    """What is wrong with `answers`; `partial`: as far as they are given."""
    return [
        AnswerError(f"#/answers/{error.field}", error.message.en, Words(error.message.zh, error.message.en))
        for error in check_answers(service.fields, answers, partial=partial, today=clock.today())
    ]


def require_storable(service: Service, answers: Mapping[str, Answer]) -> None:
    """Answers that can be kept, right or wrong; InvalidRequest for other fields and for what hides."""
    known = {field.name for field in service.fields}
    errors = [
        FieldError(f"#/answers/{name}", reason)
        for name, answer in answers.items()
        if (reason := _reason(name in known, answer))
    ]
    if errors:
        raise InvalidRequest(errors=errors)


def _reason(known: bool, answer: Answer) -> str | None:
    if not known:
        return "The form has no such field."
    texts = answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else []
    if len(texts) > LIST_MAX or any(len(text) > TEXT_MAX for text in texts):
        return "It is too long."
    if not all(is_clean(text) for text in texts):
        return "It holds characters that cannot be shown."
    return None
