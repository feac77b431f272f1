"""One application at a clerk's desk."""

import dataclasses
from typing import Any

from backend.applications.schemas.desk import DeskApplication, Facts, Template
from portal.asking import desk
from portal.dates import name_date, name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.application import EventLine, view_event
from portal.state.applications import tone
from portal.state.apply import application_id
from portal.state.materials import FileLine
from portal.state.records import pick
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import Choice, text
from portal.state.wallet import CardLine


@dataclasses.dataclass
class AnswerLine:
    """One answer. `about`: what it is asked about in a correction."""

    id: str = ""
    label: str = ""
    text: str = ""
    source: str = ""
    changed: bool = False
    asked: bool = False


@dataclasses.dataclass
class PaperLine:
    """One material with its files."""

    id: str = ""
    title: str = ""
    source: str = ""
    files: list[FileLine] = dataclasses.field(default_factory=list)
    asked: bool = False


class DeskCase(Session):
    """What /desk/[application] shows."""

    case_ready: bool = False
    case_title: str = ""
    case_number: str = ""
    case_state: str = ""
    case_tone: str = ""
    case_due: str = ""
    case_who: str = ""
    case_phone: str = ""
    case_firm: str = ""
    case_place: str = ""
    case_taken: str = ""
    case_mine: bool = False
    answers: list[AnswerLine] = []
    papers: list[PaperLine] = []
    case_events: list[EventLine] = []
    case_facts: list[CardLine] = []
    facts_read: bool = False
    can: list[str] = []
    # The form that is open: "ask-correction", "approve" or "refuse".
    opened: str = ""
    reasons: list[Choice] = []
    draft_text: str = ""
    chosen_reason: str = ""
    _version: int = 0
    _templates: list[Template] = []

    @asks
    async def load(self) -> None:
        """The application; the look is written down for its applicant."""
        self.case_ready, self.opened, self.facts_read, self.case_facts = False, "", False, []
        await self._read()
        self.case_ready = True

    @asks
    async def read_facts(self) -> None:
        """What registers say of the applicant; this look, too."""
        api, caller = await read_session(self)
        found = await desk.facts(api, caller, application_id(self))
        self.case_facts, self.facts_read = view_facts(found, caller.locale), True

    @asks
    async def step(self, name: str) -> None:
        """Accept, review or deliver."""
        await self._act(name, {})

    @asks
    async def take(self) -> None:
        """Take it, or put it back."""
        api, caller = await read_session(self)
        me = await api.me(caller)
        await self._act("assignment", {"clerk": None if self.case_mine else str(me.id)})

    @asks
    async def open(self, what: str) -> None:
        """Open one of the forms."""
        api, caller = await read_session(self)
        self._templates = self._templates or await desk.templates(api, caller)
        use = "refusal" if what == "refuse" else "correction"
        self.reasons = [
            Choice(one.id, pick(one.title, caller.locale)) for one in self._templates if one.use == use
        ]
        self.opened, self.draft_text, self.chosen_reason = what, "", ""
        self._unmark()

    @event
    def close(self) -> None:
        """Put the form away."""
        self.opened = ""
        self._unmark()

    @event
    def choose_reason(self, reason: str) -> None:
        """Begin with a template's text, in Chinese: it goes to the applicant."""
        self.chosen_reason = reason
        self.draft_text = next((one.text.zh for one in self._templates if one.id == reason), "")

    @event
    def mark_answer(self, field: str) -> None:
        """Ask about an answer, or not."""
        self.answers = [
            dataclasses.replace(one, asked=not one.asked) if one.id == field else one for one in self.answers
        ]

    @event
    def mark_paper(self, material: str) -> None:
        """Ask about a material, or not."""
        self.papers = [
            dataclasses.replace(one, asked=not one.asked) if one.id == material else one
            for one in self.papers
        ]

    @asks
    async def ask_correction(self, form: dict[str, Any]) -> None:
        """Ask the applicant to correct something."""
        await self._act(
            "correction-request",
            {
                "text": text(form, "asked_text"),
                "fields": [one.id for one in self.answers if one.asked],
                "materials": [one.id for one in self.papers if one.asked],
            },
        )

    @asks
    async def approve(self, form: dict[str, Any]) -> None:
        """Grant it."""
        await self._act("approval", {"note": text(form, "approval_note") or None})

    @asks
    async def refuse(self, form: dict[str, Any]) -> None:
        """Refuse it."""
        await self._act("refusal", {"reason": text(form, "reason"), "text": text(form, "refusal_text")})

    def _unmark(self) -> None:
        self.answers = [dataclasses.replace(one, asked=False) for one in self.answers]
        self.papers = [dataclasses.replace(one, asked=False) for one in self.papers]

    async def _act(self, step: str, body: dict[str, object]) -> None:
        api, caller = await read_session(self)
        await desk.act(api, caller, application_id(self), step, {"version": self._version, **body})
        self.opened = ""
        await self._read()
        self.done = say(self, "desk.done")

    async def _read(self) -> None:
        api, caller = await read_session(self)
        found = await desk.case(api, caller, application_id(self))
        self._version, self.can = found.version, list(found.can)
        self._show(found, caller.locale)

    def _show(self, found: DeskApplication, locale: Locale) -> None:
        self.case_title, self.case_number = pick(found.service_title, locale), found.number
        self.case_state, self.case_tone = pick(found.state_title, locale), tone(found.state)
        due = found.due_on if found.light else None
        self.case_due = say_in(locale, "desk.due", day=name_date(due, locale)) if due else ""
        self.case_who, self.case_phone = found.applicant or "", found.phone_masked or ""
        self.case_firm, self.case_place = found.firm_name or "", found.division_name
        holder = found.assigned_to
        self.case_mine = bool(holder and holder.you)
        self.case_taken = (holder.name_masked or "—") if holder and not holder.you else ""
        self.answers = [
            AnswerLine(
                one.field,
                pick(one.label, locale),
                pick(one.text, locale),
                pick(one.prefilled.title, locale) if one.prefilled else "",
                one.changed,
            )
            for one in found.answers
        ]
        self.papers = [
            PaperLine(
                one.id,
                pick(one.title, locale),
                pick(one.from_register.title, locale) if one.from_register else "",
                [
                    FileLine(
                        str(file.id),
                        file.file_name,
                        f"{max(1, file.bytes // 1024)} KB",
                        f"/v1/desk/applications/{found.id}/uploads/{file.id}",
                    )
                    for file in one.uploads
                ],
            )
            for one in found.materials
        ]
        self.case_events = [view_event(one, locale) for one in reversed(found.history)]


def view_facts(found: Facts, locale: Locale) -> list[CardLine]:
    """What registers say, in words."""
    colon = ": " if locale == "en" else "："
    return [
        CardLine(
            title=pick(fact.register_title, locale),
            until=say_in(locale, "wallet.until", day=name_date(fact.valid_to, locale))
            if fact.valid_to
            else "",
            source=say_in(locale, "wallet.from_department", day=name_day(fact.as_of, locale)),
            lines=[f"{pick(line.title, locale)}{colon}{pick(line.text, locale)}" for line in fact.lines],
        )
        for fact in found.items
    ]
