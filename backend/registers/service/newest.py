"""The current facts about somebody, whatever their source."""

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.sealing import unseal
from backend.registers.schemas.facts import Fact, Value
from backend.registers.schemas.register import Register
from backend.registers.service.catalogue import find_register

SEALED_AS = "record.identifiers"
FACTS_MAX = 1_000

# Of several sources the one whose fact began last wins, then the one that looked last.
NEWEST_FIRST = "valid_from desc nulls last, as_of desc, id desc"
# $1 the registers that are about the subjects, $2 those that they are related to, $3 the subjects; $5 those
# with one record a subject: whom it named before, an owner or a representative, it names no more.
CURRENT = f"""
select subject as about, * from record
where register = any($1) and subject = any($3) and superseded_at is null and not deleted
union all
select related as about, * from record
where register = any($2) and related = any($3) and superseded_at is null and not deleted
    and not (register = any($5) and exists (
        select from record as later
        where later.register = record.register and later.subject = record.subject
            and later.superseded_at is null and not later.deleted
            and (coalesce(later.valid_from, '-infinity'), later.as_of, later.id)
                > (coalesce(record.valid_from, '-infinity'), record.as_of, record.id)))
order by register, about, subject, {NEWEST_FIRST} limit $4
"""  # noqa: S608  # made of constants

_decode = msgspec.json.Decoder(dict[str, Value]).decode


async def newest(
    subjects: Collection[uuid.UUID],
    wanted: Mapping[str, Collection[str]],
    *,
    around: Collection[str] = (),
) -> dict[tuple[uuid.UUID, str], list[Fact]]:
    """The current facts about `subjects`, by subject and register, with the `wanted` fields; newest first.

    Where a register has one record a subject, the newest alone. A register whose subjects are of another
    kind gives what the subject is related to: the owner's vehicles; one named in `around` gives that as well
    as what is about the subject: a guardian's children. At most 1,000 facts. For checks that
    show nobody anything, and for what a person sees of themselves; everybody else calls `read`.
    """
    beside = [id_ for id_ in wanted if id_ in around or is_around(find_register(id_))]
    single = [id_ for id_ in beside if find_register(id_).one]
    async with db.connection() as connection:
        rows = await connection.fetch(CURRENT, list(wanted), beside, list(subjects), FACTS_MAX, single)
    found: dict[tuple[uuid.UUID, str], list[Fact]] = {}
    seen = set()
    for row in rows:
        register = find_register(row["register"])
        place = (row["about"], row["register"], row["subject"])
        if register.one and place in seen:
            continue
        seen.add(place)
        fact = _view(row, register, wanted[row["register"]])
        found.setdefault((row["about"], row["register"]), []).append(fact)
    return found


def is_around(register: Register) -> bool:
    """Whether a record is found by whom it is related to as well: a vehicle's by its owner."""
    return register.related is not None and register.related.kind != register.subject


def _view(row: asyncpg.Record, register: Register, names: Collection[str]) -> Fact:
    facts = _decode(row["facts"])
    if row["identifiers_sealed"] is not None and any(_is_sealed(register, name) for name in names):
        facts |= _decode(unseal(row["identifiers_sealed"], field=SEALED_AS))
    return Fact(
        record=row["id"],
        version=row["version"],
        register=row["register"],
        source=row["source"],
        about=row["about"],
        subject=row["subject"],
        related=row["related"],
        facts={name: value for name, value in facts.items() if name in names},
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        as_of=row["as_of"],
        origin=row["origin"],
        fresh=row["as_of"] >= clock.now() - timedelta(days=register.fresh_days),
    )


def _is_sealed(register: Register, name: str) -> bool:
    return name in register.fields and register.fields[name].type == "identifier"
