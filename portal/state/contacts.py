"""Where the caller is told things: an e-mail address with a code, and devices that show notices."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from backend.core.clock import now
from backend.messages.schemas import Contact
from portal.asking import notices
from portal.devices import name_device
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.session import Session, asks, caller_of, event, new_form_key, read_session, say
from portal.state.venues import text

CODE_IS_GOOD = timedelta(minutes=15)


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
        self._go_on_with(await self._read())
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

    def _go_on_with(self, found: Sequence[Contact]) -> None:
        """Ask for the code of an address whose owner left the page to look for it."""
        since = now() - CODE_IS_GOOD
        emails = [one for one in found if one.channel == "email" and one.confirmed_at is None]
        waiting = [one for one in emails if one.created_at > since]
        if waiting:
            self.waiting_for = str(waiting[0].id)
            self.code_hint = say(self, "preferences.code_hint", email=waiting[0].address_masked)

    @event
    def cancel(self) -> None:
        """Wait for no code."""
        self.waiting_for = ""

    @asks
    async def remove(self, contact: str) -> None:
        """Tell one nothing there any more."""
        api, caller = await read_session(self)
        await notices.remove_contact(api, caller, contact)
        self.waiting_for = "" if contact == self.waiting_for else self.waiting_for
        self.done = say(self, "preferences.removed")
        await self._read()

    async def _read(self) -> list[Contact]:
        api, caller = await read_session(self)
        found = await notices.contacts(api, caller) if self.device_confirmed else []
        self.contact_lines = [view(one, caller.locale) for one in found]
        return found


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
