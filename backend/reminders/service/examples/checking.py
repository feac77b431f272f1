"""Whether examples can be asked, and come true."""

from collections.abc import Iterator, Mapping
from datetime import date

from backend.conditions.schemas import FactType
from backend.registers.service import fact_types, registers
from backend.reminders.schemas.scenario import Example, Said, Scenario
from backend.reminders.service.examples.running import run_example
from backend.reminders.service.whereabouts import is_around_residents, main_register
from backend.services.service import services

DAYS_MAX = 6 * 366
KINDS: dict[FactType, type] = {"text": str, "integer": int, "boolean": bool, "date": date}


def find_example_mistakes(scenario: Scenario) -> Iterator[str]:
    """Every mistake, as "place: reason"; an example that fails says what would have come."""
    for place, example in enumerate(scenario.examples):
        path = f"$.examples[{place}]"
        mistakes = list(_find_mistakes(scenario, example, path))
        yield from mistakes
        if mistakes:
            continue
        found = run_example(scenario, example)
        if found != list(example.reminders):
            expected = _show(example.reminders)
            yield f"{path}.reminders: {expected} were expected, but these come: {_show(found)}"
    if scenario.examples and not any(example.reminders for example in scenario.examples):
        yield "$.examples: none of them reminds anybody"


def _show(days: tuple[date, ...] | list[date]) -> str:
    return "[" + ", ".join(day.isoformat() for day in days) + "]"


def _find_mistakes(scenario: Scenario, example: Example, path: str) -> Iterator[str]:
    first, last = example.days.first, example.days.last
    if not 0 <= (last - first).days <= DAYS_MAX:
        yield f"{path}.days: from a first to a last day, at most six years"
    if any(day < first or day > last for day in example.reminders):
        yield f"{path}.reminders: outside its days"
    yield from _find_fact_mistakes(scenario, example.facts, f"{path}.facts", "facts")
    yield from _find_fact_mistakes(scenario, example.about, f"{path}.about", "about")
    for place, change in enumerate(example.then):
        where = f"{path}.then[{place}]"
        if not first <= change.on <= last:
            yield f"{where}.on: outside its days"
        if change.applied is not None and change.applied not in services():
            yield f"{where}.applied: there is no service {change.applied!r}"
        yield from _find_fact_mistakes(scenario, change.facts, f"{where}.facts", "facts")
        yield from _find_fact_mistakes(scenario, change.about, f"{where}.about", "about")


def _find_fact_mistakes(
    scenario: Scenario, said: Mapping[str, Said | list[Said]], path: str, whose: str
) -> Iterator[str]:
    for register, records in said.items():
        if register not in registers():
            yield f"{path}.{register}: there is no such register"
            continue
        if not _belongs(scenario, register, whose):
            yield f"{path}.{register}: of whom? facts are about the record's subject, about is who is told"
        for record in records if isinstance(records, list) else [records]:
            yield from _find_value_mistakes(register, record, f"{path}.{register}")


def _belongs(scenario: Scenario, register: str, whose: str) -> bool:
    main, one = registers()[main_register(scenario)], registers()[register]
    if whose == "facts":
        return one.subject != "resident" or main.subject == "resident"
    return scenario.tell != ("holder",) and (one.subject == "resident" or is_around_residents(one))


def _find_value_mistakes(register: str, record: Said, path: str) -> Iterator[str]:
    for name, value in record.items():
        type_ = fact_types().get(f"{register}.{name}")
        if type_ is None:
            yield f"{path}.{name}: nobody knows this fact"
        elif type(value) is not KINDS[type_] or (isinstance(value, str) and not value.isprintable()):
            yield f"{path}.{name}: {value!r} is no {type_}"
        elif type_ == "text" and not _is_choice(register, name, str(value)):
            yield f"{path}.{name}: there is no choice {value!r}"


def _is_choice(register: str, name: str, value: str) -> bool:
    choices = registers()[register].fields[name].choices
    return not choices or value in {choice.id for choice in choices}
