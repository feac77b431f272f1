"""One's own inbox over HTTP."""

import uuid

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from backend.core.actors import Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.messages import service
from backend.messages.schemas import Message, Unread
from backend.people.errors import DeviceNotConfirmed, DeviceSuspended

NO_STORE = {"Cache-Control": "no-store"}
REFUSED = responses(DeviceNotConfirmed, DeviceSuspended)


class Messages(Controller):
    """One's own inbox."""

    path = "/v1/me/messages"
    tags = ("messages",)

    @get(responses=REFUSED)
    async def list_own(
        self, resident: NamedDependency[Resident], limit: Limit = LIMIT_DEFAULT, after: After = None
    ) -> Response[Page[Message]]:
        """What the city has told one, newest first."""
        return Response(await service.list_messages(resident, limit, after), headers=NO_STORE)

    @get("/unread", responses=REFUSED)
    async def unread(self, resident: NamedDependency[Resident]) -> Response[Unread]:
        """How many messages one has not read."""
        return Response(Unread(await service.count_unread(resident)), headers=NO_STORE)

    @put("/{message_id:uuid}/read", status_code=204, responses=REFUSED)
    async def mark_read(self, message_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """Note that one has read a message."""
        await service.mark_read(resident, message_id)


ROUTES: list[ControllerRouterHandler] = [Messages]
