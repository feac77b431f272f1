"""The one clock: tests move it, nothing else reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The civil date in China, where legal dates and birthdays count."""
    return now().astimezone(SHANGHAI).date()
