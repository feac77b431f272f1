"""The scenarios and policies there are: content, kept in memory."""

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from backend import content
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.checking import find_mistakes, find_policy_mistakes
from backend.reminders.service.examples.checking import find_example_mistakes
from backend.reminders.service.matching import policy_scenario

__all__ = ["find_policy_mistakes", "policy_scenario"]

T = TypeVar("T")


@lru_cache(maxsize=1)
def scenarios() -> dict[str, Scenario]:
    """Every scenario by its id, read once; ContentError when any of them is wrong."""
    return read_scenarios(content.FOLDER / "reminders")


@lru_cache(maxsize=1)
def policies() -> dict[str, Policy]:
    """Every policy of the content by its id, read once; ContentError when any of them is wrong."""
    found = read_policies(content.FOLDER / "policies")
    twice = sorted(found.keys() & scenarios().keys())
    if twice:
        raise content.ContentError([f"content/policies/{id_}.yaml: a reminder has this id" for id_ in twice])
    return found


def read_scenarios(folder: Path) -> dict[str, Scenario]:
    """The scenarios in `folder`; ContentError with every mistake, failing examples aside."""
    return _without_mistakes("reminders", content.load(folder, Scenario), find_mistakes)


def read_policies(folder: Path) -> dict[str, Policy]:
    """The policies in `folder`; ContentError with every mistake, their examples among them."""
    return _without_mistakes("policies", content.load(folder, Policy), find_policy_mistakes)


def read_content() -> None:
    """Read all of this domain's content; ContentError with every mistake in it, failing examples aside."""
    content.check(scenarios, policies)


def try_examples() -> None:
    """Let the days of every example pass; ContentError with those that do not come true."""
    _without_mistakes("reminders", scenarios(), find_example_mistakes)


def find_file_mistakes(id_: str) -> list[str]:
    """The mistakes of one file of scenarios or policies, for whoever is writing it."""
    for folder, type_, finders in (
        ("reminders", Scenario, (find_mistakes, find_example_mistakes)),
        ("policies", Policy, (find_policy_mistakes,)),
    ):
        path = content.FOLDER / folder / f"{id_}.yaml"
        if path.exists():
            try:
                one: Any = content.read_file(path, type_)
            except content.ContentError as error:
                return error.errors
            return [f"content/{folder}/{id_}.yaml: {line}" for find in finders for line in find(one)]
    return [f"there is no content/reminders/{id_}.yaml, and none in content/policies"]


def digest(scenario: Scenario) -> str:
    """What stands for all that decides who is told: with another one everybody is asked anew."""
    plain = msgspec.structs.replace(scenario, examples=(), note=None)
    return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()


def _without_mistakes(folder: str, read: dict[str, T], find: Callable[[T], Iterator[str]]) -> dict[str, T]:
    errors = [f"content/{folder}/{id_}.yaml: {line}" for id_, one in read.items() for line in find(one)]
    if errors:
        raise content.ContentError(errors)
    return read
