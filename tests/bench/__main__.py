"""Run the benches, or the one that is named, and say what they found."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from backend.core import log
from tests.bench import (
    applying,
    carried,
    intake,
    lists,
    over_http,
    pictures,
    population,
    reminding,
    scale,
    searching,
    sending,
    starting,
    syncing,
)
from tests.bench.city import City, build

Found = Sequence[msgspec.Struct]

ALONE: dict[str, Callable[[], Awaitable[Found]]] = {
    "cc2-check": carried.check,
    "cc2-issue": carried.issue,
    "status-list": lists.build,
    "qr": pictures.read,
    "start": starting.measure,
    "sweep": reminding.compare,
    "policy": reminding.match,
    "search": searching.search,
}
IN_A_CITY: dict[str, Callable[[City], Awaitable[Found]]] = {
    "verify": over_http.verify,
    "verify-carried": over_http.verify_carried,
    "issue": over_http.issue,
    "cc2-issue": over_http.issue_credentials,
    "sync": syncing.sync,
    "intake": intake.measure,
    "application": applying.measure,
    "send": sending.measure,
    "condition-sql": population.ask,
    "scale": scale.compare_sizes,
}


async def _run(only: str | None) -> None:
    log.set_up("warning")
    names = sorted({*ALONE, *IN_A_CITY})
    if only not in (None, *names):
        raise SystemExit(f"There is no bench {only!r}; there are {', '.join(names)}.")
    found: list[msgspec.Struct] = []
    for name, bench in ALONE.items():
        if only in (None, name):
            found += await bench()
    if only is None or only in IN_A_CITY:
        async with build() as city:
            for name, measure in IN_A_CITY.items():
                if only in (None, name):
                    found += await measure(city)
    for item in found:
        print(msgspec.json.encode(item).decode())


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1] if len(sys.argv) > 1 else None))
