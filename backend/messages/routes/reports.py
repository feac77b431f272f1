"""What providers report by themselves, over HTTP."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.problems import NotAllowed, responses
from backend.core.requests import ApiRequest
from backend.messages import service
from backend.messages.ports import Providers
from backend.messages.schemas import Taken


class Reports(Controller):
    """What providers report by themselves; each proves by its own signature that it is the one."""

    path = "/v1/providers"
    tags = ("messages",)

    @post("/{provider:str}/reports", status_code=200, responses=responses(NotAllowed))
    async def take(
        self, provider: FromPath[str], request: ApiRequest, providers: NamedDependency[Providers]
    ) -> Taken:
        """Note what became of deliveries."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = str(request.scope["query_string"], "latin-1")
        count = await service.take_reports(providers.items, provider, headers, query, await request.body())
        return Taken(count)
