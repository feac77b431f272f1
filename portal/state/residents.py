"""The counter: one resident at a time, for operators."""

from typing import Any

from backend.people import schemas as people
from portal.state.session import Session, asks, read_session, say
from portal.state.venues import text


class Counter(Session):
    """What /residents shows."""

    counter_ready: bool = False
    searched: bool = False
    resident: str = ""
    resident_phone: str = ""
    resident_name: str = ""
    resident_suspended: bool = False

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
    async def confirm(self, form: dict[str, Any]) -> None:
        """Confirm who the resident is, as seen on their ID card."""
        api, caller = await read_session(self)
        given = people.CounterIdentity(text(form, "name"), text(form, "id_number"), bool(form.get("move")))
        self._show(await api.confirm_at_counter(caller, self.resident, given))
        self.done = say(self, "residents.confirmed_done")

    def _show(self, found: people.Resident) -> None:
        self.resident, self.resident_phone = str(found.id), found.phone_masked
        self.resident_name, self.resident_suspended = found.name_masked or "", found.suspended
