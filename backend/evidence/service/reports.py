"""What a venue checked lately, for those who run it."""

import uuid
from datetime import timedelta

from backend.city_codes.service import read_counts
from backend.core import clock, db
from backend.core.actors import Resident
from backend.evidence.schemas import ReaderReport, VenueReport
from backend.places.service import list_readers

READERS_MAX = 200

HEADS = """
select reader, max(handed_in_at) as handed_in_at from evidence_head
where reader = any($1::uuid[]) group by reader
"""
FINDINGS = """
select count(*) from finding where (venue_one = $1 or venue_two = $1) and found_at > $2
"""


async def read_report(actor: Resident, venue: uuid.UUID, days: int) -> VenueReport:
    """The last `days` civil days of a venue, today included; NotFound unless it is the actor's to see."""
    readers = (await list_readers(actor, venue, READERS_MAX, None)).items
    since = clock.today() - timedelta(days=days)
    counts = await read_counts(venue, since)
    async with db.connection() as connection:
        heads = await connection.fetch(HEADS, [reader.id for reader in readers])
        findings = await connection.fetchval(FINDINGS, venue, clock.now() - timedelta(days=days))
    handed_in = {row["reader"]: row["handed_in_at"] for row in heads}
    return VenueReport(
        since + timedelta(days=1),
        counts,
        findings,
        [ReaderReport(reader.id, reader.name, handed_in.get(reader.id)) for reader in readers],
    )
