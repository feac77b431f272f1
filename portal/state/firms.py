"""The firms that one may act for, and who else may."""

import dataclasses
from typing import Any

from portal.asking import applications
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
        self.opened = firm
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
        self.firms = [
            FirmLine(
                str(one.id),
                one.name,
                one.credit_code,
                say_in(caller.locale, f"firms.{one.role}"),
                one.role == "legal",
            )
            for one in await applications.firms(api, caller)
        ]

    async def _read_agents(self) -> None:
        api, caller = await read_session(self)
        self.agents = [
            AgentLine(
                str(one.id),
                one.name_masked or "",
                one.phone_masked,
                say_in(caller.locale, f"firms.{one.role}"),
                one.role == "agent",
            )
            for one in await applications.agents(api, caller, self.opened)
        ]
