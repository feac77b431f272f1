"""Whether a scenario makes sense: its facts, dates, steps, texts and laws fit, and its examples come true."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from backend.conditions.rules.checking import check, names
from backend.conditions.schemas import Condition
from backend.registers.service import fact_types, readable, registers
from backend.reminders.rules.plans import find_trigger_mistakes
from backend.reminders.rules.texts import find_sms_mistakes, find_text_mistakes
from backend.reminders.rules.triggers import Match, OfRecord, Recurring
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.examples.checking import find_example_mistakes
from backend.reminders.service.matching import policy_scenario
from backend.reminders.service.whereabouts import can_tell, find_where, main_register
from backend.services.service import services
from backend.staff.service import departments

DATES = ("valid_from", "valid_to")


def find_policy_mistakes(policy: Policy) -> Iterator[str]:
    """Every mistake in a policy, as "place: reason", its examples among them."""
    scenario = policy_scenario(policy)
    mistakes = list(find_mistakes(scenario))
    yield from mistakes
    if mistakes:
        return
    for line in find_example_mistakes(scenario):
        place, is_wrong, days = line.partition(".reminders: ")
        yield f"{place}.matches: it does {'not' if days.endswith('[]') else 'match'}" if is_wrong else line


def find_mistakes(scenario: Scenario) -> Iterator[str]:
    """Every mistake in `scenario` that no single field shows, as "place: reason"; examples aside."""
    if scenario.department not in departments():
        yield f"$.department: there is no department {scenario.department!r}"
    if main_register(scenario) not in registers():
        yield f"$.trigger.register: there is no register {main_register(scenario)!r}"
        return
    yield from _find_tell_mistakes(scenario)
    yield from _find_begin_mistakes(scenario)
    yield from find_trigger_mistakes(scenario.trigger, scenario.steps)
    for name, tree in (("when", scenario.when), ("until", scenario.until)):
        if tree is not None:
            yield from _find_condition_mistakes(scenario, tree, f"$.{name}")
    yield from _find_word_mistakes(scenario)
    yield from _find_law_mistakes(scenario)
    action = scenario.action
    if action is not None and action.service is not None and action.service not in services():
        yield f"$.action.service: there is no service {action.service!r}"


def find_unreadable(facts: Collection[str], department: str) -> list[str]:
    """Those of `facts` that `department` may not read for reminders, in order."""
    fields = readable("reminder", department)
    parted = [(name, *name.partition(".")[::2]) for name in sorted(facts)]
    return [
        name
        for name, register, field in parted
        if register not in fields or (field not in DATES and field not in fields[register])
    ]


def _find_tell_mistakes(scenario: Scenario) -> Iterator[str]:
    if len(set(scenario.tell)) < len(scenario.tell):
        yield "$.tell: the same stands twice"
    for place, tell in enumerate(scenario.tell):
        if not can_tell(scenario, tell):
            yield f"$.tell[{place}]: a record of {main_register(scenario)} has no {tell} to tell"


def _find_begin_mistakes(scenario: Scenario) -> Iterator[str]:
    """The date that something is reckoned from is the record's own."""
    trigger = scenario.trigger
    if not isinstance(trigger, OfRecord | Recurring):
        return
    where, name = (
        ("$.trigger.due.from", trigger.due.from_)
        if isinstance(trigger, OfRecord)
        else ("$.trigger.from", trigger.from_)
    )
    if name.partition(".")[0] != trigger.register:
        yield f"{where}: {name!r} is no fact of {trigger.register}, whose records bring this about"
    elif fact_types().get(name) != "date":
        yield f"{where}: nobody knows the date {name!r}"
    else:
        yield from _find_right_mistakes(scenario, name, where)


def _find_condition_mistakes(scenario: Scenario, tree: Condition, path: str) -> Iterator[str]:
    types = fact_types() if isinstance(scenario.trigger, Match) else fact_types() | {"due": "date"}
    complaints = check(tree, types, path)
    yield from complaints
    if complaints:
        return
    for name in sorted(names(tree) - {"due"}):
        if find_where(scenario, name.partition(".")[0]) is None:
            yield f"{path}: nobody can say whose {name} it would be, seen from {main_register(scenario)}"
        else:
            yield from _find_right_mistakes(scenario, name, path)


def _find_right_mistakes(scenario: Scenario, name: str, path: str) -> Iterator[str]:
    if find_unreadable([name], scenario.department):
        yield f"{path}: {name} may not be read for reminders of {scenario.department} (content/registers)"


def _find_word_mistakes(scenario: Scenario) -> Iterator[str]:
    has_due = not isinstance(scenario.trigger, Match)
    yield from find_text_mistakes("$.title", scenario.title.zh, scenario.title.en, has_due=False)
    yield from find_text_mistakes("$.text", scenario.text.zh, scenario.text.en, has_due=has_due)
    for place, step in enumerate(scenario.steps):
        if step.text is not None:
            path = f"$.steps[{place}].text"
            yield from find_text_mistakes(path, step.text.zh, step.text.en, has_due=has_due)
    if scenario.sms is not None:
        yield from find_text_mistakes("$.sms", scenario.sms.zh, scenario.sms.en, has_due=has_due)
        yield from find_sms_mistakes("$.sms", scenario.sms.zh, scenario.sms.en)


def _find_law_mistakes(scenario: Scenario) -> Iterator[str]:
    if not scenario.legal and scenario.mark == "V" and scenario.class_ != "greeting":
        yield "$.legal: what was read in the law names it"
    weaker = [law.mark for law in scenario.legal if law.mark != "V"]
    if scenario.mark == "V" and weaker:
        yield f"$.mark: V, but a law behind it is {weaker[0]}"
    if scenario.checked is not None and scenario.checked.until < scenario.checked.on:
        yield "$.checked.until: before it was checked"
    if _is_crossed(scenario.effective_from, scenario.effective_to):
        yield "$.effective_to: before effective_from"


def _is_crossed(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last - first < timedelta(0)
