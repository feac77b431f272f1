"""What a venue checked lately, in words and figures."""

import dataclasses
from collections import Counter

from backend.evidence.schemas import VenueReport
from portal.dates import name_time
from portal.locales import Locale, say
from portal.state.records import refusal


@dataclasses.dataclass
class OutcomeLine:
    """One outcome, and how often readers came to it with a network and without."""

    outcome: str = ""
    online: str = ""
    offline: str = ""
    total: str = ""


def view_outcomes(report: VenueReport, locale: Locale) -> list[OutcomeLine]:
    """The outcomes of the report: accepted first, then refusals, the most frequent first."""
    counts: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for count in report.counts:
        counts[count.offline][count.outcome] += count.checks
    totals = counts[False] + counts[True]
    order = sorted(totals, key=lambda outcome: (outcome != "accepted", -totals[outcome], outcome))
    return [
        OutcomeLine(
            outcome=name_outcome(outcome, locale),
            online=f"{counts[False][outcome]:,}",
            offline=f"{counts[True][outcome]:,}",
            total=f"{totals[outcome]:,}",
        )
        for outcome in order
    ]


def name_outcome(outcome: str, locale: Locale) -> str:
    """Accepted, or why not, as the head of a line."""
    if outcome == "accepted":
        return say(locale, "records.passed")
    return refusal(outcome, locale).rstrip("。.")


def view_hand_ins(report: VenueReport, locale: Locale) -> dict[str, str]:
    """When each reader last handed in what it checked alone, by id; some never did."""
    return {
        str(reader.id): say(locale, "venue.handed_in", time=name_time(reader.handed_in_at, locale))
        for reader in report.readers
        if reader.handed_in_at
    }
