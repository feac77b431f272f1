"""What providers report by themselves."""

import contextlib
import uuid
from collections.abc import Mapping, Sequence

from backend.core import clock, db
from backend.core.problems import NotFound
from backend.messages.ports import Provider, Report
from backend.messages.rules.outcomes import Change, after_report
from backend.messages.service.recording import Recorded, record

REPORTS_MAX = 1_000
NEWS = ("delivered", "failed")
BY_REFERENCE = """
select reference, id from delivery
where channel = 'wechat' and provider = $1 and reference = any($2::text[])
"""


async def take_reports(
    providers: Sequence[Provider], name: str, headers: Mapping[str, str], query: str, body: bytes
) -> int:
    """Note what the provider `name` reports about its own deliveries; returns how many that changed.

    NotFound for a provider that there is not, NotAllowed for a report that is surely not the provider's.
    Reports that come twice, out of order, or about what another provider has, change nothing.
    """
    provider = next((one for one in providers if one.name == name), None)
    if provider is None:
        raise NotFound
    reports = provider.read_reports({**headers, ":query": query}, body)[:REPORTS_MAX]
    ours = await _find(provider, [report.id for report in reports])
    found = {
        ours[report.id]: Recorded(ours[report.id], change)
        for report in reports
        if report.id in ours and (change := _read(provider, report))
    }
    return await record(name, list(found.values()))


async def _find(provider: Provider, ids: Sequence[str]) -> dict[str, uuid.UUID]:
    """The deliveries that a provider's `ids` mean: ours, or of one that only knows its own, references."""
    if provider.channel == "wechat":
        async with db.connection() as connection:
            rows = await connection.fetch(BY_REFERENCE, provider.name, list(ids))
        return {row["reference"]: row["id"] for row in rows}
    found = {}
    for id_ in ids:
        with contextlib.suppress(ValueError):
            found[id_] = uuid.UUID(id_)
    return found


def _read(provider: Provider, report: Report) -> Change | None:
    if report.state not in NEWS:
        return None
    now = clock.now()
    return after_report(
        report.state, report.reason, now, before="sent", due_at=now, denials=0, channel=provider.channel
    )
