"""One answer against one field's schema; the first keyword that it breaks, in words."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from backend.services.rules.fields import FieldSchema, Items, Sentence

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

TYPES: dict[str, tuple[Callable[[Any], bool], Sentence]] = {
    "string": (lambda one: isinstance(one, str), Sentence(zh="请填写文字。", en="Please write a text.")),
    "integer": (
        lambda one: (
            (isinstance(one, int) and not isinstance(one, bool))
            or (isinstance(one, float) and one.is_integer())
        ),
        Sentence(zh="请填写整数。", en="Please give a whole number."),
    ),
    "number": (
        lambda one: isinstance(one, int | float) and not isinstance(one, bool),
        Sentence(zh="请填写数字。", en="Please give a number."),
    ),
    "boolean": (lambda one: isinstance(one, bool), Sentence(zh="请选择是或否。", en="Please say yes or no.")),
    "array": (
        lambda one: isinstance(one, list),
        Sentence(zh="请从列表中选择。", en="Please choose from the list."),
    ),
}
NOT_OFFERED = Sentence(zh="请从给出的选项中选择。", en="Please choose one of the options.")
NOT_AGREED = Sentence(zh="需要先确认这一项。", en="This must be confirmed.")
NO_DATE = Sentence(
    zh="没有这一天，请按 2026-11-25 这样填写。", en="There is no such day. Please write it like 2026-11-25."
)
WRONG_FORM = Sentence(zh="格式不对，请检查后重填。", en="That does not look right. Please check it.")
TWICE = Sentence(zh="同一项选了两次。", en="One was chosen twice.")


def verdict(schema: FieldSchema, answer: Any) -> Sentence | None:
    """Why `answer` does not fit `schema`; None when it does."""
    fits, sentence = TYPES[schema.type]
    if not fits(answer):
        return sentence
    if schema.const is not None and (not isinstance(answer, bool) or answer is not schema.const):
        return NOT_AGREED
    if schema.type == "string":
        return _text(schema, answer)
    if schema.type in ("integer", "number"):
        return _number(schema, answer)
    return _list(schema, answer) if schema.type == "array" else None


def _text(schema: FieldSchema | Items, text: str) -> Sentence | None:
    if schema.enum is not None and text not in schema.enum:
        return NOT_OFFERED
    if schema.min_length is not None and len(text) < schema.min_length:
        return Sentence(
            zh=f"至少要写 {schema.min_length} 个字。",
            en=f"Please write at least {schema.min_length} characters.",
        )
    if schema.max_length is not None and len(text) > schema.max_length:
        return Sentence(
            zh=f"最多写 {schema.max_length} 个字。",
            en=f"Please write at most {schema.max_length} characters.",
        )
    if isinstance(schema, Items):
        return None
    if schema.pattern is not None and not _compiled(schema.pattern).search(text):
        return WRONG_FORM
    return NO_DATE if schema.format == "date" and not is_date(text) else None


def _number(schema: FieldSchema, number: float) -> Sentence | None:
    if schema.minimum is not None and number < schema.minimum:
        return Sentence(zh=f"不能小于 {schema.minimum}。", en=f"This must be at least {schema.minimum}.")
    if schema.maximum is not None and number > schema.maximum:
        return Sentence(zh=f"不能大于 {schema.maximum}。", en=f"This must be at most {schema.maximum}.")
    if schema.multiple_of is not None and number % schema.multiple_of:
        return Sentence(
            zh=f"必须是 {schema.multiple_of} 的倍数。", en=f"This must be a multiple of {schema.multiple_of}."
        )
    return None


def _list(schema: FieldSchema, members: list[Any]) -> Sentence | None:
    if schema.min_items is not None and len(members) < schema.min_items:
        return Sentence(
            zh=f"至少选 {schema.min_items} 项。", en=f"Please choose at least {schema.min_items}."
        )
    if schema.max_items is not None and len(members) > schema.max_items:
        return Sentence(zh=f"最多选 {schema.max_items} 项。", en=f"Please choose at most {schema.max_items}.")
    if schema.items is not None:
        for member in members:
            if not isinstance(member, str):
                return NOT_OFFERED
            if (said := _text(schema.items, member)) is not None:
                return said
    texts = [member for member in members if isinstance(member, str)]
    return TWICE if schema.unique_items and len(set(texts)) < len(texts) else None


def is_date(text: str) -> bool:
    """Whether `text` is a day that exists, as RFC 3339 writes it."""
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
