"""What providers report by themselves."""

import uuid
from collections.abc import Mapping, Sequence

from backend.core import clock
from backend.core.problems import NotFound
from backend.messages.ports import Provider, Report
from backend.messages.rules.outcomes import after_report
from backend.messages.service.recording import Recorded, record

REPORTS_MAX = 1_000
NEWS = ("delivered", "failed")


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
    found = {one.delivery: one for one in (_read(provider, report) for report in reports) if one}
    return await record(name, list(found.values()))


def _read(provider: Provider, report: Report) -> Recorded | None:
    if report.state not in NEWS:
        return None
    try:
        delivery = uuid.UUID(report.id)
    except ValueError:
        return None
    now = clock.now()
    change = after_report(
        report.state, report.reason, now, before="sent", due_at=now, denials=0, channel=provider.channel
    )
    return None if change is None else Recorded(delivery, change)
