"""The firms that one may act for, and who else may."""

import dataclasses
from typing import Any

from backend.firms.schemas import Agent, Firm
from portal.asking import applications
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.session import Session, asks, event, new_form_key, read_session, say
from portal.state.venues import text


@dataclasses.dataclass
class FirmLine:
    """One firm."""

    id: str = ""
    name: str = ""
    code: str = ""
    role: str = ""
    legal: bool = False


@dataclasses.dataclass
class AgentLine:
    """Somebody who may act for it."""

    id: str = ""
    name: str = ""
    phone: str = ""
    role: str = ""
    removable: bool = False


class OwnFirms(Session):
    """What /firms shows."""

    firms: list[FirmLine] = []
    firms_ready: bool = False
    # The firm whose agents are shown.
    opened: str = ""
    agents: list[AgentLine] = []

    @asks
    async def load(self) -> None:
        """The firms."""
        self.firms, self.firms_ready, self.opened = [], False, ""
        await self._read()
        self.firms_ready = True

    @asks
    async def claim(self, form: dict[str, Any]) -> None:
        """Say that one represents a firm."""
        api, caller = await read_session(self)
        await applications.claim(api, caller, text(form, "credit_code"))
        await self._read()
        self.done = say(self, "firms.claimed")

    @asks
    async def open(self, firm: str) -> None:
        """Who may act for a firm."""
        new_form_key(self)
        self.opened, self.agents = firm, []
        await self._read_agents()

    @event
    def close(self) -> None:
        """Put that away."""
        self.opened = ""

    @asks
    async def add(self, form: dict[str, Any]) -> None:
        """Let somebody act for it."""
        api, caller = await read_session(self)
        await applications.add_agent(api, caller, self.opened, text(form, "phone"), self._form_key)
        new_form_key(self)
        await self._read_agents()
        self.done = say(self, "firms.added")

    @asks
    async def remove(self, agent: str) -> None:
        """Let somebody no longer act for it."""
        api, caller = await read_session(self)
        await applications.remove_agent(api, caller, self.opened, agent)
        await self._read_agents()
        self.done = say(self, "firms.removed")

    async def _read(self) -> None:
        api, caller = await read_session(self)
        self.firms = [view_firm(one, caller.locale) for one in await applications.firms(api, caller)]

    async def _read_agents(self) -> None:
        api, caller = await read_session(self)
        found = await applications.agents(api, caller, self.opened)
        self.agents = [view_agent(one, caller.locale) for one in found]


def view_firm(one: Firm, locale: Locale) -> FirmLine:
    """A firm as a line."""
    role = say_in(locale, f"firms.{one.role}")
    return FirmLine(str(one.id), one.name, one.credit_code, role, one.role == "legal")


def view_agent(one: Agent, locale: Locale) -> AgentLine:
    """Somebody who may act for it; the register's own representative stays."""
    role = say_in(locale, f"firms.{one.role}")
    return AgentLine(str(one.id), one.name_masked or "", one.phone_masked, role, one.role == "agent")
