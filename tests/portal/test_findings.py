"""Findings and reports in words and figures."""

import uuid
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from backend.city_codes.schemas import OutcomeCount
from backend.evidence.schemas import Finding, Kind, ReaderReport, Sight, VenueReport
from backend.places.schemas.catalogue import Reason
from backend.places.schemas.venues import Name, Position, VenueName
from portal.locales import LOCALES, words
from portal.state.findings import view
from portal.state.report import view_hand_ins, view_outcomes
from portal.state.venues import read_position

NOON = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
SIGHT = Sight(uuid.uuid4(), "大门", VenueName(uuid.uuid4(), Name("市图书馆", "City Library")), NOON)


def finding(**facts: object) -> Finding:
    """A copied code."""
    whole: dict[str, object] = {
        "id": uuid.uuid4(),
        "kind": "copied",
        "account": uuid.uuid4(),
        "device": uuid.uuid4(),
        "device_suspended": False,
        "one": SIGHT,
        "two": SIGHT,
        "records": 3,
        "found_at": NOON,
        "resolved_at": None,
        "note": None,
    }
    return Finding(**(whole | facts))  # type: ignore[arg-type]  # facts of several types


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_finding_has_words(kind: str) -> None:
    for locale in LOCALES:
        line = view(finding(kind=kind), locale)
        assert line.title
        assert "{" not in line.text


def test_a_finding_says_where_when_and_how_it_was_closed() -> None:
    line = view(finding(resolved_at=NOON, note="已核对"), "zh-CN")

    assert [(sight.where, sight.time) for sight in line.sights] == [
        ("市图书馆 · 大门", "11月25日 周三 12:05")
    ] * 2
    assert (line.closed, line.note) == ("处理于 11月25日 周三 12:05", "已核对")
    assert len(view(finding(two=None), "en").sights) == 1


def test_a_copied_code_of_no_known_device_says_that_nothing_was_done() -> None:
    line = view(finding(device=None), "en")

    assert "no device was touched" in line.text
    assert line.device == ""


def report(*counts: OutcomeCount) -> VenueReport:
    """A week at a venue with two readers, one of which handed something in."""
    readers = [ReaderReport(SIGHT.reader, "大门", NOON), ReaderReport(uuid.uuid4(), "侧门", None)]
    return VenueReport(date(2026, 11, 19), list(counts), 0, readers)


def count(offline: bool, outcome: str, checks: int, day: int = 25) -> OutcomeCount:
    """Some checks of one day."""
    return OutcomeCount(date(2026, 11, day), offline, outcome, checks)


def test_a_report_adds_days_up_and_puts_accepted_first() -> None:
    week = report(
        count(False, "accepted", 1_000),
        count(False, "accepted", 234, 24),
        count(True, "accepted", 5),
        count(True, "replayed", 2),
        count(False, "expired", 9_000),
    )

    lines = [(line.outcome, line.online, line.offline, line.total) for line in view_outcomes(week, "zh-CN")]

    assert lines == [
        ("通过", "1,234", "5", "1,239"),
        ("码已过时", "9,000", "0", "9,000"),
        ("这张码已经用过", "0", "2", "2"),
    ]
    assert view_outcomes(report(), "en") == []


def test_only_readers_that_handed_something_in_say_when() -> None:
    assert view_hand_ins(report(), "en") == {
        str(SIGHT.reader): "Last handed in offline records: Wed 25 Nov 12:05"
    }


def test_every_reason_has_words() -> None:
    for locale in LOCALES:
        assert {f"reasons.{reason}" for reason in get_args(Reason)} <= words(locale).keys()


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("39", ""), ("", "116"), ("91", "0"), ("0", "181"), ("nan", "0"), ("x", "y")]
)
def test_half_a_position_or_one_outside_the_earth_is_none(latitude: str, longitude: str) -> None:
    with pytest.raises(ValueError, match="no place on Earth"):
        read_position(latitude, longitude)


def test_a_position_is_optional_and_read_as_it_was_typed() -> None:
    assert read_position("", "") is None
    assert read_position("３９．５", "-116.7") == Position(39.5, -116.7)
