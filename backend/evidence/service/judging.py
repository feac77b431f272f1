"""What a reader's records are worth: whose codes they were, and whether their times fit."""

import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

from backend.city_codes.service import RECORDS_PER_CODE_MAX, OfflineVerification, Recogniser, Seen
from backend.core.actors import Reader
from backend.core.ids import id_at
from backend.evidence.rules.chains import Entry, add_link
from backend.evidence.rules.judging import doubt_of
from backend.evidence.schemas import Evidence, EvidenceRecord


class Place(NamedTuple):
    """Where the reader stands."""

    venue: uuid.UUID
    organisation: uuid.UUID
    scene: str


class Judged(NamedTuple):
    """The last link, what to keep, how many codes were nobody's, and until when a live one is good."""

    link: bytes
    rows: list[OfflineVerification]
    forged: int
    live_until: float


def judge(
    reader: Reader, place: Place, evidence: Evidence, link: bytes, city: Recogniser, now: datetime
) -> Judged:
    """What to keep of `evidence`, which continues `link`; a tenth of a millisecond for each record."""
    rows, forged, live_until, shown = [], 0, 0.0, Counter[bytes]()
    for sequence, record in enumerate(evidence.records, evidence.after + 1):
        link = add_link(link, Entry(sequence, record.at, record.verdict, record.degraded, record.code))
        seen = city.recognise(record.code)
        if seen is None:
            forged += 1
            continue
        shown[seen.mark] += 1
        if shown[seen.mark] <= RECORDS_PER_CODE_MAX:
            rows.append(_row(reader, place, sequence, record, seen, now))
        if seen.counter is None and record.verdict == "accepted":
            live_until = max(live_until, seen.drawn_before)
    return Judged(link, rows, forged, live_until)


def _row(
    reader: Reader, place: Place, sequence: int, record: EvidenceRecord, seen: Seen, now: datetime
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
