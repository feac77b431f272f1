"""The name of what every part of a page gives."""

from typing import Any

# A Reflex component or a value inside one; Reflex 0.10.1 builds both dynamically and gives them no types.
View = Any


def any_of(lines: View) -> View:
    """Whether a list of the state has anything in it."""
    return lines.length() > 0


def holds(names: View, name: str) -> View:
    """Whether a list of the state has `name` in it."""
    return names.contains(name)


def how_many(lines: View) -> View:
    """How many a list of the state has."""
    return lines.length()
