"""What a venue learns, and when a code counts."""

from datetime import date

import pytest

from backend.city_codes.rules.verdicts import judge_time, refresh_after
from backend.credentials.rules.holders import DESCRIPTIONS, age_on, describe_holder, make_pseudonym
from backend.places.service import attributes


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1990, 3, 7), date(2026, 3, 6), 35),
        (date(1990, 3, 7), date(2026, 3, 7), 36),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 12, 31), 0),
    ],
)
def test_ages_are_full_years(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


@pytest.mark.parametrize(
    ("years", "band", "fare", "adult", "senior"),
    [
        (0, "under-6", "child", False, False),
        (5, "under-6", "child", False, False),
        (6, "6-17", "child", False, False),
        (17, "6-17", "child", False, False),
        (18, "18-59", "adult", True, False),
        (59, "18-59", "adult", True, False),
        (60, "60-64", "adult", True, False),
        (64, "60-64", "adult", True, False),
        (65, "65-79", "senior", True, True),
        (79, "65-79", "senior", True, True),
        (80, "80-up", "senior", True, True),
        (120, "80-up", "senior", True, True),
    ],
)
def test_a_holder_is_described_by_age_alone(
    years: int, band: str, fare: str, adult: bool, senior: bool
) -> None:
    wanted = ("age-band", "fare-class", "is-adult", "is-senior", "identity-confirmed")
    found = describe_holder(wanted, date(2026 - years, 1, 1), date(2026, 6, 1))
    assert list(found.values()) == [band, fare, adult, senior, True]


def test_only_what_is_asked_for_is_told() -> None:
    assert describe_holder(("is-adult",), date(1990, 1, 1), date(2026, 1, 1)) == {"is-adult": True}
    assert describe_holder((), date(1990, 1, 1), date(2026, 1, 1)) == {}


def test_every_attribute_of_the_content_can_be_told_with_one_of_its_values() -> None:
    assert set(attributes()) == set(DESCRIPTIONS)
    for name, attribute in attributes().items():
        for age in range(121):
            value = DESCRIPTIONS[name](age)
            assert (str(value).lower() if isinstance(value, bool) else value) in attribute.values


def test_a_pseudonym_is_the_same_at_one_organisation_and_unlike_at_another() -> None:
    key = b"k" * 32
    names = {
        make_pseudonym(key, organisation, number)
        for organisation in (b"a" * 16, b"b" * 16)
        for number in (1, 2)
    }
    assert len(names) == 4
    assert make_pseudonym(key, b"a" * 16, 1) in names
    assert {len(name) for name in names} == {20}


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (994.9, "not-yet-valid"),
        (995.0, None),
        (1000.0, None),
        (1059.9, None),
        (1060.0, "expired"),
        (1000 - 8 * 3600, "not-yet-valid"),
        (1000 + 8 * 3600, "expired"),
    ],
)
def test_a_code_counts_from_its_issue_to_its_end(now: float, reason: str | None) -> None:
    assert judge_time(1000, 1060, now) == reason


def test_the_phone_asks_again_at_two_thirds() -> None:
    assert refresh_after(60) == 40
