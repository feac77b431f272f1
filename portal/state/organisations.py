"""Organisations and their managers, for operators."""

import dataclasses
from typing import Any

from backend.places.schemas import venues
from portal.state.records import pick
from portal.state.session import Session, asks, event, new_form_key, read_session, say
from portal.state.venues import text

ON_A_PAGE = 50


@dataclasses.dataclass
class OrganisationLine:
    """One organisation as a line of the list."""

    id: str = ""
    name: str = ""
    credit_code: str = ""
    suspended: bool = False


class Organisations(Session):
    """What /organisations shows."""

    all_organisations: list[OrganisationLine] = []
    organisations_ready: bool = False
    more_organisations: bool = False
    creating: bool = False
    # The organisation that gets a manager.
    naming: str = ""
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The organisations, newest first."""
        self.creating, self.naming = False, ""
        await self._read(None)
        self.organisations_ready = True

    @asks
    async def load_more(self) -> None:
        """The organisations after those."""
        await self._read(self._after)

    @event
    def open_form(self) -> None:
        """Begin a new organisation."""
        new_form_key(self)
        self.creating, self.naming = True, ""

    @event
    def ask_manager(self, organisation: str) -> None:
        """Begin naming a manager of this organisation."""
        new_form_key(self)
        self.creating, self.naming = False, organisation

    @event
    def close_forms(self) -> None:
        """Put the open form away."""
        self.creating, self.naming = False, ""

    @asks
    async def create(self, form: dict[str, Any]) -> None:
        """Register the organisation."""
        api, caller = await read_session(self)
        name = venues.Name(zh=text(form, "name_zh"), en=text(form, "name_en"))
        wanted = venues.NewOrganisation(name, text(form, "credit_code") or None)
        await api.create_organisation(caller, wanted, self._form_key)
        self.creating = False
        await self._read(None)
        self.done = say(self, "organisations.created")

    @asks
    async def add_manager(self, form: dict[str, Any]) -> None:
        """Let somebody manage the organisation's venues."""
        api, caller = await read_session(self)
        wanted = venues.NewManager(text(form, "phone"))
        made = await api.add_manager(caller, self.naming, wanted, self._form_key)
        self.naming = ""
        self.done = say(self, "organisations.manager_added", phone=made.phone_masked)

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await api.organisations(caller, ON_A_PAGE, after)
        lines = [
            OrganisationLine(
                id=str(found.id),
                name=pick(found.name, caller.locale),
                credit_code=found.credit_code or "",
                suspended=found.suspension is not None,
            )
            for found in page.items
        ]
        self.all_organisations = [*self.all_organisations, *lines] if after else lines
        self._after = page.next or ""
        self.more_organisations = bool(self._after)
