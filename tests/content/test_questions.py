"""Everyday questions find their service among the first three."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.services.service import search_ids, services

FOLDER = Path(__file__).parent


def read(name: str) -> list[dict[str, Any]]:
    """The questions of a file."""
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text())
    return found


@pytest.mark.parametrize(("name", "number"), [("questions.yaml", 100), ("held-out.yaml", 60)])
def test_nine_of_ten_questions_are_answered_among_the_first_three(name: str, number: int) -> None:
    questions = read(name)
    assert len(questions) == number
    assert {id_ for one in questions for id_ in one["right"]} <= services().keys()
    missed = [one["ask"] for one in questions if not set(search_ids(one["ask"], 3)) & set(one["right"])]
    assert len(missed) <= number // 10, missed


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("shenfenzheng", "id-card"),
        ("身分证过期", "id-card-renewal"),
        ("ＩＤ　ｃａｒｄ", "id-card"),
        ("护照\u202e到期", "passport-renewal"),
        ("😀护照😀到期😀", "passport-renewal"),
    ],
)
def test_pinyin_wrong_characters_and_odd_letters_find_it_too(question: str, right: str) -> None:
    assert any(id_.startswith(right) for id_ in search_ids(question, 3))


@pytest.mark.parametrize("question", ["", " ", "\x00", "的了吗", "?!", "zzzzqqqq", "😀"])
def test_what_asks_for_nothing_finds_nothing(question: str) -> None:
    assert search_ids(question, 3) == []
