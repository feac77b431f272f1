"""What registers say of a made-up city of any size, filled by the database itself in a minute a million."""

from typing import NamedTuple

from backend.core.batches import Connection
from backend.registers.schemas.register import Field, Register, SubjectKind
from backend.registers.service import registers

# Of a hundred people so many have a record of this register (or a thing of theirs has); otherwise 3 of 100.
SHARES = {
    "population": 100, "id-card": 90, "social-card": 90, "medical-insurance": 90, "social-insurance": 60,
    "driving-licence": 40, "income-tax": 40, "vehicle": 30, "vehicle-insurance": 30, "passport": 20,
    "travel-permit": 15, "guardianship": 20, "school-roll": 14, "pension": 15, "property": 20,
    "marriage": 20, "employment": 20, "housing-fund": 20, "gas-inspection": 20, "child-health": 8,
    "vaccination": 8, "birth": 2, "elder-card": 10, "firm-registration": 5,
}  # fmt: skip
SHARE = 3
# Dates lie in the past four years and the next half, and a third are not known; these do not.
DATES = {"birth_date": "date '1936-01-01' + (h % 32800)::int", "deceased_on": "null"}
NUMBERS = {"grade": "1 + h % 12", "points": "h % 13", "seats": "5 + h % 3", "open_violations": "h % 4 / 3"}

KINDS: tuple[SubjectKind, ...] = ("resident", "firm", "vehicle", "premises")
# As UUIDv7 are, ids of one kind are in the order in which they were made;
ID = "(lpad(to_hex({0} * 10000000000 + {1}), 12, '0') || '7000' || left(md5(({1})::text), 16))::uuid"

SUBJECTS = """
insert into subject (id, kind, index, identifier_sealed, created_at)
select {id}, $1, sha256(($1::text || n)::bytea), '\\x00', now()
from generate_series(1, $2::int) as n
"""
RECORDS = """
insert into record (id, version, register, source, external_id, subject, related, facts, digest, valid_from,
    valid_to, as_of, received_at)
select {id}, 1, $1, 'bench', n::text, {subject}, {related}, {facts}, '\\x00',
    date '2023-11-25' - (h % 2000)::int, {valid_to}, now(), now()
from (select n, hashint4(n * 31 + $3::int)::bigint + 2147483648 as h from generate_series(1, $2::int) as n)
    as given
where h % 100 < $4 order by {order}
"""
INDEXES = """
select indexname, indexdef from pg_indexes
where tablename in ('record', 'subject') and indexdef not like '%UNIQUE%'
"""


class Filled(NamedTuple):
    """How many people and records there are."""

    people: int
    records: int


async def fill(connection: Connection, people: int) -> Filled:
    """A city of so many residents, a twentieth as many firms, and what all registers say of them."""
    indexes = await connection.fetch(INDEXES)
    for row in indexes:
        await connection.execute(f"drop index {row['indexname']}")
    await connection.execute("set session_replication_role = replica; set synchronous_commit = off")
    sizes: dict[SubjectKind, int] = {
        "resident": people,
        "firm": people // 20,
        "vehicle": people // 3,
        "premises": people // 5,
    }
    for kind, size in sizes.items():
        await connection.execute(SUBJECTS.format(id=_id(kind, "n")), kind, size, timeout=600)
    for salt, (id_, register) in enumerate(sorted(registers().items())):
        share = 100 if register.subject != "resident" else SHARES.get(id_, SHARE)
        size = sizes[register.subject] if register.subject != "firm" or SHARES.get(id_) else people // 40
        await connection.execute(_write(id_, register, sizes, salt), id_, size, salt, share, timeout=600)
    for row in indexes:
        await connection.execute(row["indexdef"], timeout=600)
    await connection.execute("vacuum analyze record", timeout=600)
    await connection.execute("vacuum analyze subject", timeout=600)
    return Filled(people, await connection.fetchval("select count(*) from record"))


def _write(id_: str, register: Register, sizes: dict[SubjectKind, int], salt: int) -> str:
    related = "null"
    if register.related is not None:
        kind = register.related.kind
        related = _id(kind, f"(1 + (n::bigint * 7919 + 13) % {sizes[kind]})")
    fields = {name: _value(name, field) for name, field in register.fields.items()}
    facts = ", ".join(f"'{name}', {value}" for name, value in fields.items() if value)
    is_lasting = id_ in ("population", "guardianship", "firm-registration", "marriage")
    return RECORDS.format(
        id=ID.format(len(KINDS) + salt, "row_number() over ()"),
        # People are known in the order in which they came; what else is known of them came in any order.
        order="n" if id_ == "population" else "h",
        subject=_id(register.subject, "n"),
        related=related,
        facts=f"jsonb_strip_nulls(jsonb_build_object({facts}))",
        valid_to="null" if is_lasting else "date '2026-01-25' + (h / 7 % 1800)::int",
    )


def _id(kind: SubjectKind, number: str) -> str:
    return ID.format(KINDS.index(kind), number)


def _value(name: str, field: Field) -> str | None:
    """A value of a field, for a number `h` that is as good as random; None is one that is sealed."""
    match field.type:
        case "date":
            known = f"date '2022-05-25' + (h / {3 + len(name)} % 1900)::int"
            return DATES.get(name) or f"case when h / {5 + len(name)} % 3 > 0 then {known} end"
        case "integer":
            return NUMBERS.get(name, "2023 + h % 4" if name.endswith("year") else "h % 400")
        case "boolean":
            return f"h / {3 + len(name)} % 2 = 0"
        case "choice":
            ids = ", ".join(f"'{choice.id}'" for choice in field.choices)
            return f"(array[{ids}])[1 + h / {3 + len(name)} % {len(field.choices)}]"
        case "text":
            return "'13100' || (2 + h % 9)" if "division" in name else "(array['C1', 'B2', 'A1'])[1 + h % 3]"
        case _:
            return None
