"""Answers against forms: our verdict is JSON Schema's, and says in words what is wrong."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from backend.content import Bilingual
from backend.services.rules.fields import Field, FieldSchema
from backend.services.rules.forms import check_answers, compose, shown_fields
from backend.services.service import services

TODAY = date(2026, 11, 25)
OPTIONS = ["red", "green", "blue"]
PATTERNS = ["^1[3-9][0-9]{9}$", "^[0-9]{17}[0-9X]$", "^[a-c]*$", "^$"]

counts = st.integers(0, 5)
texts = st.sampled_from(
    ["", "a", "abc", "红", "13800000001", "2026-02-29", "2024-02-29", "20240229", "red"]
) | st.text(max_size=6)
anything = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 10), st.floats(-10, 10), texts, st.lists(texts, max_size=4),
    st.lists(st.sampled_from(OPTIONS), max_size=4), st.lists(st.integers(0, 2), max_size=2),
)  # fmt: skip


def some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A schema with some of these keywords."""
    return st.fixed_dictionaries({}, optional=keywords)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    """Any schema that a field may have."""
    type_ = draw(st.sampled_from(["string", "integer", "number", "boolean", "array"]))
    more = {
        "string": some(
            enum=st.just(OPTIONS), minLength=counts, maxLength=counts, pattern=st.sampled_from(PATTERNS),
            format=st.just("date"),
        ),
        "integer": some(minimum=st.integers(-5, 5), maximum=st.integers(-5, 5), multipleOf=st.integers(1, 4)),
        "number": some(minimum=st.integers(-5, 5), maximum=st.integers(-5, 5)),
        "boolean": some(const=st.booleans()),
        "array": some(
            minItems=counts, maxItems=counts, uniqueItems=st.booleans(),
            items=some(enum=st.just(OPTIONS), minLength=counts, maxLength=counts).map(
                lambda one: {"type": "string", **one}
            ),
        ),
    }[type_]  # fmt: skip
    return {"type": type_, **draw(more)}


def make_field(name: str, schema: dict[str, Any], *, required: bool) -> Field:
    """A field with this schema; how it is shown does not matter here."""
    return Field(
        name=name,
        label=msgspec.convert({"zh-CN": "一", "en": "one"}, Bilingual),
        schema=msgspec.convert(schema, FieldSchema),
        widget="text",
        required=required,
    )


@given(
    made=st.lists(st.tuples(schemas(), st.booleans()), min_size=1, max_size=4),
    answers=st.dictionaries(st.sampled_from(["a", "b", "c", "d", "x"]), anything, max_size=5),
)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_verdict_is_that_of_json_schema(
    made: list[tuple[dict[str, Any], bool]], answers: dict[str, Any]
) -> None:
    fields = [
        make_field(name, schema, required=required)
        for name, (schema, required) in zip("abcd", made, strict=False)
    ]
    given_answers = {name: one for name, one in answers.items() if one not in (None, "", [])}
    validator = Draft202012Validator(compose(fields), format_checker=FormatChecker())
    wrong = check_answers(fields, given_answers, partial=False, today=TODAY)
    assert (wrong == []) == validator.is_valid(given_answers)


def test_every_form_of_the_catalogue_is_a_json_schema() -> None:
    for service in services().values():
        Draft202012Validator.check_schema(compose(service.fields))


def test_a_hidden_field_is_not_asked_and_its_answer_does_not_count() -> None:
    fields = services()["id-card-renewal"].fields
    answers: dict[str, Any] = {"delivery": "pickup", "delivery_address": 7}
    shown = shown_fields(fields, answers, TODAY)
    assert "delivery_address" not in shown
    wrong = {error.field for error in check_answers(fields, answers, partial=True, today=TODAY)}
    assert wrong == set()
    answers["delivery"] = "post"
    wrong = {error.field for error in check_answers(fields, answers, partial=True, today=TODAY)}
    assert wrong == {"delivery_address"}


@pytest.mark.parametrize(
    ("field", "answer", "said"),
    [
        ("contact_phone", "12", "请填写 11 位手机号。"),
        ("reason", "stolen", "请从给出的选项中选择。"),
        ("declaration", False, "请先确认内容真实。"),
        ("nothing", "x", "表单里没有这一项。"),
    ],
)
def test_what_is_wrong_is_said_in_words(field: str, answer: Any, said: str) -> None:
    errors = check_answers(services()["id-card-renewal"].fields, {field: answer}, partial=True, today=TODAY)
    assert [(error.field, error.message.zh) for error in errors] == [(field, said)]
