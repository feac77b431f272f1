"""How far somebody may have come between two readers, whose clocks are not quite right."""

EARTH_METRES = 6_371_000
# Readers without a network may be off by the width of the degraded window, each.
SKEW_SECONDS = 180
# Faster than any train inside a city; and two gates of one place are never suspicious.
METRES_A_SECOND = 60
NEAR_METRES = 3_000
