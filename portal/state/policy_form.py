"""A policy as the fields of a form, and back."""

from datetime import date, timedelta
from typing import Any

import msgspec

from backend.conditions.schemas import Condition
from backend.messages.schemas.kinds import Title
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.scenario import Action, Checked, Law, Sms
from backend.reminders.schemas.trigger import Text
from portal.state.venues import text

CHECKED_DAYS = 365
MARKS = ("V", "Vg", "G")
EMPTY = {"audience": "resident", "mark": "G"}
NAMES = (
    "title_zh", "title_en", "summary_zh", "summary_en", "text_zh", "text_en", "sms_zh", "sms_en",
    "department", "audience", "service", "effective_from", "effective_to", "law_title", "law_article",
    "law_source", "mark",
    "sensitive", "checked",
)  # fmt: skip

# Which field a place in the policy belongs to, as the API names places.
PLACES = {
    **{
        f"{part}/{language}": f"{part}_{name}"
        for part in ("title", "summary", "text", "sms")
        for language, name in (("zh-CN", "zh"), ("en", "en"))
    },
    **{name: name for name in ("department", "audience", "effective_from", "effective_to")},
    "action": "service",
    "legal": "law_title",
    "checked": "checked",
}


def view_form(policy: Policy | None) -> dict[str, str]:
    """The form's fields by name; what is not there is empty, what is ticked is "1"."""
    blank = dict.fromkeys(NAMES, "") | EMPTY
    if policy is None:
        return blank
    law = policy.legal[0] if policy.legal else None
    sms, action = policy.sms, policy.action
    return blank | {
        "title_zh": policy.title.zh,
        "title_en": policy.title.en,
        "summary_zh": policy.summary.zh,
        "summary_en": policy.summary.en,
        "text_zh": policy.text.zh,
        "text_en": policy.text.en,
        "sms_zh": sms.zh if sms else "",
        "sms_en": sms.en if sms else "",
        "department": policy.department,
        "audience": policy.audience,
        "service": (action.service or "") if action else "",
        "effective_from": policy.effective_from.isoformat() if policy.effective_from else "",
        "effective_to": policy.effective_to.isoformat() if policy.effective_to else "",
        "law_title": law.title if law else "",
        "law_article": (law.article or "") if law else "",
        "law_source": (law.source or "") if law else "",
        "mark": policy.mark,
        "sensitive": "1" if policy.sensitivity == "sensitive" else "",
        "checked": "1" if policy.checked else "",
    }


def read_form(form: dict[str, Any], when: Condition, kept: Policy | None, by: str, today: date) -> Policy:
    """The policy that the form says; what it has no field for stays as in `kept`.

    Nothing is checked here but dates (ValueError): the API says what is wrong. `by`: who checked the rule.
    """
    given = {name: text(form, name) for name in NAMES}
    mark: Any = given["mark"] if given["mark"] in MARKS else "G"
    audience: Any = given["audience"]
    law = Law(
        title=given["law_title"],
        article=given["law_article"] or None,
        source=given["law_source"] or None,
        mark=mark,
    )
    policy = Policy(
        version=kept.version if kept else 1,
        title=Title(zh=given["title_zh"], en=given["title_en"]),
        summary=Text(zh=given["summary_zh"], en=given["summary_en"]),
        department=given["department"],
        audience=audience,
        when=when,
        text=Text(zh=given["text_zh"], en=given["text_en"]),
        sms=Sms(zh=given["sms_zh"], en=given["sms_en"]) if given["sms_zh"] or given["sms_en"] else None,
        sensitivity="sensitive" if given["sensitive"] else "plain",
        action=read_action(given["service"], kept),
        effective_from=read_day(given["effective_from"]),
        effective_to=read_day(given["effective_to"]),
        legal=(law, *(kept.legal[1:] if kept else ())) if law.title else (),
        mark=mark,
        checked=read_checked(given["checked"], kept, by, today),
    )
    if kept is None:
        return policy
    return msgspec.structs.replace(policy, note=kept.note, examples=kept.examples)


def read_action(service: str, kept: Policy | None) -> Action | None:
    """The service that was chosen; without one, a page that was there already stays."""
    if service:
        return Action(service=service)
    return kept.action if kept and kept.action and kept.action.path else None


def read_checked(ticked: str, kept: Policy | None, by: str, today: date) -> Checked | None:
    """Who checked it: as it was, or the department today, good for a year."""
    if not ticked:
        return None
    if kept and kept.checked and kept.checked.until >= today:
        return kept.checked
    return Checked(by=by, on=today, until=today + timedelta(days=CHECKED_DAYS))


def read_day(typed: str) -> date | None:
    """A day, or none; ValueError for what is no day."""
    return date.fromisoformat(typed) if typed else None


def find_place(facts: dict[str, Any]) -> str | None:
    """The field that the first of the API's complaints is about, if one is."""
    errors = facts.get("errors")
    pointers = [str(one.get("pointer", "")) for one in errors] if isinstance(errors, list) else []
    return next((name for one in pointers for place, name in PLACES.items() if f"/{place}" in one), None)
