"""The address that WeChat calls: it wants its own words back, where other vendors take any answer."""

from typing import Any

from litestar import MediaType, Request, get, post
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler

from backend.core.problems import NotAllowed, NotFound
from backend.core.settings import Settings
from backend.messages import service
from backend.messages.ports import Providers
from integrations.wechat import callbacks

ADDRESS = "/v1/providers/wechat/reports"
ECHO_CHARACTERS_MAX = 64


@get(ADDRESS, media_type=MediaType.TEXT, include_in_schema=False)
async def prove(request: Request[Any, Any, Any], settings: NamedDependency[Settings]) -> str:
    """What WeChat sent, once, when somebody enters this address there; NotFound, NotAllowed."""
    if settings.wechat_token is None:
        raise NotFound
    echo = callbacks.check(_query(request), settings.wechat_token).get("echostr", "")
    if not echo.isalnum() or not echo.isascii() or len(echo) > ECHO_CHARACTERS_MAX:
        raise NotAllowed
    return echo


@post(ADDRESS, media_type=MediaType.TEXT, status_code=200, include_in_schema=False)
async def take(request: Request[Any, Any, Any], providers: NamedDependency[Providers]) -> str:
    """Note what became of a message; NotFound, NotAllowed."""
    await service.take_reports(providers.items, "wechat", {}, _query(request), await request.body())
    return "success"


def _query(request: Request[Any, Any, Any]) -> str:
    return str(request.scope["query_string"], "latin-1")


ROUTES: list[ControllerRouterHandler] = [prove, take]
