"""A reader hands in what it decided alone: in its own order, each record once, signed to the last."""

import asyncio
import uuid
from datetime import UTC, datetime
from typing import Literal, NamedTuple

import structlog

from backend.city_codes.service import OfflineVerification, Recogniser, Seen, record_offline
from backend.core import clock, db
from backend.core.actors import Reader
from backend.core.batches import Connection
from backend.core.ids import id_at
from backend.core.outbox import enqueue
from backend.core.problems import NotSignedIn
from backend.credentials.rules.jws import encode
from backend.evidence.errors import EvidenceForked, EvidenceGap, EvidenceRefused
from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from backend.evidence.rules.judging import doubt_of
from backend.evidence.schemas import Evidence, EvidenceHead, EvidenceRecord, Taken
from backend.evidence.service.finding import found_at_reader
from backend.places.rules.signatures import Dated
from backend.places.service import read_signed_by

# Signatures are checked in threads beside the loop that answers venues; more would keep it from its turn.
JUDGING_AT_ONCE = 1

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


class _Place(NamedTuple):
    venue: uuid.UUID
    organisation: uuid.UUID
    scene: str


class _Judged(NamedTuple):
    link: bytes
    rows: list[OfflineVerification]
    forged: int


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
    if last <= sequence:
        return Taken(sequence)
    if evidence.after != sequence:
        raise EvidenceGap(sequence=sequence)
    proof = await read_signed_by(reader, evidence.proof, Handover)
    if proof is None or (proof.sub, proof.sequence) != (reader.reader, last):
        raise EvidenceRefused
    place = await _find_place(reader)
    async with _judging:
        judged = await asyncio.to_thread(_judge, reader, place, evidence, link, Recogniser(), clock.now())
    if encode(judged.link) != proof.link:
        await _tell_forked(reader, place, last)
        raise EvidenceForked
    return await _keep(reader, place, evidence, judged)


async def _find_head(reader: Reader) -> tuple[int, bytes]:
    async with db.connection() as connection:
        row = await connection.fetchrow(HEAD, reader.key)
    return (row["sequence"], row["link"]) if row else (0, FIRST_LINK)


async def _find_place(reader: Reader) -> _Place:
    async with db.connection() as connection:
        row = await connection.fetchrow(PLACE, reader.reader, reader.key)
    if row is None:  # another device was enrolled meanwhile
        raise NotSignedIn
    return _Place(*row)


def _judge(
    reader: Reader, place: _Place, evidence: Evidence, link: bytes, city: Recogniser, now: datetime
) -> _Judged:
    rows, forged = [], 0
    for sequence, record in enumerate(evidence.records, evidence.after + 1):
        link = add_link(link, Entry(sequence, record.at, record.verdict, record.degraded, record.code))
        seen = city.recognise(record.code)
        if seen is None:
            forged += 1
        else:
            rows.append(_row(reader, place, sequence, record, seen, now))
    return _Judged(link, rows, forged)


def _row(
    reader: Reader, place: _Place, sequence: int, record: EvidenceRecord, seen: Seen, now: datetime
) -> OfflineVerification:
    counted = record.verdict == "accepted"
    received = now.timestamp()
    at = min(record.at, int(received * 1000))
    return OfflineVerification(
        seen.day,
        reader.key,
        sequence,
        seen.cid,
        seen.slot,
        seen.counter,
        seen.mark,
        seen.kid,
        seen.status,
        id_at(at),
        seen.number,
        reader.reader,
        place.venue,
        place.organisation,
        datetime.fromtimestamp(at / 1000, UTC),
        now,
        place.scene,
        seen.shown if counted else "",
        None if record.verdict == "accepted" else record.verdict,
        record.degraded,
        doubt_of(record.at / 1000, (seen.drawn_after, seen.drawn_before), counted, received),
    )


async def _keep(reader: Reader, place: _Place, evidence: Evidence, judged: _Judged) -> Taken:
    now, last = clock.now(), evidence.after + len(evidence.records)
    async with db.transaction(), db.connection() as connection:
        await connection.execute(BEGIN, reader.key, reader.reader, FIRST_LINK, now)
        sequence: int = await connection.fetchval(LOCK, reader.key)
        if sequence >= last:  # the same body came twice at once
            return Taken(sequence)
        if sequence != evidence.after:
            raise EvidenceGap(sequence=sequence)
        await record_offline(connection, judged.rows)
        await connection.execute(GO_ON, reader.key, last, judged.link, now)
        await _tell_doubts(connection, reader, place, judged, last)
        if judged.rows:
            days = [row.day for row in judged.rows]
            await enqueue(
                "evidence.reconcile",
                key=str(reader.key),
                first=evidence.after + 1,
                last=last,
                from_day=min(days).isoformat(),
                to_day=max(days).isoformat(),
            )
    events.info("evidence.taken", reader=str(reader.reader), records=len(evidence.records))
    return Taken(last)


async def _tell_doubts(
    connection: Connection, reader: Reader, place: _Place, judged: _Judged, last: int
) -> None:
    doubtful = sum(row.doubt is not None for row in judged.rows)
    for kind, records in (("forged", judged.forged), ("late", doubtful)):
        if records:
            await found_at_reader(
                connection, kind, reader, place.venue, f"{kind}:{reader.key}:{last}", records
            )


async def _tell_forked(reader: Reader, place: _Place, last: int) -> None:
    async with db.transaction(), db.connection() as connection:
        await found_at_reader(connection, "forked", reader, place.venue, f"forked:{reader.key}", 1)
    events.warning("evidence.forked", reader=str(reader.reader), sequence=last)
