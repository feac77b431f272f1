"""The statements of a batch of verifications; each takes its items as columns of equal length."""

# Sorted, because two batches that insert the same codes in different orders would wait for each other.
ACCEPT = """
with item as materialized (
    select * from unnest(
        $2::date[], $3::bytea[], $4::bigint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[],
        $9::text[], $10::text[], $11::text[]
    ) with ordinality
    as item (day, cid, number, id, reader, key, attempt, scene, shown, early, place)
), judged as materialized (
    select item.*, standing.venue, standing.organisation, standing.scene as reader_scene, resident.born_on,
        case
            when standing.reader is null then 'not-enrolled'
            when not standing.usable then 'reader-suspended'
            when item.early is not null then item.early
            when item.scene <> standing.scene then 'wrong-scene'
            when resident.suspended is distinct from false or resident.born_on is null then 'revoked'
            when exists (
                select from refusal
                where refusal.cid = item.cid and refusal.reader = item.reader
                    and refusal.attempt = item.attempt
            ) then 'settled'
        end as reason
    from item
    left join reader_standing standing on standing.reader = item.reader and standing.key = item.key
    left join resident_standing resident on resident.number = item.number
), accepted as (
    insert into verification
        (day, cid, id, number, reader, venue, organisation, attempt, at, scene, shown)
    select day, cid, id, number, reader, venue, organisation, attempt, $1, scene, shown
    from judged where reason is null
    order by day, cid
    on conflict do nothing
    returning id
)
select reason, id in (select id from accepted) as accepted, reader_scene, venue, organisation, born_on
from judged order by place
"""

# A credential's shows count in the order of its counter: of those in one batch the highest alone, and only
# when it is higher than all before. Its row in credential_use is what two batches at once wait for.
ACCEPT_CARRIED = """
with item as materialized (
    select * from unnest(
        $2::date[], $3::bytea[], $4::bigint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[],
        $10::text[], $11::text[], $12::int[], $13::int[], $14::bytea[], $15::int[], $16::bigint[],
        $17::bigint[], $18::bytea[], $19::int[]
    ) with ordinality as item (
        day, cid, number, id, reader, key, attempt, scene, shown, early, slot, counter, mark, kid, status,
        serial, bound_to, level, place
    )
), judged as materialized (
    select item.*, standing.venue, standing.organisation, standing.scene as reader_scene, resident.born_on,
        case
            when standing.reader is null then 'not-enrolled'
            when not standing.usable then 'reader-suspended'
            when item.early is not null then item.early
            when item.scene <> standing.scene then 'wrong-scene'
            when resident.suspended is distinct from false or resident.born_on is null then 'revoked'
            when phone.live is distinct from true or not phone.confirmed then 'revoked'
            when exists (
                select from credential_revocation revoked
                where revoked.kid = item.kid and revoked.shard = (item.status >> 20)::int
                    and revoked.place = (item.status & 1048575)::int and revoked.because <> 'online-only'
            ) then 'revoked'
            when (item.bound_to is not null or item.level > 0) and item.bound_to is distinct from
                substring(sha256(convert_to('CC2.venue' || standing.venue, 'UTF8')) for 8) then 'wrong-venue'
            when exists (
                select from refusal
                where refusal.cid = item.cid and refusal.reader = item.reader
                    and refusal.attempt = item.attempt
            ) then 'settled'
        end as reason
    from item
    left join reader_standing standing on standing.reader = item.reader and standing.key = item.key
    left join resident_standing resident on resident.number = item.number
    left join lateral (
        select session from credential_batch batch
        where batch.kid = item.kid and batch.first_serial <= item.serial
        order by batch.first_serial desc limit 1
    ) batch on true
    left join session_standing phone on phone.session = batch.session
), foremost as (
    select distinct on (day, cid) day, cid, id, counter from judged where reason is null
    order by day, cid, counter desc, place
), grown as (
    insert into credential_use (day, cid, counter)
    select day, cid, counter from foremost order by day, cid
    on conflict (day, cid) do update set counter = excluded.counter
    where credential_use.counter < excluded.counter
    returning day, cid
), accepted as (
    insert into verification
        (day, cid, slot, id, number, reader, venue, organisation, attempt, at, scene, shown, counter, mark)
    select day, cid, slot, id, number, reader, venue, organisation, attempt, $1, scene, shown, counter, mark
    from judged where id in (select foremost.id from foremost join grown using (day, cid))
    order by day, cid
    on conflict do nothing
    returning id
)
select reason, id in (select id from accepted) as accepted, reader_scene, venue, organisation, born_on
from judged order by place
"""

REFUSE = """
insert into refusal (cid, reader, attempt, id, number, venue, organisation, at, scene, reason)
select item.cid, item.reader, item.attempt, item.id, item.number, item.venue, item.organisation, $1,
    item.scene, item.reason
from (
    select sent.*, row_number() over (partition by cid) as turn
    from unnest(
        $2::date[], $3::bytea[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::uuid[], $9::uuid[],
        $10::text[], $11::text[]
    ) as sent (day, cid, reader, attempt, id, number, venue, organisation, scene, reason)
    where not exists (
        select from verification as used
        where used.day = sent.day and used.cid = sent.cid and used.reader = sent.reader
            and used.attempt = sent.attempt
    )
) as item
where item.turn + (select count(*) from refusal where refusal.cid = item.cid) <= $12
order by item.cid, item.reader, item.attempt
on conflict do nothing
"""

# A statement of its own, so that it sees what a batch beside it committed while this one waited.
FIND_SETTLED = """
with item as materialized (
    select * from unnest($1::date[], $2::bytea[], $3::int[], $4::uuid[], $5::uuid[]) with ordinality
    as item (day, cid, slot, reader, attempt, place)
)
select item.place, used.id, used.at, used.scene, used.shown, null as reason
from item join verification as used
    on used.day = item.day and used.cid = item.cid and used.slot = item.slot and used.reader = item.reader
        and used.attempt = item.attempt
union all
select item.place, refusal.id, refusal.at, refusal.scene, '', refusal.reason
from item join refusal
    on refusal.cid = item.cid and refusal.reader = item.reader and refusal.attempt = item.attempt
"""
