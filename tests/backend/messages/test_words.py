"""Facts are kept short and without anything personal, and put into words in both languages."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.log import PERSONAL
from backend.messages.rules import FACT_CHARACTERS_MAX, Locale, fill, is_well_formed, keep, name_instant, say
from backend.messages.rules.text_messages import count_parts, fits, is_short, sign
from backend.messages.service import kinds
from backend.messages.service.wording import word_for

LOCALES: tuple[Locale, ...] = ("zh-CN", "en")
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


def test_a_date_is_a_day_and_no_moment() -> None:
    for fact in (date(2026, 12, 25), {"date": "2026-12-25"}):
        (kept,) = keep({"on": fact}).values()
        assert kept == {"date": "2026-12-25"}
        assert (say(kept, "zh-CN"), say(kept, "en")) == ("2026年12月25日", "25 Dec 2026")
    with pytest.raises(ValueError, match="month"):
        keep({"on": {"date": "2026-13-25"}})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 159 + "€", 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("x" * 69 + "字", 1),
        ("x" * 70 + "字", 2),
        ("𠮷" * 35, 1),
        ("𠮷" * 36, 2),
    ],
)
def test_a_text_message_is_as_long_as_networks_count_it(text: str, parts: int) -> None:
    assert count_parts(text) == parts
    assert fits(text) is (parts <= 2)


def test_content_asks_for_short_text_messages_with_the_city_s_name() -> None:
    assert sign("到期", "zh-CN") == "【一码】到期"
    assert is_short("字" * 130, "zh-CN")
    assert not is_short("字" * 131, "zh-CN")
    assert is_short("x" * 154, "en")
    assert not is_short("x" * 155, "en")
    assert not is_short("“quoted”", "en")


def test_a_text_that_became_too_long_only_says_that_there_is_one() -> None:
    kept = msgspec.json.encode({"sms": {"zh-CN": "字" * 140, "en": "Soon."}}).decode()
    kind = kinds()["reminder-city"]
    zh, en = (word_for(kind, kept, one, hidden=False, texted=True).body for one in LOCALES)
    assert (zh, en) == ("【一码】您有一条新消息，请打开一码通城查看。", "Yima: Soon.")


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
