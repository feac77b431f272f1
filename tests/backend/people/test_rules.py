"""Phones, ID numbers, names and one-time passwords, over everything that may be typed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from id_validator import validator

from backend.people.rules import passwords
from backend.people.rules.id_numbers import check_character, parse_id_number
from backend.people.rules.names import mask_name, normalise_name
from backend.people.rules.phones import mask_phone, normalise_phone

TODAY = date(2026, 11, 22)
# A busy machine is no fault of a rule.
unhurried = settings(deadline=None)

NOW = datetime(2026, 11, 22, tzinfo=UTC)

mobiles = st.builds(
    "{}{:08}".format,
    st.sampled_from(["130", "138", "150", "166", "188", "199"]),
    st.integers(0, 99_999_999),
)
births = st.dates(date(1900, 1, 1), TODAY)
orders = st.integers(0, 999)


def id_number(area: str, born_on: date, order: int) -> str:
    digits = f"{area}{born_on:%Y%m%d}{order:03d}"
    return digits + check_character(digits)


@unhurried
@given(mobiles, st.sampled_from(["", "+86", "+86 ", "86", "0086", " "]))
def test_a_mobile_number_has_one_form(mobile: str, prefix: str) -> None:
    assert normalise_phone(prefix + mobile) == f"+86{mobile}"
    assert normalise_phone(f"+86{mobile}") == f"+86{mobile}"


@unhurried
@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_mobile_number_or_none(text: str) -> None:
    phone = normalise_phone(text)
    if phone is not None:
        assert phone.isascii()
        assert (len(phone), phone[:4]) == (14, "+861")
        assert phone[4] in "3456789"
        assert normalise_phone(phone) == phone


def test_a_masked_phone_hides_four_digits() -> None:
    assert mask_phone("+8613812345678") == "138****5678"


@unhurried
@given(births, orders)
def test_a_number_with_its_check_character_is_read(born_on: date, order: int) -> None:
    text = id_number("131099", born_on, order)
    found = parse_id_number(text, TODAY)
    assert found is not None
    assert (found.text, found.born_on, found.is_synthetic) == (text, born_on, True)
    assert parse_id_number(text.lower(), TODAY) == found


@unhurried
@given(births, orders, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(born_on: date, order: int, place: int, other: str) -> None:
    text = id_number("131002", born_on, order)
    changed = text[:place] + other + text[place + 1 :]
    assert (parse_id_number(changed, TODAY) is None) == (changed != text)


@unhurried
@given(births, orders)
def test_two_neighbours_exchanged_are_always_noticed(born_on: date, order: int) -> None:
    text = id_number("131002", born_on, order)
    for place in range(16):
        changed = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        assert (parse_id_number(changed, TODAY) is None) == (changed != text)


@settings(unhurried, max_examples=25)  # the other reads all its areas for each number
@given(st.dates(date(1950, 1, 1), date(2026, 1, 1)), orders)
def test_we_agree_with_another_implementation(born_on: date, order: int) -> None:
    text = id_number("131002", born_on, order)
    for candidate in (text, text[:-1] + ("0" if text[-1] != "0" else "1")):
        assert validator.is_valid(candidate) == (parse_id_number(candidate, TODAY) is not None)


@pytest.mark.parametrize("born", ["20260230", "20261123", "18951122", "20261300", "20260100", "00000101"])
def test_nobody_was_born_on_such_a_day(born: str) -> None:
    digits = f"131099{born}001"
    assert parse_id_number(digits + check_character(digits), TODAY) is None


@pytest.mark.parametrize("digits", ["00109919900307123", "99109919900307123"])
def test_provinces_exist_and_foreigners_begin_with_nine(digits: str) -> None:
    assert (parse_id_number(digits + check_character(digits), TODAY) is None) == digits.startswith("0")


@unhurried
@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_id_number_or_none(text: str) -> None:
    assert parse_id_number(text, TODAY) is None or len("".join(text.split())) == 18


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  张小明 ", "张小明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("Zoë  O'Neill-Smith", "Zoë O'Neill-Smith"),
        ("张", None),
        ("张3", None),
        ("<b>张</b>", None),
        ("·张", None),
        ("张" * 61, None),
        ("", None),
    ],
)
def test_names_have_one_form(typed: str, name: str | None) -> None:
    assert normalise_name(typed) == name


@unhurried
@given(st.text(max_size=70))
def test_whatever_is_typed_is_a_name_or_none(text: str) -> None:
    name = normalise_name(text)
    if name is not None:
        assert normalise_name(name) == name
        assert mask_name(name)[0] == name[0]
        assert set(mask_name(name)[1:]) == {"*"}


def test_passwords_are_six_digits_and_differ() -> None:
    made = {passwords.make_password() for _ in range(1000)}
    assert len(made) > 950
    assert all(len(password) == 6 and password.isdigit() for password in made)


@unhurried
@given(
    tries=st.integers(0, 5),
    age=st.integers(0, 1000),
    answered=st.none() | st.integers(0, 1000),
)
def test_a_sign_in_only_ever_moves_towards_its_end(tries: int, age: int, answered: int | None) -> None:
    order = ["open", "just-answered", "over"]
    expires_at = NOW + passwords.LIFETIME
    answered_at = None if answered is None else NOW + timedelta(seconds=answered)

    def state(tries: int, seconds: int) -> str:
        now = NOW + timedelta(seconds=seconds)
        seen = answered_at if answered_at is not None and answered_at <= now else None
        return passwords.state(expires_at=expires_at, tries=tries, answered_at=seen, now=now)

    before = order.index(state(tries, age))
    assert order.index(state(tries, age + 7)) >= before or (
        answered_at is not None and age + 7 >= (answered or 0)
    )
    assert order.index(state(min(5, tries + 1), age)) >= before
    assert state(5, age) == "over"
    if answered_at is None:
        assert (state(tries, age) == "open") == (tries < 5 and age < 300)
