"""What one agreed to."""

import dataclasses

from portal.asking import own_data
from portal.dates import name_day
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session, say


@dataclasses.dataclass
class ConsentLine:
    """One thing to agree to."""

    id: str = ""
    title: str = ""
    text: str = ""
    given: str = ""


class Consents(Session):
    """What /consents shows."""

    consents: list[ConsentLine] = []
    consents_ready: bool = False

    @asks
    async def load(self) -> None:
        """Everything that one may agree to."""
        self.consents, self.consents_ready = [], False
        await self._read()
        self.consents_ready = True

    @asks
    async def agree(self, consent: str) -> None:
        """Agree to something."""
        api, caller = await read_session(self)
        await own_data.agree(api, caller, consent)
        await self._read()
        self.done = say(self, "consents.given_done")

    @asks
    async def withdraw(self, consent: str) -> None:
        """Take it back."""
        api, caller = await read_session(self)
        await own_data.withdraw(api, caller, consent)
        await self._read()
        self.done = say(self, "consents.withdrawn_done")

    async def _read(self) -> None:
        api, caller = await read_session(self)
        self.consents = [
            ConsentLine(
                one.id,
                pick(one.title, caller.locale),
                pick(one.text, caller.locale),
                say_in(caller.locale, "consents.since", day=name_day(one.given_at, caller.locale))
                if one.given_at
                else "",
            )
            for one in sorted(await own_data.consents(api, caller), key=lambda one: one.id)
        ]
