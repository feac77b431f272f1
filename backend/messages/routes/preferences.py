"""What one wishes of messages, over HTTP."""

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.actors import Resident
from backend.messages import service
from backend.messages.routes.inbox import NO_STORE, REFUSED
from backend.messages.schemas import MessagePreferences


class Preferences(Controller):
    """What one wishes of messages."""

    path = "/v1/me/message-preferences"
    tags = ("messages",)

    @get(responses=REFUSED)
    async def read(self, resident: NamedDependency[Resident]) -> Response[MessagePreferences]:
        """What one wishes."""
        return Response(await service.read_preferences(resident), headers=NO_STORE)

    @put(responses=REFUSED)
    async def write(
        self, data: JSONBody[MessagePreferences], resident: NamedDependency[Resident]
    ) -> Response[MessagePreferences]:
        """Wish something else from now on."""
        return Response(await service.write_preferences(resident, data), headers=NO_STORE)
