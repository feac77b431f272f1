"""One venue with its readers."""

import dataclasses
from typing import Any

import reflex as rx

from backend.places.schemas import venues
from portal.callers import Caller
from portal.city import City
from portal.dates import name_time
from portal.drawing import draw_link
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.report import OutcomeLine, view_hand_ins, view_outcomes
from portal.state.session import Session, asks, event, new_form_key, read_session, say
from portal.state.venues import Choice, text

READERS_ON_A_PAGE = 100


@dataclasses.dataclass
class ReaderLine:
    """One reader as a row of the table."""

    id: str = ""
    name: str = ""
    scene: str = ""
    state: str = ""
    state_words: str = ""
    seen: str = ""
    # When it last handed in what it checked without a network.
    handed_in: str = ""
    reason: str = ""
    # Whether this very reader is suspended, rather than its venue.
    own_suspension: bool = False


class OneVenue(Session):
    """What /venues/[id] shows."""

    venue_ready: bool = False
    venue_name: str = ""
    venue_place: str = ""
    venue_reason: str = ""
    venue_suspended: bool = False
    readers: list[ReaderLine] = []
    outcomes: list[OutcomeLine] = []
    venue_findings: str = ""
    more_readers: bool = False
    venue_scenes: list[Choice] = []
    adding: bool = False
    # What is about to be suspended: "venue", or a reader's id.
    suspending: str = ""
    code: str = ""
    code_reader: str = ""
    code_until: str = ""
    scan_picture: str = ""
    _after: str = ""
    _hand_ins: dict[str, str] = {}

    @asks
    async def load(self) -> None:
        """The venue and its readers, with no form and no code open."""
        self.venue_ready, self.adding, self.suspending, self.code = False, False, "", ""
        api, caller = await read_session(self)
        await self._read(api, caller)
        self.scan_picture = draw_link(f"{api.origin}/scan")
        self.venue_ready = True

    @asks
    async def load_more(self) -> None:
        """The readers after those."""
        api, caller = await read_session(self)
        page = await api.readers(caller, venue_id(self), READERS_ON_A_PAGE, self._after)
        titles = {choice.id: choice.title for choice in self.venue_scenes}
        self.readers += [view(reader, titles, self._hand_ins, caller.locale) for reader in page.items]
        self._after = page.next or ""
        self.more_readers = bool(self._after)

    @event
    def open_form(self) -> None:
        """Begin a new reader."""
        new_form_key(self)
        self.adding, self.code, self.suspending = True, "", ""

    @event
    def close_forms(self) -> None:
        """Put away whatever is open; a code that was shown is not shown again."""
        self.adding, self.suspending, self.code = False, "", ""

    @event
    def ask_to_suspend(self, what: str) -> None:
        """Ask for the reason first."""
        self.suspending, self.adding = what, False

    @asks
    async def add_reader(self, form: dict[str, Any]) -> None:
        """Set up a reader and show its code once."""
        api, caller = await read_session(self)
        wanted = venues.NewReader(name=text(form, "name"), scene=text(form, "scene"))
        made = await api.create_reader(caller, venue_id(self), wanted, self._form_key)
        self.adding = False
        self._show(made, caller.locale)
        await self._read(api, caller)
        self.done = say(self, "venue.added_done")

    @asks
    async def renew_code(self, reader: str) -> None:
        """A new code for a lost or replaced device, shown once."""
        api, caller = await read_session(self)
        self._show(await api.renew_code(caller, reader), caller.locale)
        await self._read(api, caller)

    @asks
    async def suspend(self, form: dict[str, Any]) -> None:
        """Suspend what was asked about."""
        api, caller = await read_session(self)
        await api.suspend(caller, self._target(self.suspending), text(form, "reason"))
        self.suspending = ""
        await self._read(api, caller)
        self.done = say(self, "venue.suspended_done")

    @asks
    async def resume(self, what: str) -> None:
        """End a suspension."""
        api, caller = await read_session(self)
        await api.resume(caller, self._target(what))
        await self._read(api, caller)
        self.done = say(self, "venue.resumed_done")

    def _target(self, what: str) -> str:
        return f"/v1/venues/{venue_id(self)}" if what == "venue" else f"/v1/readers/{what}"

    def _show(self, made: venues.ReaderWithCode, locale: Locale) -> None:
        self.code, self.code_reader = made.enrolment_code, made.reader.name
        self.code_until = say_in(locale, "venue.code_once", time=name_time(made.enrolment_expires_at, locale))

    async def _read(self, api: City, caller: Caller) -> None:
        locale = caller.locale
        found = await api.venue(caller, venue_id(self))
        titles = {scene.id: pick(scene.title, locale) for scene in await api.scenes(caller)}
        self.venue_name = pick(found.name, locale)
        self.venue_place = f"{pick(found.organisation.name, locale)} · {found.division.name}"
        self.venue_suspended = found.suspension is not None
        self.venue_reason = reason_words(found.suspension, locale)
        self.venue_scenes = [Choice(scene, titles.get(scene, scene)) for scene in found.scenes]
        await self._read_report(api, caller)
        page = await api.readers(caller, venue_id(self), READERS_ON_A_PAGE)
        self.readers = [view(reader, titles, self._hand_ins, locale) for reader in page.items]
        self._after = page.next or ""
        self.more_readers = bool(self._after)

    async def _read_report(self, api: City, caller: Caller) -> None:
        report = await api.report(caller, venue_id(self))
        self.outcomes = view_outcomes(report, caller.locale)
        self._hand_ins = view_hand_ins(report, caller.locale)
        count = report.findings
        self.venue_findings = say_in(caller.locale, "venue.findings", count=count) if count else ""


def venue_id(state: rx.State) -> str:
    """The venue in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])


def view(
    reader: venues.Reader, titles: dict[str, str], hand_ins: dict[str, str], locale: Locale
) -> ReaderLine:
    """One reader in words."""
    seen = reader.last_seen_at
    return ReaderLine(
        id=str(reader.id),
        name=reader.name,
        scene=titles.get(reader.scene, reader.scene),
        state=reader.state,
        state_words=say_in(locale, f"venue.state_{reader.state}"),
        seen=say_in(locale, "venue.seen", time=name_time(seen, locale))
        if seen
        else say_in(locale, "venue.never_seen"),
        handed_in=hand_ins.get(str(reader.id), ""),
        reason=reason_words(reader.suspension, locale),
        own_suspension=reader.suspension is not None and reader.suspension.scope == "reader",
    )


def reason_words(suspension: venues.Suspension | None, locale: Locale) -> str:
    """Why something is suspended, and by whom when that was the city."""
    if suspension is None:
        return ""
    words = say_in(locale, "venue.suspended_because", reason=suspension.reason)
    return f"{words} ({say_in(locale, 'venue.by_operator')})" if suspension.by_operator else words
