"""What statements that are written by hand have in common; $1 is today, the others are a season's day."""

from collections.abc import Sequence

Days = Sequence[int | str]

CURRENT = "{0}.superseded_at is null and not {0}.deleted"
INSERT = """
insert into reminder
    (id, scenario, version, person, record, about, firm, due_on, step, remind_on, tell_at, state, created_at)
select uuidv7(), '{id}', 1, person, record, about, firm, due, step, day,
    greatest((day + time '09:00') at time zone 'Asia/Shanghai', now())
        + floor(random() * 20) * interval '1 minute',
    'due', now()
from ({select}) as found on conflict do nothing
"""
ALIVE = """ and not exists (select from record as dead where dead.register = 'population'
    and dead.subject = {0} and dead.facts ? 'deceased_on'
    and dead.superseded_at is null and not dead.deleted)"""
FREE = """ and not exists (select from application as asked where asked.service = '{service}'
    and asked.subject = {who} and asked.state not in ('draft', 'refused', 'withdrawn'))"""
NEWEST = """ and not exists (select from record as later where later.register = r.register
    and later.subject = r.subject and later.superseded_at is null and not later.deleted
    and (coalesce(later.valid_from, '-infinity'), later.as_of, later.id)
        > (coalesce(r.valid_from, '-infinity'), r.as_of, r.id))"""
GUARDIAN = """ join record as g on g.register = 'guardianship' and g.subject = r.subject
    and g.superseded_at is null and not g.deleted and (g.valid_to is null or g.valid_to >= $1::date)"""
FIRM = """ join record as f on f.register = 'firm-registration' and f.subject = {0}
    and f.superseded_at is null and not f.deleted and f.facts ->> 'status' <> 'closed'"""


def date_of(field: str, record: str = "r") -> str:
    """A date among the facts."""
    return f"({record}.facts ->> '{field}')::date"


def other(register: str, condition: str, *, whose: str = "r.subject") -> str:
    """That there is a record of another register of which something is so."""
    current = CURRENT.format("o")
    return (
        f"exists (select from record as o where o.register = '{register}' and o.subject = {whose}"
        f" and {current} and {condition})"
    )


def steps_of(due: str, days: Days, catch_up: int) -> tuple[str, str]:
    """The step whose day has come, and which due dates can have one: numbers of days, or sums in SQL."""
    day = [f"due + {one}" if isinstance(one, int) else one for one in days]
    following = [*day[1:], "null::date"]
    lines = ", ".join(
        f"({place}, {one}, {next_})" for place, (one, next_) in enumerate(zip(day, following, strict=True))
    )
    near = "true"
    if all(isinstance(one, int) for one in days):
        near = " or ".join(
            f"{due} between $1::date - ({one}) - {catch_up - 1} and $1::date - ({one})" for one in days
        )
    join = (
        f" cross join lateral (select {due} as due) as d cross join lateral"
        f" (select step, day from (values {lines}) as s (step, day, next)"
        f" where day between $1::date - {catch_up - 1} and $1::date"
        " and (next is null or next > $1::date)) as s"
    )
    return join, near


def write(
    id_: str,
    register: str,
    due: str,
    days: Days,
    *,
    where: str = "true",
    join: str = "",
    person: str = "r.subject",
    firm: str = "null::uuid",
    service: str | None = None,
    asker: str | None = None,
    one: bool = True,
    catch_up: int = 14,
    alive: Sequence[str] = (),
) -> str:
    """One statement: the records of a register, when they are due, and what must be so."""
    steps, near = steps_of(due, days, catch_up)
    guards = "".join(ALIVE.format(one_) for one_ in (alive or [person]))
    guards += FREE.format(service=service, who=asker or person) if service else ""
    select = (
        f"select {person} as person, {'r.subject' if one else 'r.id'} as record, r.subject as about,"
        f" {firm} as firm, due, step, day from record as r{join}{steps}"
        f" where r.register = '{register}' and {CURRENT.format('r')} and ({near}) and {where}"
        f"{NEWEST if one else ''}{guards}"
    )
    return INSERT.format(id=id_, select=select)


def of_firm(
    id_: str,
    register: str,
    due: str,
    days: Days,
    service: str | None,
    *,
    where: str = "true",
    one: bool = True,
) -> str:
    """The same for whoever represents the firm that a record is about."""
    return write(
        id_, register, due, days, where=where, join=FIRM.format("r.subject"), person="f.related",
        firm="r.subject", service=service, asker="r.subject", one=one,
    )  # fmt: skip


def in_season(
    id_: str,
    register: str,
    where: str,
    *,
    join: str = "",
    person: str = "r.subject",
    firm: str = "null::uuid",
    service: str | None = None,
    asker: str | None = None,
    one: bool = True,
    alive: Sequence[str] = (),
) -> str:
    """One statement for a season or a festival: due on $2, its step $3 came on $4."""
    guards = "".join(ALIVE.format(one_) for one_ in alive)
    guards += FREE.format(service=service, who=asker or person) if service else ""
    select = (
        f"select {person} as person, {'r.subject' if one else 'r.id'} as record, r.subject as about,"
        f" {firm} as firm, $2::date as due, $3::smallint as step, $4::date as day from record as r{join}"
        f" where r.register = '{register}' and {CURRENT.format('r')} and {where} and $1::date is not null"
        f"{NEWEST if one else ''}{guards}"
    )
    return INSERT.format(id=id_, select=select)


def both(*statements: str) -> str:
    """Two statements that tell different people of the same, as one."""
    first, *others = statements
    body = first.rpartition(") as found")
    selects = [one.partition("from (")[2].rpartition(") as found")[0] for one in others]
    return body[0] + "".join(f" union all {one}" for one in selects) + ") as found" + body[2]
