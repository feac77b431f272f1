"""Filling in an application, saved as one goes."""

from typing import Any

import reflex as rx

from backend.applications.schemas.application import Application
from backend.services.schemas.catalogue import ServiceView
from portal.asking import applications, catalogue
from portal.city import Refused
from portal.state.filling import (
    Answers,
    FieldLine,
    MaterialLine,
    to_answer,
    view_fields,
    view_materials,
)
from portal.state.records import pick
from portal.state.session import Session, asks, caller_of, read_session, say
from portal.state.venues import Choice


class Apply(Session):
    """What /apply/[application] shows."""

    apply_ready: bool = False
    apply_title: str = ""
    apply_number: str = ""
    fields: list[FieldLine] = []
    materials: list[MaterialLine] = []
    # What the office asked to be corrected.
    asked_text: str = ""
    is_correction: bool = False
    saved_text: str = ""
    # How many places still lack something, once sending it in was tried.
    lacking: str = ""
    counties: list[Choice] = []
    townships: list[Choice] = []
    villages: list[Choice] = []
    division_name: str = ""
    # Prefilled fields that the resident wants to change.
    _opened: list[str] = []
    _answers: Answers = {}
    _version: int = 0
    _tried: bool = False

    @asks
    async def load(self) -> Any:
        """The application as it stands."""
        self.apply_ready, self.saved_text, self.lacking, self._tried, self._opened = False, "", "", False, []
        await read_session(self)
        if not await self._read():
            return rx.redirect(f"/applications/{application_id(self)}")
        self.apply_ready = True
        return None

    @asks
    async def answer(self, name: str, value: str) -> None:
        """Keep what was typed or chosen."""
        await self._keep(name, value)

    @asks
    async def toggle(self, name: str, option: str) -> None:
        """Choose one more of a list, or one less."""
        chosen = list(self._answers.get(name) or [])
        self._answers[name] = (
            [one for one in chosen if one != option] if option in chosen else [*chosen, option]
        )
        await self._save()

    @asks
    async def check(self, name: str, value: bool) -> None:
        """Agree, or take it back."""
        self._answers[name] = True if value else None
        await self._save()

    @asks
    async def change(self, name: str) -> None:
        """Let a prefilled answer be changed."""
        self._opened = [*self._opened, name]
        await self._show()

    @asks
    async def choose_county(self, value: str) -> None:
        """The townships of a county."""
        self.townships, self.villages = await self._divisions(value), []

    @asks
    async def choose_township(self, value: str) -> None:
        """The villages of a township."""
        self.villages = await self._divisions(value)

    @asks
    async def choose_village(self, name: str, value: str) -> None:
        """The village itself."""
        self.division_name = next((one.title for one in self.villages if one.id == value), "")
        await self._keep(name, value)

    @asks
    async def uploaded(self) -> None:
        """A file is in."""
        await self._show()

    @asks
    async def remove_file(self, upload: str) -> None:
        """Remove a file."""
        api, caller = await read_session(self)
        await applications.remove_upload(api, caller, application_id(self), upload)
        await self._show()

    @asks
    async def submit(self) -> Any:
        """Send it in, or show what is missing."""
        api, caller = await read_session(self)
        step = "correction" if self.is_correction else "submission"
        self._tried = True
        try:
            await applications.take(api, caller, application_id(self), step, self._version)
        except Refused as refused:
            if refused.kind != "application-incomplete":
                raise
            await self._show()
            wrong = [f"{line.name}-error" for line in self.fields if line.error and line.shown]
            wrong += [f"file-{line.id}-error" for line in self.materials if line.error]
            self.lacking = say(self, "apply.lacking", count=len(wrong))
            return rx.scroll_to(wrong[0]) if wrong else None
        return rx.redirect(f"/applications/{application_id(self)}")

    async def _keep(self, name: str, value: str) -> None:
        service = await self._service()
        answer = to_answer(service.form.schema["properties"][name], value)
        if answer == self._answers.get(name):
            return
        self._answers[name] = answer
        await self._save()

    async def _save(self) -> None:
        api, caller = await read_session(self)
        given = {name: answer for name, answer in self._answers.items() if answer not in (None, "", [])}
        saved = await applications.save(api, caller, application_id(self), self._version, given)
        self._version = saved.version
        self.saved_text, self.lacking = say(self, "apply.saved"), ""
        wrong = {error.pointer: pick(error.message, caller.locale) for error in saved.errors}
        await self._show()
        for line in self.fields:
            line.error = line.error or wrong.get(f"#/answers/{line.name}", "")

    async def _read(self) -> bool:
        """Whether there is anything to fill in."""
        api, caller = await read_session(self)
        found = await applications.read(api, caller, application_id(self))
        if "save" not in found.can:
            return False
        self._answers, self._version = dict(found.answers), found.version
        if not self.counties:
            cities = await api.divisions(caller, None)
            self.counties = await self._divisions(cities[0].code)
        await self._view(found)
        return True

    async def _show(self) -> None:
        """The application anew, with the answers that stand in the form."""
        api, caller = await read_session(self)
        found = await applications.read(api, caller, application_id(self))
        self._version = found.version
        await self._view(found)

    async def _view(self, found: Application) -> None:
        caller = caller_of(self)
        service = await self._service(found.service)
        lines = view_fields(service, found, self._answers, caller.locale)
        for line in lines:
            if line.name in self._opened:
                line.source = ""
            if not self._tried and found.state == "draft":
                line.error = ""
        if self._tried:
            self._mark(lines, found)
        self.fields = lines
        self.materials = view_materials(found, caller.locale)
        if self._tried:
            places = {error.pointer: pick(error.message, caller.locale) for error in found.errors}
            for material in self.materials:
                material.error = places.get(f"#/materials/{material.id}", "")
        self.apply_title, self.apply_number = pick(found.service_title, caller.locale), found.number
        self.is_correction = found.state == "correction-asked"
        self.asked_text = found.wants.text if found.wants else ""
        await self._name_division()

    def _mark(self, lines: list[FieldLine], found: Application) -> None:
        places = {error.pointer: pick(error.message, caller_of(self).locale) for error in found.errors}
        for line in lines:
            line.error = places.get(f"#/answers/{line.name}", "")

    async def _name_division(self) -> None:
        code = next((line.value for line in self.fields if line.widget == "division"), "")
        if len(code) == 12:
            found = {one.id: one.title for one in await self._divisions(code[:9])}
            self.division_name = found.get(code, code)

    async def _divisions(self, parent: str) -> list[Choice]:
        if not parent:
            return []
        api, caller = await read_session(self)
        return [Choice(one.code, one.name) for one in await api.divisions(caller, parent)]

    async def _service(self, id_: str = "") -> ServiceView:
        api, caller = await read_session(self)
        if not id_:
            id_ = (await applications.read(api, caller, application_id(self))).service
        return await catalogue.service(api, caller, id_)


def application_id(state: rx.State) -> str:
    """The application in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
