"""A reader hands in what it decided alone: in its own order, each record once, signed to the last."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Literal

import structlog

from backend.city_codes.service import Recogniser, record_offline
from backend.core import clock, db
from backend.core.actors import Reader
from backend.core.batches import Connection
from backend.core.outbox import enqueue
from backend.core.problems import NotSignedIn
from backend.credentials.rules.jws import encode
from backend.evidence.errors import EvidenceForked, EvidenceGap, EvidenceRefused
from backend.evidence.rules.chains import FIRST_LINK
from backend.evidence.schemas import Evidence, EvidenceHead, Taken
from backend.evidence.service.finding import Sighting, find, found_at_reader
from backend.evidence.service.judging import Judged, Place, judge
from backend.places.rules.signatures import Dated
from backend.places.service import read_signed_by

# Signatures are checked in threads beside the loop that answers venues; more would keep it from its turn.
JUDGING_AT_ONCE = 1
# What the city accepted before a live code ended is recorded by then.
SETTLED_AFTER = timedelta(seconds=20)

HEAD = "select sequence, link from evidence_head where key = $1"
PLACE = "select venue, organisation, scene from reader_standing where reader = $1 and key = $2"
BEGIN = """
insert into evidence_head (key, reader, sequence, link, handed_in_at) values ($1, $2, 0, $3, $4)
on conflict (key) do nothing
"""
LOCK = "select sequence from evidence_head where key = $1 for update"
GO_ON = "update evidence_head set sequence = $2, link = $3, handed_in_at = $4 where key = $1"

events = structlog.get_logger()
_judging = asyncio.Semaphore(JUDGING_AT_ONCE)


class Handover(Dated, frozen=True, forbid_unknown_fields=True):
    """Signed with each body: that these records are this reader's, up to the last link."""

    aud: Literal["yima-evidence"]
    sub: uuid.UUID
    sequence: int
    link: str


async def read_head(reader: Reader) -> EvidenceHead:
    """The last record that the city has of the reader's key."""
    sequence, link = await _find_head(reader)
    return EvidenceHead(sequence, encode(link))


async def hand_in(reader: Reader, evidence: Evidence) -> Taken:
    """Keep the records, all or none; those that the city has already are answered as before.

    EvidenceGap when records before them are missing, EvidenceForked when they contradict earlier ones,
    EvidenceRefused when the proof is not the reader's own.
    """
    sequence, link = await _find_head(reader)
    last = evidence.after + len(evidence.records)
    if _has(sequence, evidence):
        return Taken(sequence)
    proof = await read_signed_by(reader, evidence.proof, Handover)
    if proof is None or (proof.sub, proof.sequence) != (reader.reader, last):
        raise EvidenceRefused
    place = await _find_place(reader)
    async with _judging:
        sequence, link = await _find_head(reader)  # one body sent many times at once is judged once
        if _has(sequence, evidence):
            return Taken(sequence)
        judged = await asyncio.to_thread(judge, reader, place, evidence, link, Recogniser(), clock.now())
    if encode(judged.link) != proof.link:
        await _tell_forked(reader, place, last)
        raise EvidenceForked
    return await _keep(reader, place, evidence, judged)


def _has(sequence: int, evidence: Evidence) -> bool:
    """Whether the city, which has all up to `sequence`, has these; EvidenceGap when it lacks earlier ones."""
    if evidence.after + len(evidence.records) <= sequence:
        return True
    if evidence.after != sequence:
        raise EvidenceGap(sequence=sequence)
    return False


async def _find_head(reader: Reader) -> tuple[int, bytes]:
    async with db.connection() as connection:
        row = await connection.fetchrow(HEAD, reader.key)
    return (row["sequence"], row["link"]) if row else (0, FIRST_LINK)


async def _find_place(reader: Reader) -> Place:
    async with db.connection() as connection:
        row = await connection.fetchrow(PLACE, reader.reader, reader.key)
    if row is None:  # another device was enrolled meanwhile
        raise NotSignedIn
    return Place(*row)


async def _keep(reader: Reader, place: Place, evidence: Evidence, judged: Judged) -> Taken:
    now, last = clock.now(), evidence.after + len(evidence.records)
    async with db.transaction(), db.connection() as connection:
        await connection.execute(BEGIN, reader.key, reader.reader, FIRST_LINK, now)
        sequence: int = await connection.fetchval(LOCK, reader.key)
        if _has(sequence, evidence):
            return Taken(sequence)
        await record_offline(connection, judged.rows)
        await connection.execute(GO_ON, reader.key, last, judged.link, now)
        await _tell_doubts(connection, reader, place, judged)
        if judged.rows:
            await _compare(reader, evidence.after + 1, last, judged, now)
    events.info("evidence.taken", reader=str(reader.reader), records=len(evidence.records))
    return Taken(last)


async def _compare(reader: Reader, first: int, last: int, judged: Judged, now: datetime) -> None:
    """Have the records compared, and once more when no live code among them can be accepted any longer."""
    days = [row.day for row in judged.rows]
    looks = [now]
    if judged.live_until > now.timestamp():
        looks.append(datetime.fromtimestamp(judged.live_until, UTC) + SETTLED_AFTER)
    for due_at in looks:
        await enqueue(
            "evidence.reconcile",
            due_at=due_at,
            key=str(reader.key),
            first=first,
            last=last,
            from_day=min(days).isoformat(),
            to_day=max(days).isoformat(),
        )


async def _tell_doubts(connection: Connection, reader: Reader, place: Place, judged: Judged) -> None:
    doubtful = sum(row.doubt is not None for row in judged.rows)
    for kind, records in (("forged", judged.forged), ("late", doubtful)):
        if records:
            await found_at_reader(connection, kind, reader, place.venue, records)


async def _tell_forked(reader: Reader, place: Place, last: int) -> None:
    async with db.transaction(), db.connection() as connection:
        seen = Sighting(reader.reader, place.venue, clock.now())
        await find(connection, "forked", f"forked:{reader.key}", seen)
    events.warning("evidence.forked", reader=str(reader.reader), sequence=last)
