"""Scenarios that are made up for a test, and people to tell."""

from datetime import date
from typing import Any

import msgspec

from backend.reminders.schemas.scenario import Example, Scenario

LICENCE: dict[str, Any] = {
    "version": 1,
    "title": {"zh-CN": "驾驶证期满换证", "en": "Renew your driving licence"},
    "category": "certificate",
    "class": "statutory",
    "department": "traffic-police",
    "tell": ["holder"],
    "trigger": {"kind": "record", "register": "driving-licence", "due": {"from": "driving-licence.valid_to"}},
    "steps": [{"days": -90}, {"days": -30}, {"days": -7}],
    "text": {"zh-CN": "您的驾驶证{due}到期。", "en": "Your driving licence expires on {due}."},
    "sensitivity": "plain",
    "action": {"service": "driving-licence-renewal"},
    "legal": [{"title": "机动车驾驶证申领和使用规定", "article": "第六十三条", "mark": "V"}],
    "mark": "V",
    "examples": [
        {
            "title": "到期",
            "facts": {"driving-licence": {"valid_to": date(2026, 12, 25), "class": "C1"}},
            "days": {"from": "2026-12-01", "to": "2026-12-31"},
            "reminders": ["2026-12-01", "2026-12-18"],
        },
        {
            "title": "长期",
            "facts": {"driving-licence": {"class": "C1"}},
            "days": {"from": "2026-12-01", "to": "2026-12-31"},
            "reminders": [],
        },
    ],
}


def make(**changed: Any) -> Scenario:
    """The driving licence's scenario, with something changed."""
    return msgspec.convert(LICENCE | changed, Scenario)


def live(facts: dict[str, Any], about: dict[str, Any] | None = None) -> Example:
    """People of whom this is so."""
    return msgspec.convert(
        {
            "title": "made",
            "facts": facts,
            "about": about or {},
            "days": {"from": "2000-01-01", "to": "2000-01-01"},
            "reminders": [],
        },
        Example,
    )
