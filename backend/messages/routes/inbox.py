"""One's own inbox over HTTP."""

import uuid
from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.core.actors import Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.messages import service
from backend.messages.schemas import Category, Message, Unread
from backend.people.errors import DeviceNotConfirmed, DeviceSuspended
from backend.people.schemas import LINE

NO_STORE = {"Cache-Control": "no-store"}
REFUSED = responses(DeviceNotConfirmed, DeviceSuspended)

Which = Annotated[Category | None, QueryParameter(name="category", description="Of one category only.")]
Wanted = Annotated[
    str | None,
    QueryParameter(
        name="q", min_length=1, max_length=60, pattern=LINE, description="With this in their words."
    ),
]


class Messages(Controller):
    """One's own inbox."""

    path = "/v1/me/messages"
    tags = ("messages",)

    @get(responses=REFUSED)
    async def list_own(
        self,
        resident: NamedDependency[Resident],
        which: Which = None,
        wanted: Wanted = None,
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Response[Page[Message]]:
        """What the city has told one, newest first."""
        page = await service.list_messages(resident, limit, after, which, wanted)
        return Response(page, headers=NO_STORE)

    @get("/unread", responses=REFUSED)
    async def unread(self, resident: NamedDependency[Resident]) -> Response[Unread]:
        """How many messages one has not read."""
        return Response(Unread(await service.count_unread(resident)), headers=NO_STORE)

    @post("/read-all", status_code=204, responses=REFUSED)
    async def mark_all_read(self, resident: NamedDependency[Resident]) -> None:
        """Note that one has read them all."""
        await service.mark_all_read(resident)

    @put("/{message_id:uuid}/read", status_code=204, responses=REFUSED)
    async def mark_read(self, message_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """Note that one has read a message."""
        await service.mark_read(resident, message_id)
