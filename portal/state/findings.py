"""What does not fit together in what readers handed in, for operators."""

import dataclasses
from typing import Any

from backend.evidence.schemas import Finding, Sight
from portal.dates import name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import text

ON_A_PAGE = 20


@dataclasses.dataclass
class SightLine:
    """Where and when a code was seen, in words."""

    venue: str = ""
    where: str = ""
    time: str = ""


@dataclasses.dataclass
class FindingLine:
    """One finding in words."""

    id: str = ""
    title: str = ""
    text: str = ""
    found: str = ""
    sights: list[SightLine] = dataclasses.field(default_factory=list)
    device: str = ""
    device_suspended: bool = False
    # How and when it was closed.
    closed: str = ""
    note: str = ""


class Findings(Session):
    """What /findings shows."""

    findings: list[FindingLine] = []
    findings_ready: bool = False
    more_findings: bool = False
    # "open" or "closed".
    shown: str = "open"
    # The finding that is being closed, and the one whose device is being suspended.
    closing: str = ""
    suspending: str = ""
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The open findings."""
        await self._show("open")

    @asks
    async def choose(self, which: str) -> None:
        """The open findings, or the closed ones."""
        await self._show("closed" if which == "closed" else "open")

    @asks
    async def load_more(self) -> None:
        """The findings before those."""
        await self._read(self._after)

    @event
    def ask_to_close(self, finding: str) -> None:
        """Ask for the note first."""
        self.closing, self.suspending = finding, ""

    @event
    def ask_to_suspend(self, finding: str) -> None:
        """Ask for the reason first."""
        self.closing, self.suspending = "", finding

    @event
    def close_forms(self) -> None:
        """Put the open form away."""
        self.closing, self.suspending = "", ""

    @asks
    async def close(self, form: dict[str, Any]) -> None:
        """Close the finding that was asked about."""
        api, caller = await read_session(self)
        await api.resolve(caller, self.closing, text(form, "note"))
        self.findings = [line for line in self.findings if line.id != self.closing]
        self.closing, self.done = "", say(self, "findings.closed_done")

    @asks
    async def suspend(self, form: dict[str, Any]) -> None:
        """Suspend the device of the finding that was asked about."""
        api, caller = await read_session(self)
        device = next((line.device for line in self.findings if line.id == self.suspending), "")
        await api.suspend(caller, f"/v1/devices/{device}", text(form, "reason"))
        self._mark(device, suspended=True)
        self.suspending, self.done = "", say(self, "findings.suspended_done")

    @asks
    async def lift(self, device: str) -> None:
        """End a device's suspension."""
        api, caller = await read_session(self)
        await api.resume(caller, f"/v1/devices/{device}")
        self._mark(device, suspended=False)
        self.done = say(self, "residents.device_lifted")

    def _mark(self, device: str, *, suspended: bool) -> None:
        self.findings = [
            dataclasses.replace(line, device_suspended=suspended) if line.device == device else line
            for line in self.findings
        ]

    async def _show(self, which: str) -> None:
        self.shown, self.findings, self.findings_ready = which, [], False
        self.closing, self.suspending = "", ""
        await read_session(self)
        if self.is_operator:
            await self._read(None)
        self.findings_ready = True

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await api.findings(caller, self.shown, ON_A_PAGE, after)
        lines = [view(found, caller.locale) for found in page.items]
        self.findings = [*self.findings, *lines] if after else lines
        self._after = page.next or ""
        self.more_findings = bool(self._after)


def view(found: Finding, locale: Locale) -> FindingLine:
    """One finding in words."""
    closed = found.resolved_at
    sights = [found.one, *([found.two] if found.two else [])]
    return FindingLine(
        id=str(found.id),
        title=say_in(locale, f"findings.{found.kind}"),
        text=say_in(locale, f"findings.{name_act(found)}_text", count=found.records),
        found=say_in(locale, "findings.found", time=name_time(found.found_at, locale)),
        sights=[view_sight(sight, locale) for sight in sights],
        device=str(found.device) if found.device else "",
        device_suspended=found.device_suspended,
        closed=say_in(locale, "findings.closed_at", time=name_time(closed, locale)) if closed else "",
        note=found.note or "",
    )


def name_act(found: Finding) -> str:
    """What the city did about it; for a copied code that is nothing when its device is not known."""
    untouched = found.kind in ("copied", "counter-back") and found.device is None
    return "untouched" if untouched else found.kind


def view_sight(sight: Sight, locale: Locale) -> SightLine:
    """One place and time in words."""
    return SightLine(
        venue=str(sight.venue.id),
        where=f"{pick(sight.venue.name, locale)} · {sight.reader_name}",
        time=name_time(sight.at, locale),
    )
