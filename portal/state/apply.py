"""Filling in an application, saved as one goes."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import reflex as rx

from backend.applications.schemas.application import AnswerError, Application
from backend.services.schemas.catalogue import ServiceView
from portal.asking import applications, catalogue
from portal.callers import Caller
from portal.city import City, Refused, city
from portal.state.areas import name_area, read_steps
from portal.state.filling import Answers, FieldLine, to_answer, view_fields
from portal.state.materials import MaterialLine, view_materials
from portal.state.records import pick
from portal.state.session import Session, asks, caller_of, event, read_session, say


@dataclasses.dataclass
class Fault:
    """A place that keeps the application from being sent: its title, what to do, and its id on the page."""

    label: str = ""
    text: str = ""
    place: str = ""


class Apply(Session):
    """What /apply/[application] shows."""

    apply_ready: bool = False
    apply_title: str = ""
    apply_number: str = ""
    # What registers know or nobody asked about, and what is to be filled in.
    known: list[FieldLine] = []
    fields: list[FieldLine] = []
    materials: list[MaterialLine] = []
    # What the office asked to be corrected.
    asked_text: str = ""
    is_correction: bool = False
    saved_text: str = ""
    # What is still missing or wrong, once sending it in was tried.
    faults: list[Fault] = []
    may_discard: bool = False
    discarding: bool = False
    # Counts the times that the form was read anew, so that its fields show what was read.
    round: int = 0
    # Prefilled fields that the resident wants to change.
    _opened: list[str] = []
    _answers: Answers = {}
    _version: int = 0
    _service_id: str = ""
    _tried: bool = False
    # What the last answers were told to be wrong with, by place.
    _told: dict[str, str] = {}

    @asks
    async def load(self) -> Any:
        """The application as it stands; one that cannot be changed shows its own page."""
        self.apply_ready, self.discarding, self._tried = False, False, False
        self.saved_text, self.faults, self._opened = "", [], []
        await read_session(self)
        found = await self._read()
        if "save" not in found.can:
            return rx.redirect(f"/applications/{application_id(self)}")
        self.apply_ready = True
        return None

    @asks
    async def answer(self, name: str, value: str) -> None:
        """Keep what was typed or chosen."""
        service = await self._service()
        await self._keep(service, name, to_answer(service.form.schema["properties"][name], value))

    @asks
    async def toggle(self, name: str, option: str) -> None:
        """Choose one more of a list, or one less."""
        chosen = [str(one) for one in self._answers.get(name) or []]
        changed = [one for one in chosen if one != option] if option in chosen else [*chosen, option]
        await self._keep(await self._service(), name, changed)

    @asks
    async def check(self, name: str, value: bool) -> None:
        """Agree, or take it back."""
        await self._keep(await self._service(), name, True if value else None)

    @asks
    async def choose_area(self, name: str, above: str, code: str) -> None:
        """Choose a division below `above`, or none; the answer is whole at the last level."""
        await self._keep(await self._service(), name, code or above or None)

    @asks
    async def change(self, name: str) -> None:
        """Let a prefilled answer be changed."""
        self._opened = [*self._opened, name]
        await self._show(await self._find())

    @asks
    async def uploaded(self) -> None:
        """A file is in."""
        await self._show(await self._find())

    @asks
    async def remove_file(self, upload: str) -> None:
        """Remove a file."""
        await applications.remove_upload(city(), caller_of(self), application_id(self), upload)
        await self._show(await self._find())

    @asks
    async def submit(self) -> Any:
        """Send it in, or show what is missing."""
        step = "correction" if self.is_correction else "submission"
        try:
            await applications.take(city(), caller_of(self), application_id(self), step, self._version)
        except Refused as refused:
            if refused.kind == "application-changed":
                await self._read()
            if refused.kind != "application-incomplete":
                raise
            self._tried = True
            await self._show(await self._find())
            return rx.set_focus("faults")
        self._forget()
        return rx.redirect(f"/applications/{application_id(self)}")

    @event
    def ask_to_discard(self, wanted: bool) -> None:
        """Ask once more before the draft is forgotten, or take the question back."""
        self.discarding = wanted

    @asks
    async def discard(self) -> Any:
        """Forget the draft."""
        await applications.discard(city(), caller_of(self), application_id(self))
        self._forget()
        return rx.redirect("/applications")

    async def _keep(self, service: ServiceView, name: str, answer: Any) -> None:
        """Keep one answer; when the form was changed elsewhere meanwhile, show what stands there now."""
        if answer == self._answers.get(name):
            return
        whole = {**self._answers, name: answer}
        given = {one: plain(value) for one, value in whole.items() if value not in (None, "", [])}
        id_ = application_id(self)
        try:
            saved = await applications.save(city(), caller_of(self), id_, self._version, given)
        except Refused as refused:
            if refused.kind == "application-changed":
                await self._read()
            raise
        self._answers, self._version = given, saved.version
        self.saved_text = say(self, "apply.saved")
        self._told = self._by_place(saved.errors)
        await self._show(await self._find(), service)

    def _forget(self) -> None:
        """Keep no answers here once they are where they belong."""
        self.known, self.fields, self.materials, self._answers = [], [], [], {}

    async def _find(self) -> Application:
        return await applications.read(city(), caller_of(self), application_id(self))

    async def _service(self) -> ServiceView:
        return await catalogue.service(city(), caller_of(self), self._service_id)

    async def _read(self) -> Application:
        """The application with its own answers, whatever stands in the form."""
        found = await self._find()
        self._answers, self._version, self._service_id = dict(found.answers), found.version, found.service
        self.round += 1
        self._told = {}
        await self._show(found)
        return found

    async def _show(self, found: Application, service: ServiceView | None = None) -> None:
        """The form with the answers that stand in it, and what is wrong with them so far."""
        locale = caller_of(self).locale
        service = service or await self._service()
        wrong = self._by_place(found.errors) if self._tried else self._told
        lines = view_fields(service, found, self._answers, wrong, locale)
        for line in lines:
            await self._name_areas(line)
        known = {line.name for line in lines if self._is_known(line)}
        self.known = [line for line in lines if line.name in known]
        self.fields = [line for line in lines if line.name not in known]
        hints = {one.id: pick(one.hint, locale) for one in service.materials if one.hint}
        self.materials = view_materials(found, hints, wrong, locale)
        self.faults = list_faults(self.fields, self.materials) if self._tried else []
        self.apply_title, self.apply_number = pick(found.service_title, locale), found.number
        self.is_correction = found.state == "correction-asked"
        self.asked_text = found.wants.text if found.wants else ""
        self.may_discard = "discard" in found.can

    def _is_known(self, line: FieldLine) -> bool:
        asked = line.name in self._opened or line.marked or line.error != ""
        return line.locked or (line.source != "" and not asked)

    def _by_place(self, errors: Sequence[AnswerError]) -> dict[str, str]:
        locale = caller_of(self).locale
        return {error.pointer: pick(error.message, locale) for error in errors}

    async def _name_areas(self, line: FieldLine) -> None:
        if line.widget != "division":
            return
        api, caller = city(), caller_of(self)
        line.shown_value = await name_area(api, caller, line.value)
        if not line.source or line.name in self._opened:
            line.steps = await read_steps(api, caller, line.value)
        # Half a choice is no mistake yet.
        line.error = line.error if self._tried else ""


def list_faults(fields: Sequence[FieldLine], materials: Sequence[MaterialLine]) -> list[Fault]:
    """The places that are not right yet, in the order of the page."""
    return [Fault(line.label, line.error, line.name) for line in fields if line.error] + [
        Fault(line.title, line.error, f"file-{line.id}") for line in materials if line.error
    ]


async def find_lines(api: City, caller: Caller, service: ServiceView, found: Application) -> list[FieldLine]:
    """An application's own answers in words."""
    lines = view_fields(service, found, found.answers, {}, caller.locale)
    for line in lines:
        if line.widget == "division":
            line.shown_value = await name_area(api, caller, line.value)
    return lines


def plain(value: Any) -> Any:
    """A list as it is, without what Reflex wraps around the lists of its states."""
    return [str(one) for one in value] if isinstance(value, list) else value


def application_id(state: rx.State) -> str:
    """The application in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
