"""A policy as a scenario: everybody for whom its condition is true is told once for each version."""

from datetime import date

from backend.reminders.rules.triggers import Match, Step
from backend.reminders.schemas.policy import Case, Policy
from backend.reminders.schemas.scenario import Days, Example, Scenario
from backend.reminders.service.whereabouts import FIRM, POPULATION

# The day on which cases are asked that name none, so that they stay right in any year.
ASKED_ON = date(2026, 12, 1)


def policy_scenario(policy: Policy) -> Scenario:
    """The scenario that a policy is."""
    is_for_firms = policy.audience == "firm"
    return Scenario(
        version=policy.version,
        title=policy.title,
        category="benefit",
        class_="optional",
        department=policy.department,
        tell=("representative",) if is_for_firms else ("holder",),
        trigger=Match(register=FIRM if is_for_firms else POPULATION),
        when=policy.when,
        steps=(Step(days=0),),
        text=policy.text,
        sms=policy.sms,
        sensitivity=policy.sensitivity,
        action=policy.action,
        effective_from=policy.effective_from,
        effective_to=policy.effective_to,
        legal=policy.legal,
        mark=policy.mark,
        checked=policy.checked,
        note=policy.note,
        examples=tuple(_example(case) for case in policy.examples),
    )


def _example(case: Case) -> Example:
    day = case.today or ASKED_ON
    return Example(
        title=case.title,
        facts=case.facts,
        about=case.about,
        days=Days(first=day, last=day),
        reminders=(day,) if case.matches else (),
    )
