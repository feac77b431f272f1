"""A reminder as the message that carries it."""

import uuid
from datetime import date

import asyncpg

from backend.messages.service import Outgoing
from backend.reminders.rules.wording import say
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.wording import name_text


def compose(scenario: Scenario, row: asyncpg.Record, account: uuid.UUID, today: date) -> Outgoing:
    """The message: its key is the reminder's, so that no account gets it twice."""
    text = name_text(scenario, row["step"], row["due_on"], today)
    facts = {
        "title": {"zh-CN": scenario.title.zh, "en": scenario.title.en},
        "text": {"zh-CN": text.zh, "en": text.en},
    }
    if scenario.sms is not None:
        said = say(scenario.sms.zh, scenario.sms.en, row["due_on"], today)
        facts["sms"] = {"zh-CN": said.zh, "en": said.en}
    return Outgoing(
        account=account,
        kind=f"reminder-{scenario.category}",
        facts=facts,
        key=f"reminder-{row['id'].hex}",
        ref=row["id"],
        statutory=scenario.class_ == "statutory",
        sensitive=scenario.sensitivity == "sensitive",
    )
