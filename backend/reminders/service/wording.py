"""What a reminder says, and what there is to do about it."""

from datetime import date

from backend.core.problems import Words
from backend.reminders.rules.wording import say
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.schemas.views import Action
from backend.services.service import services

TO_PAGE = Words("去看看", "Have a look")


def name_text(scenario: Scenario, step: int, due_on: date | None, today: date) -> Words:
    """What the reminder of a step, by its place in the plan, says on a day."""
    steps = scenario.steps
    text = (steps[step].text if step < len(steps) else None) or scenario.text
    return Words(*say(text.zh, text.en, due_on, today))


def find_deadline(scenario: Scenario, due_on: date | None) -> date | None:
    """The day by which something is to be done: one that the words name, unless it only begins then."""
    texts = [scenario.text, *(step.text for step in scenario.steps if step.text)]
    is_named = any(place in text.zh for text in texts for place in ("{due}", "{days}"))
    return due_on if scenario.deadline and is_named else None


def name_action(scenario: Scenario) -> Action | None:
    """What there is to do about it: the service, while the catalogue has it, or a page."""
    action = scenario.action
    if action is None:
        return None
    if action.service is None:
        return Action(service=None, path=action.path, title=TO_PAGE)
    service = services().get(action.service)
    if service is None:
        return None
    title = Words(f"办理：{service.title.zh}", service.title.en)
    return Action(service=action.service, path=f"/services/{action.service}", title=title)
