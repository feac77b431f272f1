"""The pieces of SQL that sweeps are made of; only names of content are put in their places, never values."""

# Of several sources the one whose fact began last wins, then the one that looked last (as in registers).
NEWEST_FIRST = "valid_from desc nulls last, as_of desc, id desc"

# An array for each column; the bases are dates (ISO 8601), or month and day.
HITS = """hit as materialized (
    select * from unnest($2::text[], $3::date[], $4::smallint[], $5::date[], $6::date[])
        as hit (base, due_on, step, remind_on, since) where $1::date is not null
)"""
SELECT = """
select {more}{person} as person, {record} as record, r.subject as about, {firm} as firm,
    hit.due_on, hit.step, hit.remind_on
from {source} and {on}{joins}
where r.register = '{register}'{conditions}
"""
# Everybody, or those of some reminders alone.
EVERYBODY = "hit join current_record as r on true"
THOSE = "asked join current_record as r on r.subject = asked.about join hit on hit.due_on = asked.due_on"
THOSE_MATCHED = "asked join current_record as r on r.subject = asked.about join hit on true"
IS_NEWEST = """not exists (
        select from current_record as later
        where later.register = {record}.register and later.subject = {record}.subject
            and (coalesce(later.valid_from, '-infinity'), later.as_of, later.id)
                > (coalesce({record}.valid_from, '-infinity'), {record}.as_of, {record}.id))"""
NEWEST = """
left join lateral (
    select {fields} from current_record where register = '{register}' and {whose} = {anchor}
    order by valid_from desc nulls last, as_of desc, id desc limit 1
) as {alias} on true"""
ALL_NEWEST = """
left join (
    select distinct on ({whose}) {whose} as whose, {fields} from current_record
    where register = '{register}' and {whose} is not null
    order by {whose}, valid_from desc nulls last, as_of desc, id desc
) as {alias} on {alias}.whose = {anchor}"""
GUARDIAN = """
join current_record as guardian on guardian.register = 'guardianship' and guardian.subject = r.subject
    and (guardian.valid_to is null or guardian.valid_to >= {today})"""
REPRESENTATIVE = """
join lateral (
    select related, facts, valid_from, valid_to from current_record
    where register = 'firm-registration' and subject = {firm}
    order by valid_from desc nulls last, as_of desc, id desc limit 1
) as firm on true"""
ALIVE = """not exists (
        select from current_record as dead
        where dead.register = 'population' and dead.subject = {person} and dead.facts ? 'deceased_on'
            and {newest})"""
GRANTED = " or (asked.state in ('approved', 'delivered') and asked.decided_at >= hit.since)"
NOT_APPLIED = """not exists (
        select from application_case as asked
        where asked.service = '{service}' and asked.subject = {subject}
            and (asked.state in ('submitted', 'accepted', 'correction-asked', 'corrected', 'in-review')
                {granted}){about})"""
# Whoever is told may have several such things: what was begun from a reminder of another is not for this.
ABOUT_THIS = """
            and not exists (
                select from reminder as begun
                where begun.application = asked.id and begun.about <> r.subject)"""
