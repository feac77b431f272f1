"""Facts are kept short and without anything personal, and put into words in both languages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.log import PERSONAL
from backend.messages.rules import FACT_CHARACTERS_MAX, fill, is_well_formed, keep, name_instant, say

EVENING = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)


def test_an_instant_is_what_clocks_in_langfang_show() -> None:
    (kept,) = keep({"at": EVENING}).values()

    assert say(kept, "zh-CN") == "1月1日 00:30"
    assert say(kept, "en") == "1 Jan 00:30"
    assert name_instant(EVENING, "en") == "1 Jan 00:30"


def test_a_text_says_the_same_in_both_languages_and_a_bilingual_one_its_own() -> None:
    kept = keep({"plain": "A 1", "both": {"zh-CN": "公园", "en": "Park"}})

    assert fill("{plain} · {both}", kept, "zh-CN") == "A 1 · 公园"
    assert fill("{plain} · {both} · {none}", kept, "en") == "A 1 · Park · —"


def test_what_stands_in_a_fact_fills_no_place() -> None:
    assert fill("{a}{b}", keep({"a": "{b}", "b": "{a.__class__}"}), "en") == "{b}{a.__class__}"


@pytest.mark.parametrize(
    "said", ["13800000001", "电话 13800000001", "131099199003071238", "13109919900307123X"]
)
def test_what_looks_like_a_phone_or_id_number_is_not_kept(said: str) -> None:
    assert not any(digit in str(keep({"one": said, "two": {"zh-CN": said, "en": said}})) for digit in "0189")


def test_an_empty_text_is_no_fact() -> None:
    assert keep({"device": "", "other": "x"}) == {"other": "x"}


@pytest.mark.parametrize(
    "fact",
    [1, None, ["a"], {"zh-CN": "只有中文"}, {"zh-CN": "a", "en": "b", "fr": "c"}, datetime(2026, 1, 1)],  # noqa: DTZ001
)
def test_anything_else_is_refused(fact: Any) -> None:
    with pytest.raises(ValueError, match="'one' is no text"):
        keep({"one": fact})


def test_a_message_holds_few_facts() -> None:
    with pytest.raises(ValueError, match="12 facts"):
        keep({f"fact_{'x' * number}": "a" for number in range(13)})


@given(st.text())
def test_a_kept_text_is_one_short_line_without_a_number_of_somebody(text: str) -> None:
    for kept in keep({"one": text}).values():
        assert isinstance(kept, str)
        assert len(kept) <= FACT_CHARACTERS_MAX
        assert "\n" not in kept
        assert not PERSONAL.search(kept)


@given(st.text(alphabet="ab_{}", max_size=30))
def test_a_text_is_well_formed_when_filling_leaves_no_brace(text: str) -> None:
    assert is_well_formed(text) is not bool(set("{}") & set(fill(text, {}, "en")))
