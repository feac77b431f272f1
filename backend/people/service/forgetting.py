"""Removing what is over, in small bites that hold no lock for long."""

from datetime import timedelta

from backend.core import clock, db

BITE = 500
BITES_MAX = 40

# What is removed, how long after it was of use: an ended session stays for its owner's questions.
STEPS = {
    """update sign_in set answer_sealed = null where id in
       (select id from sign_in where answer_sealed is not null and answered_at < $1 limit $2)""": timedelta(
        minutes=1
    ),
    """update refresh_token set answer_sealed = null where token_hash in
       (select token_hash from refresh_token
        where answer_sealed is not null and used_at < $1 limit $2)""": timedelta(minutes=1),
    """delete from sign_in where id in
       (select id from sign_in where expires_at < $1 limit $2)""": timedelta(days=1),
    """delete from refresh_token where token_hash in
       (select token_hash from refresh_token where used_at < $1 limit $2)""": timedelta(days=30),
    """delete from session where id in
       (select id from session where expires_at < $1 or ended_at < $1
        limit $2 for update skip locked)""": timedelta(days=30),
    """delete from device where id in
       (select id from device where last_seen_at < $1 and (confirmed_at is null or removed_at is not null)
        and suspension is null and not exists (select from session where session.device = device.id)
        limit $2 for update skip locked)""": timedelta(days=31),
}


async def forget_expired() -> int:
    """Remove sign-ins, tokens, sessions and devices that are over; returns how many rows.

    May run twice at once. What one run leaves (more than 20,000 of a kind) the next one takes.
    """
    now, total = clock.now(), 0
    for statement, kept in STEPS.items():
        for _ in range(BITES_MAX):
            async with db.connection() as connection:
                done: str = await connection.execute(statement, now - kept, BITE)
            count = int(done.rpartition(" ")[2])
            total += count
            if count < BITE:
                break
    return total
