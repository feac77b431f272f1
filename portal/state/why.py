"""Why one gets a reminder, in words."""

import re
from datetime import date

from backend.core.clock import SHANGHAI
from backend.reminders.schemas.views import Known, Why
from portal.dates import name_date
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.service import Titled

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def view_rules(why: Why, locale: Locale) -> list[Titled]:
    """The laws behind it, and how sure each is."""
    return [
        Titled(f"《{rule.title}》{rule.article or ''}", say_in(locale, f"service.mark_{rule.mark.lower()}"))
        for rule in why.rule
    ]


def view_facts(why: Why, locale: Locale) -> list[Titled]:
    """What registers say, which of them, and as of when."""
    return [Titled(say_fact(fact, locale), say_source(fact, locale)) for fact in why.facts]


def view_circumstances(why: Why, locale: Locale) -> list[Titled]:
    """Whose it is, when one was told, and by which version of the rule."""
    lines = {
        "department": pick(why.department_title, locale),
        "told": name_date(why.told_on, locale),
        "version": say_in(locale, "reminder.why_version_text", version=why.version),
    }
    return [Titled(say_in(locale, f"reminder.why_{name}"), text) for name, text in lines.items()]


def say_fact(fact: Known, locale: Locale) -> str:
    """What a register says: 有效期至：2026年12月25日."""
    return f"{pick(fact.title, locale)}{': ' if locale == 'en' else '：'}{name_value(fact, locale)}"


def name_value(fact: Known, locale: Locale) -> str:
    """The value in words; a date as people here read it."""
    said = pick(fact.value, locale)
    return name_date(date.fromisoformat(said), locale) if DAY.fullmatch(said) else said


def say_source(fact: Known, locale: Locale) -> str:
    """Which register, and as of when."""
    source = pick(fact.source_title, locale)
    day = name_date(fact.as_of.astimezone(SHANGHAI).date(), locale)
    return say_in(locale, "reminder.why_source", source=source, day=day)
