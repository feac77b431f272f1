"""Who may show codes at all, whichever kind."""

from typing import Protocol

from backend.credentials.errors import AccountSuspended, IdentityNeeded
from backend.people.errors import DeviceSuspended


class Holder(Protocol):
    """How a resident stands, on the device that asks."""

    @property
    def suspended(self) -> bool: ...

    @property
    def device_suspended(self) -> bool: ...

    @property
    def confirmed(self) -> bool: ...


def require_may_show(holder: Holder) -> None:
    """AccountSuspended, DeviceSuspended or IdentityNeeded for whoever may not."""
    if holder.suspended:
        raise AccountSuspended
    if holder.device_suspended:
        raise DeviceSuspended
    if not holder.confirmed:
        raise IdentityNeeded
