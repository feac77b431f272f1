"""The facts that reminders rest on: which ones a scenario names, and which ones there are."""

from functools import cache

from backend.conditions.rules.checking import names
from backend.content import Bilingual
from backend.core.actors import Resident
from backend.core.problems import Words
from backend.registers.service import DATES, fact_types, find_register
from backend.reminders.rules.triggers import OfRecord, Recurring
from backend.reminders.schemas.operating import Choice, FactList, FactView
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.rights import find_led
from backend.reminders.service.whereabouts import main_register


def named_facts(scenario: Scenario) -> dict[str, set[str]]:
    """The fields that a scenario names, by register."""
    found: set[str] = set()
    for tree in (scenario.when, scenario.until):
        found |= names(tree) if tree is not None else set()
    trigger = scenario.trigger
    if isinstance(trigger, OfRecord):
        found.add(trigger.due.from_)
    if isinstance(trigger, Recurring):
        found.add(trigger.from_)
    found &= fact_types().keys()
    registers = {name.partition(".")[0] for name in found} | {main_register(scenario)}
    return {
        register: {name.partition(".")[2] for name in found if name.startswith(f"{register}.")}
        for register in sorted(registers)
    }


def title(register: str, field: str) -> Words:
    """What a fact is called."""
    return say(DATES.get(field) or find_register(register).fields[field].title)


def say(text: Bilingual) -> Words:
    """A text of the content as the API gives it."""
    return Words(text.zh, text.en)


async def list_facts(actor: Resident) -> FactList:
    """Every fact that conditions may name; for those who run reminders."""
    await find_led(actor)
    return _list_facts()


@cache
def _list_facts() -> FactList:
    return FactList([_view(name) for name in fact_types()])


def _view(name: str) -> FactView:
    register, _, field = name.partition(".")
    known = find_register(register)
    choices = () if field in DATES else known.fields[field].choices
    return FactView(
        name=name,
        title=title(register, field),
        type=fact_types()[name],
        register=register,
        register_title=say(known.title),
        choices=[Choice(choice.id, say(choice.title)) for choice in choices],
    )
