"""One application: where it stands, what was handed in, and what happened."""

import dataclasses
from typing import Any

import reflex as rx

from backend.applications.schemas.application import Application, Event
from backend.applications.schemas.asking import GivenRating
from portal.asking import applications, catalogue
from portal.dates import name_date, name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.applications import tone
from portal.state.apply import application_id, find_lines
from portal.state.filling import FieldLine
from portal.state.materials import MaterialLine, view_materials
from portal.state.records import pick
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import text


@dataclasses.dataclass
class EventLine:
    """One line of the history."""

    title: str = ""
    who: str = ""
    time: str = ""
    note: str = ""


class OneApplication(Session):
    """What /applications/[application] shows."""

    application_ready: bool = False
    # Where the form of this application is.
    form_path: str = ""
    application_title: str = ""
    application_number: str = ""
    application_department: str = ""
    application_state: str = ""
    application_tone: str = ""
    application_due: str = ""
    # What that means for the applicant, in a sentence.
    application_now: str = ""
    # What was handed in, once it was.
    given_answers: list[FieldLine] = []
    given_materials: list[MaterialLine] = []
    application_asked: str = ""
    application_events: list[EventLine] = []
    application_certificate: str = ""
    may_fill_in: bool = False
    may_withdraw: bool = False
    may_discard: bool = False
    may_rate: bool = False
    rated: str = ""
    stars: int = 0
    asking: str = ""
    _version: int = 0

    @asks
    async def load(self) -> None:
        """The application as it stands."""
        self.application_ready, self.asking, self.stars = False, "", 0
        await self._read()
        self.application_ready = True

    @event
    def ask(self, what: str) -> None:
        """Ask once more before something is withdrawn or discarded."""
        self.asking = what

    @event
    def choose_stars(self, stars: int) -> None:
        """How many stars."""
        self.stars = stars

    @asks
    async def withdraw(self, form: dict[str, Any]) -> None:
        """Take it back."""
        api, caller = await read_session(self)
        reason = text(form, "reason") or None
        id_ = application_id(self)
        await applications.take(api, caller, id_, "withdrawal", self._version, reason=reason)
        self.asking = ""
        await self._read()
        self.done = say(self, "application.withdrawn")

    @asks
    async def discard(self) -> Any:
        """Forget the draft."""
        api, caller = await read_session(self)
        await applications.discard(api, caller, application_id(self))
        return rx.redirect("/applications")

    @asks
    async def rate(self, form: dict[str, Any]) -> None:
        """Say how it went."""
        if not self.stars:
            self.problem, self.problem_in = say(self, "application.stars_needed"), "rate"
            return
        api, caller = await read_session(self)
        given = GivenRating(self.stars, text(form, "comment") or None)
        await applications.rate(api, caller, application_id(self), given)
        await self._read()
        self.done = say(self, "application.thanks")

    async def _read(self) -> None:
        api, caller = await read_session(self)
        found = await applications.read(api, caller, application_id(self))
        self._version = found.version
        self._show(found, caller.locale)
        self.given_answers, self.given_materials = [], []
        if found.submitted_at:
            service = await catalogue.service(api, caller, found.service)
            lines = await find_lines(api, caller, service, found)
            self.given_answers = [line for line in lines if line.shown_value]
            materials = view_materials(found, {}, {}, caller.locale)
            self.given_materials = [one for one in materials if one.files or one.source]

    def _show(self, found: Application, locale: Locale) -> None:
        self.application_title = pick(found.service_title, locale)
        self.application_number, self.form_path = found.number, f"/apply/{found.id}"
        self.application_department = pick(found.department_title, locale)
        self.application_state, self.application_tone = pick(found.state_title, locale), tone(found.state)
        self.application_due = say_due(found, locale)
        self.application_now = say_in(locale, f"application.now_{found.state}")
        self.application_asked = found.wants.text if found.wants else ""
        self.application_events = [view_event(one, locale) for one in reversed(found.history)]
        self.application_certificate = pick(found.certificate.title, locale) if found.certificate else ""
        self.may_fill_in, self.may_withdraw = "save" in found.can, "withdraw" in found.can
        self.may_discard, self.may_rate = "discard" in found.can, "rate" in found.can
        rating = found.rating
        self.rated = say_in(locale, "application.rated", stars="★" * rating.stars) if rating else ""


def say_due(found: Application, locale: Locale) -> str:
    """Until when it will be decided, or until when a draft is kept."""
    if found.expires_on:
        return say_in(locale, "application.kept_until", day=name_date(found.expires_on, locale))
    if found.due_on and found.light:
        late = "application.late" if found.light == "red" else "application.due"
        return say_in(locale, late, day=name_date(found.due_on, locale))
    return ""


def view_event(one: Event, locale: Locale) -> EventLine:
    """One line of the history in words."""
    who = say_in(locale, "application.you") if one.who.you else ""
    who = who or (pick(one.who.department_title, locale) if one.who.department_title else "")
    reason = pick(one.reason, locale) if one.reason else ""
    return EventLine(
        title=pick(one.title, locale),
        who=who,
        time=name_time(one.at, locale),
        note="\n".join(part for part in (reason, one.note) if part),
    )
