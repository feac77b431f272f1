"""Working days: as published, in Python and in SQL alike."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import chinese_calendar
import pytest
import time_machine
from litestar import Litestar
from structlog.testing import capture_logs

from backend import worker
from backend.content import ContentError
from backend.workdays.rules.calendars import FIRST, LAST
from backend.workdays.service import calendar, find_gaps, read_years
from tests.conftest import new_client

SUM = "select add_working_days($1::date, $2::int), working_days_between($1::date, $3::date)"


def test_published_years_are_as_published() -> None:
    day = date(2024, 1, 1)
    while day < date(2027, 1, 1):
        assert calendar().works(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


async def test_a_year_that_is_not_published_is_told_from_december_on(app: Litestar) -> None:
    assert find_gaps(date(2026, 11, 30)) == []
    assert find_gaps(date(2026, 12, 1)) == [2027]
    assert find_gaps(date(2040, 3, 1)) == [2040]
    async with new_client(app) as prometheus:
        with time_machine.travel(datetime(2026, 12, 1, 4, tzinfo=UTC)), capture_logs() as told:
            await worker.HOURLY["workdays.warn_of_gaps"]()
            figures = (await prometheus.get("/metrics")).text
    assert {"event": "workdays.incomplete", "year": 2027, "log_level": "warning"} in told
    assert "yima_incomplete_years 1.0" in figures
    assert not calendar().works(date(2027, 10, 1))
    assert calendar().works(date(2027, 10, 4))


def test_the_day_one_begins_at_is_not_counted() -> None:
    wednesday, thursday = date(2026, 9, 30), date(2026, 10, 8)
    assert calendar().add_working_days(wednesday, 1) == thursday
    assert calendar().add_working_days(date(2026, 10, 3), 1) == thursday
    assert (
        calendar().add_working_days(thursday, -1)
        == calendar().add_working_days(date(2026, 10, 3), -1)
        == wednesday
    )
    assert calendar().add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 3)
    assert calendar().working_days_between(wednesday, thursday) == 1
    assert calendar().working_days_between(thursday, wednesday) == -1
    assert calendar().add_working_days(LAST, 1) is None
    assert calendar().add_working_days(FIRST - timedelta(days=1), 1) is None


async def test_sql_counts_as_python_does(
    app: Litestar, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    ordinals = range(date(2025, 12, 25).toordinal(), date(2026, 3, 5).toordinal())
    for day in [date.fromordinal(ordinal) for ordinal in ordinals] + [FIRST, LAST, LAST + timedelta(days=1)]:
        for number in (-30, -1, 0, 1, 2, 45):
            other = day + timedelta(days=number)
            row = await connection.fetchrow(SUM, day, number, other)
            assert row is not None
            assert tuple(row) == (
                calendar().add_working_days(day, number),
                calendar().working_days_between(day, other),
            ), (day, number)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("makeup: [2026-01-05]", "$.makeup: 2026-01-05 is no weekend"),
        ("makeup: [2027-01-02]", "$.makeup: 2027-01-02 is in another year"),
        ("makeup: [2026-02-30]", "day is out of range for month"),
    ],
)
def test_a_wrong_calendar_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    start = "version: 1\nsource: x\ncomplete: true\nholidays: []\n"
    (tmp_path / "year-2026.yaml").write_text(start + text)
    with pytest.raises(ContentError) as caught:
        read_years(tmp_path)
    assert complaint in str(caught.value)
