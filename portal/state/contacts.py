"""Where the caller is told things: an e-mail address with a code, and devices that show notices."""

import dataclasses
from typing import Any

from backend.messages.schemas import Contact
from portal.asking import notices
from portal.devices import name_device
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.session import Session, asks, caller_of, event, new_form_key, read_session, say
from portal.state.venues import text


@dataclasses.dataclass
class ContactLine:
    """One of them."""

    id: str = ""
    title: str = ""
    text: str = ""
    state: str = ""
    tone: str = ""


class Contacts(Session):
    """The part of /preferences about addresses."""

    contacts_ready: bool = False
    contact_lines: list[ContactLine] = []
    this_device: str = ""
    # The e-mail address whose code is awaited, and what is asked about it.
    waiting_for: str = ""
    code_hint: str = ""

    @asks
    async def load(self) -> None:
        """Where one is told things now."""
        self.contacts_ready, self.waiting_for = False, ""
        self.this_device = name_device(caller_of(self).headers.get("user-agent", ""))
        await self._read()
        new_form_key(self)
        self.contacts_ready = True

    @asks
    async def switched(self) -> None:
        """Notices of this device were turned on or off."""
        await self._read()

    @asks
    async def add_email(self, form: dict[str, Any]) -> None:
        """Send a code to an e-mail address."""
        api, caller = await read_session(self)
        address = text(form, "email")
        made = await notices.add_email(api, caller, address, self._form_key)
        new_form_key(self)
        self.waiting_for = str(made.id)
        self.code_hint = say(self, "preferences.code_hint", email=address)
        await self._read()

    @asks
    async def confirm(self, form: dict[str, Any]) -> None:
        """Type the code."""
        api, caller = await read_session(self)
        await notices.confirm_contact(api, caller, self.waiting_for, text(form, "code"))
        self.waiting_for, self.done = "", say(self, "preferences.confirmed")
        await self._read()

    @event
    def cancel(self) -> None:
        """Wait for no code."""
        self.waiting_for = ""

    @asks
    async def remove(self, contact: str) -> None:
        """Tell one nothing there any more."""
        api, caller = await read_session(self)
        await notices.remove_contact(api, caller, contact)
        self.done = say(self, "preferences.removed")
        await self._read()

    async def _read(self) -> None:
        api, caller = await read_session(self)
        if self.device_confirmed:
            found = await notices.contacts(api, caller)
            self.contact_lines = [view(one, caller.locale) for one in found]


def view(one: Contact, locale: Locale) -> ContactLine:
    """One of them in words."""
    state = "on" if one.confirmed_at else "waiting"
    return ContactLine(
        id=str(one.id),
        title=one.label or one.address_masked,
        text=say_in(locale, f"preferences.contact_{one.channel}"),
        state=say_in(locale, f"preferences.contact_{state}"),
        tone="good" if one.confirmed_at else "warn",
    )
