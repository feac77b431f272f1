"""What newly handed-in records say together with all that the city knew before; sets against sets."""

# $1 to $5: the days, the key and the sequences of the records. A code's own signature stands behind each.
FRESH = """
with fresh as materialized (
    select * from offline_verification
    where day between $1 and $2 and key = $3 and sequence between $4 and $5
)
"""

# One code, or two of one quarter minute, that counted at two readers.
COPIED = f"""{FRESH}
select distinct on (fresh.cid, fresh.slot) fresh.*, other.reader as other_reader,
    other.venue as other_venue, other.at as other_at
from fresh join lateral (
    select * from code_show as shown
    where shown.day = fresh.day and shown.cid = fresh.cid and shown.slot = fresh.slot
        and shown.reader <> fresh.reader and shown.reason is null
    order by shown.at limit 1
) as other on true
where fresh.reason is null
order by fresh.cid, fresh.slot, fresh.sequence
"""  # noqa: S608  # made of constants

# Two codes with one counter: the phone never signs two, so its key is somewhere else as well.
CLONED = f"""{FRESH}
select distinct on (fresh.cid) fresh.*, other.reader as other_reader, other.venue as other_venue,
    other.at as other_at
from fresh join lateral (
    select * from code_show as shown
    where shown.day = fresh.day and shown.cid = fresh.cid and shown.counter = fresh.counter
        and shown.mark <> fresh.mark
    order by shown.at limit 1
) as other on true
order by fresh.cid, fresh.sequence
"""  # noqa: S608

# A later quarter minute with a lower counter, wherever both counted.
COUNTER_BACK = f"""{FRESH}
select distinct on (fresh.cid) fresh.*, other.reader as other_reader, other.venue as other_venue,
    other.at as other_at
from fresh join lateral (
    select * from code_show as shown
    where shown.day = fresh.day and shown.cid = fresh.cid and shown.reason is null
        and (
            (shown.slot < fresh.slot and shown.counter > fresh.counter)
            or (shown.slot > fresh.slot and shown.counter < fresh.counter)
        )
    order by shown.at limit 1
) as other on true
where fresh.reason is null
order by fresh.cid, fresh.sequence
"""  # noqa: S608

# Two days later anybody may be anywhere, so the days beside tell all there is.
# $6 to $9: the Earth's radius, near, the speed and the clocks' error (rules.travel).
FAR_APART = f"""{FRESH}
select fresh.*, other.reader as other_reader, other.venue as other_venue, other.at as other_at
from fresh
join venue_position here on here.venue = fresh.venue
join lateral (
    (select * from code_show as shown
        where shown.number = fresh.number and shown.id < fresh.id and shown.reason is null
            and shown.doubt is null and shown.day between fresh.day - 1 and fresh.day + 1
        order by shown.id desc limit 1)
    union all
    (select * from code_show as shown
        where shown.number = fresh.number and shown.id > fresh.id and shown.reason is null
            and shown.doubt is null and shown.day between fresh.day - 1 and fresh.day + 1
        order by shown.id limit 1)
) as other on other.venue <> fresh.venue
join venue_position there on there.venue = other.venue
cross join lateral (
    select 2 * $6::float8 * asin(least(1, sqrt(
        power(sin(radians(there.latitude - here.latitude) / 2), 2)
        + cos(radians(here.latitude)) * cos(radians(there.latitude))
            * power(sin(radians(there.longitude - here.longitude) / 2), 2)
    ))) as metres
) as apart
where fresh.reason is null and fresh.doubt is null and apart.metres > $7
    and apart.metres > $8 * (abs(extract(epoch from other.at - fresh.at)) + $9)
order by fresh.sequence
"""  # noqa: S608
