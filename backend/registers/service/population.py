"""A condition asked of everybody whom registers know, in one statement."""

import uuid
from datetime import date
from typing import Any

from backend.conditions.rules.checking import check, names
from backend.conditions.rules.compiling import Compiler
from backend.conditions.schemas import Column, Condition, FactType
from backend.core import db
from backend.registers.service.catalogue import find_register
from backend.registers.service.fact_types import fact_types
from backend.registers.service.newest import NEWEST_FIRST, is_around

SECONDS_MAX = 120
CASTS: dict[FactType, str] = {
    "text": "", "integer": "::bigint", "boolean": "::boolean", "date": "::date", "texts": "",
}  # fmt: skip
DATES = ("valid_from", "valid_to")

# The newest record of a register for each resident: their own, or of what is theirs, such as a vehicle.
NEWEST = """
left join (
    select distinct on ({whose}) {whose} as person, facts, valid_from, valid_to from record
    where register = '{register}' and superseded_at is null and not deleted and {whose} is not null
    order by {whose}, {order}
) as {alias} on {alias}.person = resident.id
"""
EVERYBODY = (
    "select resident.id from subject as resident {joins} where resident.kind = 'resident' and {condition}"
)


def compile_population(condition: Condition, today: date) -> tuple[str, list[Any]]:
    """The statement that selects the subjects of all residents for whom it holds, and its parameters.

    Only the registers that the condition names are read. A condition on facts that no register has, or of the
    wrong type, is a ValueError; those on identifiers are among them.
    """
    complaints = check(condition, fact_types())
    if complaints:
        raise ValueError("; ".join(complaints))
    named = sorted(names(condition))
    registers = {name.partition(".")[0] for name in named}
    aliases = {register: f"r{place}" for place, register in enumerate(sorted(registers))}
    compiler = Compiler({name: _column(name, aliases) for name in named}, today)
    holds = compiler.compile(condition)
    joins = "".join(_join(register, alias) for register, alias in aliases.items())
    return EVERYBODY.format(joins=joins, condition=holds), compiler.parameters


async def find_people(condition: Condition, today: date) -> list[uuid.UUID]:
    """The subjects of all residents for whom `condition` holds."""
    sql, parameters = compile_population(condition, today)
    async with db.connection() as connection:
        rows = await connection.fetch(sql, *parameters, timeout=SECONDS_MAX)
    return [row["id"] for row in rows]


async def count_people(condition: Condition, today: date) -> int:
    """How many they are."""
    sql, parameters = compile_population(condition, today)
    async with db.connection() as connection:
        count: int = await connection.fetchval(
            f"select count(*) from ({sql}) as found",  # noqa: S608  # our own statement
            *parameters,
            timeout=SECONDS_MAX,
        )
    return count


def _column(name: str, aliases: dict[str, str]) -> Column:
    register, _, field = name.partition(".")
    type_ = fact_types()[name]
    if field in DATES:
        return Column(f"{aliases[register]}.{field}", type_)
    return Column(f"({aliases[register]}.facts ->> '{field}'){CASTS[type_]}", type_)


def _join(register: str, alias: str) -> str:
    whose = "related" if is_around(find_register(register)) else "subject"
    return NEWEST.format(register=register, alias=alias, whose=whose, order=NEWEST_FIRST)
