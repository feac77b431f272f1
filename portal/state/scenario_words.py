"""What a scenario is made of, in words."""

from backend.reminders.schemas.operating import ScenarioView, StepView
from portal.dates import name_date
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.service import Titled

UNITS = ("months", "days", "working_days")


def view_steps(found: ScenarioView, locale: Locale) -> list[Titled]:
    """When it tells people, with the words of a step that has its own."""
    same = pick(found.text, locale)
    return [
        Titled(say_step(step, locale), "" if pick(step.text, locale) == same else pick(step.text, locale))
        for step in found.steps
    ]


def say_step(step: StepView, locale: Locale) -> str:
    """期限前 90 天."""
    unit = next((unit for unit in UNITS if getattr(step, unit)), None)
    if unit is None:
        return say_in(locale, "scenario.step_on")
    amount = getattr(step, unit)
    one_or_more = unit.removesuffix("s") if abs(amount) == 1 else unit
    named = say_in(locale, f"scenario.{one_or_more}", count=abs(amount))
    return say_in(locale, f"scenario.step_{'after' if amount > 0 else 'before'}", amount=named)


def view_facts(found: ScenarioView, opens: str, locale: Locale) -> list[Titled]:
    """Whose it is, of which kind, in which version, who checked it, and what it opens."""
    checked = found.checked
    lines = {
        "department": pick(found.department_title, locale),
        "class": say_in(locale, f"scenario.class_{found.class_}"),
        "version": str(found.version),
        "checked": say_in(locale, "scenario.checked_by", by=checked.by, day=name_date(checked.on, locale))
        if checked
        else say_in(locale, f"scenarios.mark_{found.mark}"),
        "service": opens,
        "escalates": say_in(locale, "scenario.escalate_text") if found.escalates else "",
    }
    return [Titled(say_in(locale, f"scenario.{name}"), text) for name, text in lines.items() if text]
