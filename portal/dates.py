"""Days and times as people in Langfang read them."""

from datetime import date, datetime

from backend.core.clock import SHANGHAI
from portal.locales import Locale

WEEKDAYS = {
    "zh-CN": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def name_day(at: datetime, locale: Locale) -> str:
    """11月25日 周三, or Wed 25 Nov."""
    local = at.astimezone(SHANGHAI)
    weekday = WEEKDAYS[locale][local.weekday()]
    if locale == "en":
        return f"{weekday} {local.day} {MONTHS[local.month - 1]}"
    return f"{local.month}月{local.day}日 {weekday}"


def name_time(at: datetime, locale: Locale) -> str:
    """The day with hours and minutes."""
    return f"{name_day(at, locale)} {at.astimezone(SHANGHAI):%H:%M}"


def name_date(day: date, locale: Locale) -> str:
    """A civil date with its year: 2026年11月25日, or 25 Nov 2026."""
    if locale == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
