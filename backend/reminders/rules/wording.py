"""A reminder's text with its day in it, as people say it."""

import re
from datetime import date
from typing import NamedTuple

PLACE = re.compile(r"\{([a-z]+)\}")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# What a text may have a place for.
PLACES = frozenset({"due", "days", "year"})


class Said(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


def say(zh: str, en: str, due_on: date | None, today: date) -> Said:
    """Both texts with {due}, {days} and {year} filled; without a day the places stay empty."""
    return Said(
        PLACE.sub(lambda place: _zh(place[1], due_on, today), zh),
        PLACE.sub(lambda place: _en(place[1], due_on, today), en),
    )


def count_days_zh(days: int) -> str:
    """今天, 明天, 还有30天, 已过2天."""
    if days in (0, 1):
        return "明天" if days else "今天"
    return f"还有{days}天" if days > 0 else f"已过{-days}天"


def count_days_en(days: int) -> str:
    """today, tomorrow, in 30 days, 2 days ago."""
    if days in (0, 1):
        return "tomorrow" if days else "today"
    if days == -1:
        return "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def _zh(place: str, due_on: date | None, today: date) -> str:
    if due_on is None:
        return str(today.year) if place == "year" else ""
    said = {
        "due": f"{due_on.year}年{due_on.month}月{due_on.day}日",
        "days": count_days_zh((due_on - today).days),
        "year": str(due_on.year),
    }
    return said.get(place, "")


def _en(place: str, due_on: date | None, today: date) -> str:
    if due_on is None:
        return str(today.year) if place == "year" else ""
    said = {
        "due": f"{due_on.day} {MONTHS[due_on.month - 1]} {due_on.year}",
        "days": count_days_en((due_on - today).days),
        "year": str(due_on.year),
    }
    return said.get(place, "")
