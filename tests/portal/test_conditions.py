"""Conditions as the rows that an editor fills in."""

from datetime import date
from typing import Any

import msgspec
import pytest

from backend.conditions.schemas import Condition, FactType
from backend.reminders.schemas.policy import Policy
from portal.locales import words
from portal.state.comparisons import RELATIVE, WAYS, Row, compare, show
from portal.state.condition_rows import RowFault, Rows, read_rows, show_rows
from portal.state.policy_form import PLACES, find_place, read_form, view_form

TYPES: dict[str, FactType] = {
    "population.birth_date": "date",
    "population.sex": "text",
    "low-income.size": "integer",
    "disability.kinds": "texts",
    "population.married": "boolean",
}
OLD = {"fact": "population.birth_date", "is": "at-or-before", "date": {"from": "today", "years": -60}}
WOMAN = {"fact": "population.sex", "is": "equals", "value": "female"}
LARGE = {"fact": "low-income.size", "is": "at-least", "value": 3}
POLICY = {
    "version": 3,
    "title": {"zh-CN": "高龄补贴", "en": "For the old"},
    "summary": {"zh-CN": "给老人", "en": "For the old"},
    "department": "civil-affairs",
    "audience": "resident",
    "when": OLD,
    "text": {"zh-CN": "您可以领取。", "en": "It is yours."},
    "sensitivity": "plain",
    "action": {"path": "/services?q=x"},
    "effective_from": "2026-01-01",
    "legal": [
        {"title": "办法", "article": "第三条", "mark": "V"},
        {"title": "通知", "mark": "Vg"},
    ],
    "mark": "V",
    "note": "看一下",
}


def condition(tree: dict[str, Any]) -> Condition:
    """A condition as the API takes it."""
    return msgspec.convert(tree, Condition)


@pytest.mark.parametrize(
    "tree",
    [
        {"all": [OLD, WOMAN]},
        {"any": [OLD, LARGE]},
        {"all": [OLD, {"any": [WOMAN, LARGE]}]},
        {"any": [{"all": [OLD, WOMAN]}]},
    ],
)
def test_a_condition_of_rows_and_one_group_is_the_same_after_editing(tree: dict[str, Any]) -> None:
    rows = show_rows(condition(tree))
    assert rows is not None
    assert read_rows(rows, TYPES) == condition(tree)


def test_one_comparison_alone_becomes_a_list_of_one() -> None:
    rows = show_rows(condition(OLD))
    assert rows is not None
    assert read_rows(rows, TYPES) == condition({"all": [OLD]})


@pytest.mark.parametrize(
    "tree",
    [
        {"not": OLD},
        {"all": [OLD, {"not": WOMAN}]},
        {"all": [{"any": [OLD, WOMAN]}, {"any": [LARGE, WOMAN]}]},
        {"all": [{"any": [OLD, {"all": [WOMAN, LARGE]}]}]},
        OLD | {"date": {"from": "today", "years": -60, "days": 3}},
        OLD | {"date": {"from": "today", "working_days": 3}},
        OLD | {"date": {"from": "population.hukou_since", "years": 3}},
        {"fact": "low-income.size", "is": "less", "year": {"from": "today"}},
        {"fact": "low-income.size", "is": "less", "other": "low-income.size"},
    ],
)
def test_what_no_row_can_say_is_not_shown_as_rows(tree: dict[str, Any]) -> None:
    assert show_rows(condition(tree)) is None


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (Row("population.birth_date", "past-at-least", "６０"), OLD),
        (Row("low-income.size", "at-least", "3"), LARGE),
        (
            Row("low-income.size", "one-of", "1、2，3"),
            {"fact": "low-income.size", "is": "one-of", "value": [1, 2, 3]},
        ),
        (
            Row("population.sex", "one-of", chosen=["female"]),
            {"fact": "population.sex", "is": "one-of", "value": ["female"]},
        ),
        (Row("population.married", "no"), {"fact": "population.married", "is": "equals", "value": False}),
        (
            Row("population.birth_date", "after", "2008-01-01"),
            {"fact": "population.birth_date", "is": "after", "value": "2008-01-01"},
        ),
        (Row("disability.kinds", "contains", "sight"), None),
        (Row("disability.kinds", "absent"), {"fact": "disability.kinds", "is": "absent"}),
    ],
)
def test_a_row_says_what_was_typed(row: Row, wanted: dict[str, Any] | None) -> None:
    said = compare(row, TYPES[row.fact])
    assert wanted is None or said == condition(wanted)
    again = show(said)
    assert again is not None
    assert compare(again, TYPES[row.fact]) == said


