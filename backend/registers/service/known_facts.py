"""What registers say of one subject, as conditions take it."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from backend.conditions.schemas import Fact as Known
from backend.registers.service.fact_types import fact_types
from backend.registers.service.newest import newest

DATES = ("valid_from", "valid_to")


async def known_facts(subject: uuid.UUID, named: Collection[str]) -> dict[str, Known]:
    """The `named` facts (`<register>.<field>`) of a subject, from the newest record of each register.

    A fact that no record tells is left out. For decisions that show nobody anything, as `newest` is.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for name in named:
        register, _, field = name.partition(".")
        wanted[register] |= {field} - set(DATES)
    found = await newest([subject], wanted) if wanted else {}
    known: dict[str, Known] = {}
    for (_, register), facts in found.items():
        said = {**facts[0].facts, "valid_from": facts[0].valid_from, "valid_to": facts[0].valid_to}
        known |= {f"{register}.{field}": value for field, value in said.items()}
    return {name: _typed(name, known[name]) for name in named if known.get(name) is not None}


def _typed(name: str, value: Known) -> Known:
    is_text = isinstance(value, str) and fact_types()[name] == "date"
    return date.fromisoformat(str(value)) if is_text else value
