"""The counter: one resident at a time, for operators."""

import dataclasses
from typing import Any

from backend.people import schemas as people
from portal.dates import name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.session import Session, asks, locale_of, read_session, say
from portal.state.venues import text


@dataclasses.dataclass
class SuspendedLine:
    """One suspended device of the resident."""

    id: str = ""
    name: str = ""
    since: str = ""
    reason: str = ""


class Counter(Session):
    """What /residents shows."""

    counter_ready: bool = False
    searched: bool = False
    resident: str = ""
    resident_phone: str = ""
    resident_name: str = ""
    resident_suspended: bool = False
    resident_devices: list[SuspendedLine] = []

    @asks
    async def load(self) -> None:
        """An empty counter."""
        self.searched, self.resident = False, ""
        await read_session(self)
        self.counter_ready = True

    @asks
    async def search(self, form: dict[str, Any]) -> None:
        """Find the resident with this phone."""
        self.searched, self.resident = False, ""
        api, caller = await read_session(self)
        found = (await api.find_residents(caller, text(form, "phone"))).items
        self.searched = True
        if found:
            self._show(found[0])

    @asks
    async def suspend(self, form: dict[str, Any]) -> None:
        """Suspend the account."""
        api, caller = await read_session(self)
        await api.suspend(caller, f"/v1/residents/{self.resident}", text(form, "reason"))
        self.resident_suspended = True
        self.done = say(self, "residents.suspended_done")

    @asks
    async def resume(self) -> None:
        """End the suspension."""
        api, caller = await read_session(self)
        await api.resume(caller, f"/v1/residents/{self.resident}")
        self.resident_suspended = False
        self.done = say(self, "residents.resumed_done")

    @asks
    async def lift(self, device: str) -> None:
        """End the suspension of one device."""
        api, caller = await read_session(self)
        await api.resume(caller, f"/v1/devices/{device}")
        self.resident_devices = [line for line in self.resident_devices if line.id != device]
        self.done = say(self, "residents.device_lifted")

    @asks
    async def confirm(self, form: dict[str, Any]) -> None:
        """Confirm who the resident is, as seen on their ID card."""
        api, caller = await read_session(self)
        given = people.CounterIdentity(text(form, "name"), text(form, "id_number"), bool(form.get("move")))
        self._show(await api.confirm_at_counter(caller, self.resident, given))
        self.done = say(self, "residents.confirmed_done")

    def _show(self, found: people.Resident) -> None:
        self.resident, self.resident_phone = str(found.id), found.phone_masked
        self.resident_name, self.resident_suspended = found.name_masked or "", found.suspended
        self.resident_devices = [view(device, locale_of(self)) for device in found.suspended_devices]


def view(device: people.SuspendedDevice, locale: Locale) -> SuspendedLine:
    """One suspended device in words."""
    return SuspendedLine(
        id=str(device.id),
        name=device.label or say_in(locale, "me.device_unnamed"),
        since=say_in(locale, "residents.device_since", time=name_time(device.suspended_at, locale)),
        reason=device.reason,
    )
