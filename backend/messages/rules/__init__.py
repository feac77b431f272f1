"""How messages are put into words, and what may become of a delivery."""

from backend.messages.rules.states import ENDED, STATES, TRANSITIONS, Channel, State, Tier
from backend.messages.rules.wording import (
    FACT_CHARACTERS_MAX,
    FACTS_MAX,
    MONTHS,
    Fact,
    KeptFact,
    Locale,
    fill,
    is_well_formed,
    keep,
    name_date,
    name_instant,
    places,
    say,
)

__all__ = [
    "ENDED",
    "FACTS_MAX",
    "FACT_CHARACTERS_MAX",
    "MONTHS",
    "STATES",
    "TRANSITIONS",
    "Channel",
    "Fact",
    "KeptFact",
    "Locale",
    "State",
    "Tier",
    "fill",
    "is_well_formed",
    "keep",
    "name_date",
    "name_instant",
    "places",
    "say",
]
