"""How a message is put into words: facts, instants, dates, and texts with {places} for them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

from backend.core.clock import SHANGHAI
from backend.core.log import PERSONAL

Locale = Literal["zh-CN", "en"]
Fact: TypeAlias = str | Mapping[str, str] | date | datetime
# As a fact is kept: a text for both languages, one for each, {"instant": RFC 3339} or {"date": "2026-12-25"}.
KeptFact: TypeAlias = str | dict[str, str]

FACTS_MAX = 12
FACT_CHARACTERS_MAX = 300
PLACE = re.compile(r"\{([a-z][a-z_]*)\}")
UNKNOWN = "—"
HIDDEN = "…"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def keep(facts: Mapping[str, Fact]) -> dict[str, KeptFact]:
    """`facts` as they are kept, each a short line without anything that looks like a phone or ID number.

    An empty text is no fact.
    ValueError for what is none: another type, a language missing, an instant without a zone, too many.
    """
    if len(facts) > FACTS_MAX:
        raise ValueError(f"a message holds {FACTS_MAX} facts, not {len(facts)}")
    return {name: _keep(name, fact) for name, fact in facts.items() if fact != ""}


def fill(text: str, facts: Mapping[str, KeptFact], locale: Locale) -> str:
    """`text` with its {places} filled; what the message does not know is a dash."""
    return PLACE.sub(lambda place: say(facts.get(place[1], UNKNOWN), locale), text)


def say(fact: KeptFact, locale: Locale) -> str:
    """A fact in words."""
    if isinstance(fact, str):
        return fact
    if "instant" in fact:
        return name_instant(datetime.fromisoformat(fact["instant"]), locale)
    if "date" in fact:
        return name_date(date.fromisoformat(fact["date"]), locale)
    return fact.get(locale, UNKNOWN)


def name_instant(at: datetime, locale: Locale) -> str:
    """11月25日 12:05, or 25 Nov 12:05, as clocks in Langfang show it."""
    local = at.astimezone(SHANGHAI)
    if locale == "en":
        return f"{local.day} {MONTHS[local.month - 1]} {local:%H:%M}"
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def name_date(day: date, locale: Locale) -> str:
    """2026年12月25日, or 25 Dec 2026."""
    if locale == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def places(text: str) -> set[str]:
    """The names of the {places} in `text`."""
    return set(PLACE.findall(text))


def is_well_formed(text: str) -> bool:
    """Whether every brace of `text` belongs to a {place}."""
    return not set(PLACE.sub("", text)) & set("{}")


def _keep(name: str, fact: object) -> KeptFact:
    if isinstance(fact, str):
        return _line(fact)
    if isinstance(fact, datetime):
        if fact.tzinfo is not None:
            return {"instant": fact.isoformat()}
    elif isinstance(fact, date):
        return {"date": fact.isoformat()}
    if isinstance(fact, Mapping) and fact.keys() == {"date"}:
        return {"date": date.fromisoformat(fact["date"]).isoformat()}
    if isinstance(fact, Mapping) and fact.keys() == {"zh-CN", "en"}:
        return {locale: _line(str(text)) for locale, text in fact.items()}
    raise ValueError(f"{name!r} is no text, no text in both languages, no instant and no date")


def _line(text: str) -> str:
    return PERSONAL.sub(HIDDEN, " ".join(text.split()))[:FACT_CHARACTERS_MAX]