def test_each_way_of_comparing_with_today_comes_back() -> None:
    for how in RELATIVE:
        row = Row("population.birth_date", how, "3", "months")
        assert show(compare(row, "date")) == row
    assert all(len(set(ways)) == len(ways) for ways in WAYS.values())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (Row(), "fact"),
        (Row("nobody.knows", "equals", "1"), "fact"),
        (Row("low-income.size"), "how"),
        (Row("low-income.size", "past-more", "3"), "how"),
        (Row("low-income.size", "at-least", "三"), "number"),
        (Row("low-income.size", "at-least", ""), "number"),
        (Row("low-income.size", "at-least", "--3"), "number"),
        (Row("low-income.size", "at-least", "9" * 17), "number"),
        (Row("low-income.size", "one-of", " "), "several"),
        (Row("population.birth_date", "past-at-least", "200"), "amount"),
        (Row("population.birth_date", "past-at-least", "-3"), "amount"),
        (Row("population.birth_date", "past-at-least", "3", "weeks"), "amount"),
        (Row("population.birth_date", "before", "2026-02-30"), "day"),
        (Row("population.sex", "equals", " "), "value"),
    ],
)
def test_the_first_row_that_is_wrong_is_named(row: Row, why: str) -> None:
    right = Row("population.sex", "equals", "female")
    with pytest.raises(RowFault) as first:
        read_rows(Rows(rows=[right, row]), TYPES)
    with pytest.raises(RowFault) as inner:
        read_rows(Rows(rows=[right], inner=[right, row]), TYPES)

    assert (first.value.number, first.value.why) == (2, why)
    assert (inner.value.number, inner.value.why) == (3, why)


def test_no_row_is_no_condition() -> None:
    with pytest.raises(RowFault) as fault:
        read_rows(Rows(), TYPES)
    assert (fault.value.number, fault.value.why) == (0, "none")


def test_a_policy_is_the_same_after_its_form() -> None:
    policy = msgspec.convert(POLICY, Policy)

    assert read_form(view_form(policy), policy.when, policy, "民政局", date(2026, 11, 25)) == policy


def test_a_ticked_policy_was_checked_today_for_a_year() -> None:
    form = view_form(None) | {"title_zh": "补贴", "checked": "1", "effective_to": "2027-01-01"}
    made = read_form(form, condition(OLD), None, "民政局", date(2026, 11, 25))

    assert made.checked is not None
    assert (made.checked.by, made.checked.until) == ("民政局", date(2027, 11, 25))
    assert (made.version, made.sms, made.action, made.legal) == (1, None, None, ())
    with pytest.raises(ValueError, match="Invalid isoformat"):
        read_form(form | {"effective_to": "soon"}, condition(OLD), None, "民政局", date(2026, 11, 25))


def test_a_complaint_is_about_a_field() -> None:
    def complain(*pointers: str) -> dict[str, Any]:
        return {"errors": [{"pointer": one, "detail": "x"} for one in pointers]}

    assert find_place(complain("#/when/all", "#/sms/en")) == "sms_en"
    assert find_place(complain("#/text/zh-CN")) == "text_zh"
    assert find_place(complain("#/legal/0/source")) == "law_title"
    assert find_place(complain("#/when")) is find_place({}) is find_place({"errors": "x"}) is None
    assert {f"policy.{name}" for name in PLACES.values()} <= words("zh-CN").keys()
