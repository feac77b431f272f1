"""What the street office needs for a call."""

import uuid

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.problems import responses
from backend.people.errors import DeviceNotConfirmed
from backend.reminders import service
from backend.reminders.schemas.calling import Call
from backend.staff.schemas import Clerk

NO_STORE = {"Cache-Control": "no-store"}


class Calls(Controller):
    """Those who were reminded and did not answer."""

    path = "/v1/desk/reminders"
    tags = ("reminders",)

    @get("/{reminder_id:uuid}", responses=responses(DeviceNotConfirmed))
    async def read(self, reminder_id: FromPath[uuid.UUID], clerk: NamedDependency[Clerk]) -> Response[Call]:
        """Whom to call about an unanswered reminder; a task says which. The person sees that one looked."""
        return Response(await service.read_call(clerk, reminder_id), headers=NO_STORE)
