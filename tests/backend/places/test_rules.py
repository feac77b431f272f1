"""Enrolment codes, names and credit codes hold for every input."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.places.errors import InvalidCreditCode, InvalidName
from backend.places.rules.enrolment_codes import ALPHABET, LENGTH, make_code, read_code
from backend.places.rules.names import clean_credit_code, clean_name

codes = st.builds(make_code)
places = st.integers(0, LENGTH - 1)


@given(codes, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_in_a_code_is_always_noticed(code: str, place: int, character: str) -> None:
    typed = code[:place] + character + code[place + 1 :]
    assert read_code(typed) == (code if typed == code else None)


@given(codes, places, places)
def test_two_swapped_characters_in_a_code_are_always_noticed(code: str, one: int, other: int) -> None:
    typed = list(code)
    typed[one], typed[other] = typed[other], typed[one]
    assert read_code("".join(typed)) == (code if "".join(typed) == code else None)


@given(st.text(max_size=40))
def test_any_text_is_read_as_a_code_or_not_at_all(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_codes_are_spread_over_all_characters() -> None:
    made = {make_code() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all({code[place] for code in made} == set(ALPHABET) for place in range(LENGTH))


@given(st.text(max_size=80))
def test_a_name_is_refused_or_can_be_seen(text: str) -> None:
    try:
        name = clean_name(text)
    except InvalidName:
        return
    assert 1 <= len(name) <= 60
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert clean_name(name) == name


@pytest.mark.parametrize("text", ["廊坊市图书馆", "Café №1", "A-1 门（南）", "ཀྵ", "क्षत्रिय", "𠮷野家"])
def test_ordinary_names_of_all_scripts_are_taken(text: str) -> None:
    assert clean_name(text) == unicodedata.normalize("NFC", text)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_in_a_credit_code_is_noticed(place: int, character: str) -> None:
    right = "91350100M000100Y43"
    typed = right[:place] + character + right[place + 1 :]
    if typed == right:
        assert clean_credit_code(typed) == right
    else:
        with pytest.raises(InvalidCreditCode):
            clean_credit_code(typed)
