"""How deliveries are doing, over HTTP, for operators."""

from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.core.actors import Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.messages import service
from backend.messages.routes.inbox import NO_STORE
from backend.messages.rules import State
from backend.messages.schemas import Board, DeliveryLine

Which = Annotated[State | None, QueryParameter(name="state", description="In one state only.")]
Whose = Annotated[str | None, QueryParameter(name="provider", pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


class Deliveries(Controller):
    """How deliveries are doing."""

    path = "/v1/deliveries"
    tags = ("messages",)

    @get("/board")
    async def board(self, operator: NamedDependency[Resident]) -> Response[Board]:  # noqa: ARG002  # asked for, so that nobody else sees it
        """Every provider's last hour and day."""
        return Response(await service.read_board(), headers=NO_STORE)

    @get()
    async def list_all(
        self,
        operator: NamedDependency[Resident],  # noqa: ARG002  # asked for, so that nobody else sees it
        which: Which = None,
        whose: Whose = None,
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Response[Page[DeliveryLine]]:
        """Deliveries, newest first, by ids alone."""
        return Response(await service.list_deliveries(which, whose, limit, after), headers=NO_STORE)
