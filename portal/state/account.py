"""The caller's own account and devices."""

import dataclasses

from portal.dates import name_time
from portal.locales import say
from portal.state.session import Session, asks, event, read_session
from portal.state.session import say as speak


@dataclasses.dataclass
class DeviceLine:
    """One device as a line of the list."""

    id: str = ""
    name: str = ""
    last_seen: str = ""
    here: bool = False
    state: str = "new"


class Account(Session):
    """What /me shows."""

    devices: list[DeviceLine] = []
    devices_ready: bool = False
    notices: list[str] = []
    # The device whose removal is being asked about.
    removing: str = ""

    @asks
    async def load(self) -> None:
        """The account and its devices."""
        api, caller = await read_session(self)
        locale = caller.locale
        me, found = await api.me(caller), await api.devices(caller)
        self.notices = [say(locale, "me.notice_token", device=notice.device_label) for notice in me.notices]
        self.devices = [
            DeviceLine(
                id=str(device.id),
                name=device.label or say(locale, "me.device_unnamed"),
                last_seen=say(locale, "me.last_seen", time=name_time(device.last_seen_at, locale)),
                here=device.this_device,
                state="suspended" if device.suspended else "confirmed" if device.confirmed else "new",
            )
            for device in found.items
        ]
        self.devices_ready, self.removing = True, ""

    @event
    def ask_to_remove(self, device: str) -> None:
        """Ask once more before a device is signed out; an empty id takes the question back."""
        self.removing = device

    @asks
    async def remove(self, device: str) -> None:
        """Sign a device out."""
        api, caller = await read_session(self)
        await api.remove_device(caller, device)
        self.devices = [line for line in self.devices if line.id != device]
        self.removing, self.done = "", speak(self, "me.removed")
