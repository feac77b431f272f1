"""Who runs reminders: operators all of them, and whoever leads a department in the whole city its own."""

from collections.abc import Collection

from backend.core.actors import Resident
from backend.core.audit import By
from backend.core.problems import NotAllowed, NotFound
from backend.places.service.divisions import divisions
from backend.staff.service import clerk_of, departments


async def find_led(actor: Resident) -> Collection[str]:
    """The departments whose reminders the actor runs; NotAllowed without any, DeviceNotConfirmed."""
    if actor.is_operator and not actor.suspended:
        return departments()
    city = divisions().root
    led = {
        post.department
        for post in (await clerk_of(actor)).posts
        if post.role == "lead" and post.division == city
    }
    if not led:
        raise NotAllowed
    return led


async def require_lead(actor: Resident, department: str) -> None:
    """NotFound for a department whose reminders others run, NotAllowed for whoever runs none."""
    if department not in await find_led(actor):
        raise NotFound


def by(actor: Resident, department: str) -> By:
    """The actor as the audit names them."""
    return By("operator" if actor.is_operator else "staff", actor.account, department)
