"""The demo's inbox, for whoever sits at the machine that runs it."""

import html
import ipaddress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler
from redis.asyncio import Redis

from backend.core.callers import header
from backend.core.clock import SHANGHAI
from backend.core.problems import NotFound
from backend.core.settings import Settings
from integrations.console.text_messages import Inbox

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>演示短信箱 · Demo inbox</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }}
li {{ border-top: 1px solid; padding: .75rem 0; }}
ol {{ list-style: none; padding: 0; }}
</style>
</head>
<body>
<main>
<h1>演示短信箱 <span lang="en">Demo inbox</span></h1>
<p>演示城市不发真短信，最近的短信都在这里。<br>
<span lang="en">A demo city sends no real texts: the last ones are here.</span></p>
{messages}
</main>
</body>
</html>
"""


class TextView(msgspec.Struct):
    """A text message in the inbox."""

    to: str
    text: str
    at: datetime


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


@get("/demo/inbox", media_type="text/html", include_in_schema=False)
async def show_page(
    request: Request[Any, Any, Any],
    redis: NamedDependency[Redis],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """The last texts as a page that keeps itself fresh."""
    texts = await read_inbox(request, redis, settings)
    items = "".join(
        f"<li><strong>{html.escape(text.to)}</strong> "
        f'<time datetime="{text.at.isoformat()}">{text.at.astimezone(SHANGHAI):%H:%M:%S}</time>'
        f"<br>{html.escape(text.text)}</li>"
        for text in texts
    )
    messages = f"<ol>{items}</ol>" if items else '<p>还没有短信。<span lang="en">No texts yet.</span></p>'
    return Response(PAGE.format(messages=messages), media_type="text/html", headers=HEADERS)


ROUTES: list[ControllerRouterHandler] = [show_json, show_page]
