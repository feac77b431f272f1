"""The demo's inbox, for whoever sits at the machine that runs it."""

import ipaddress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler
from redis.asyncio import Redis

from backend.core.callers import header
from backend.core.problems import NotFound
from backend.core.settings import Settings
from integrations.console.carrier import list_carried
from integrations.console.page import CarriedView, TextView, render
from integrations.console.text_messages import Inbox

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def read_inbox(
    request: Request[Any, Any, Any],
    redis: NamedDependency[Redis],
    settings: NamedDependency[Settings],
) -> list[TextView]:
    """The inbox's texts, for callers on this machine; for all others there is no such page."""
    if not is_at_this_machine(request, settings):
        raise NotFound
    return [
        TextView(message.to, message.text, datetime.fromtimestamp(at, UTC))
        for message, at in await Inbox(redis).list()
    ]


async def read_carried(
    request: Request[Any, Any, Any],
    redis: NamedDependency[Redis],
    settings: NamedDependency[Settings],
) -> list[CarriedView]:
    """What the demo's channels carried, as `read_inbox`."""
    if not is_at_this_machine(request, settings):
        raise NotFound
    return [
        CarriedView(one.channel, one.to, one.title, one.body, one.url, datetime.fromtimestamp(at, UTC))
        for one, at in await list_carried(redis)
    ]


def is_at_this_machine(request: Request[Any, Any, Any], settings: Settings) -> bool:
    """Whether the caller sits at this machine and meant this address.

    A proxy makes strangers look local, so a forwarded request is refused; a foreign Host would be a web page
    that points its own name at 127.0.0.1 to read our texts.
    """
    client = request.scope.get("client")
    if client is None or not _is_loopback(str(client[0])):
        return False
    if any(header(request.scope, name) for name in (b"x-forwarded-for", b"forwarded", b"x-real-ip")):
        return False
    try:
        host = urlsplit(f"//{header(request.scope, b'host')}")
    except ValueError:
        return False
    is_ours = host.netloc == urlsplit(settings.origin).netloc
    return is_ours or host.hostname == "localhost" or _is_loopback(host.hostname or "")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@get("/demo/inbox.json", include_in_schema=False)
async def show_json(
    request: Request[Any, Any, Any],
    redis: NamedDependency[Redis],
    settings: NamedDependency[Settings],
) -> Response[list[TextView]]:
    """The last texts, the newest first."""
    return Response(await read_inbox(request, redis, settings), headers=HEADERS)


@get("/demo/messages.json", include_in_schema=False)
async def show_carried(
    request: Request[Any, Any, Any],
    redis: NamedDependency[Redis],
    settings: NamedDependency[Settings],
) -> Response[list[CarriedView]]:
    """The last messages of every channel, the newest first."""
    return Response(await read_carried(request, redis, settings), headers=HEADERS)


@get("/demo/inbox", media_type="text/html", include_in_schema=False)
async def show_page(
    request: Request[Any, Any, Any],
    redis: NamedDependency[Redis],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """The last texts and messages as a page that keeps itself fresh."""
    page = render(await read_inbox(request, redis, settings), await read_carried(request, redis, settings))
    return Response(page, media_type="text/html", headers=HEADERS)


ROUTES: list[ControllerRouterHandler] = [show_json, show_carried, show_page]
