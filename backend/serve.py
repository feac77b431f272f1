"""One address for everything: the API, the code and scanner pages, and the portal."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import uvicorn
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.app import create_app
from backend.city_codes import routes as city_codes
from backend.core import log
from backend.core.observe import observed
from backend.core.settings import Settings, SettingsError

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "mini_programs" / "host" / "dist"
API_PREFIXES = ("/v1/", "/.well-known/", "/health/", "/schema/", "/demo/")
API_PATHS = {"/metrics", "/schema"}
PAGE_FILES = {
    "/code": "code.html",
    "/scan": "scan.html",
    "/sw.js": "sw.js",
    "/manifest.webmanifest": "manifest.webmanifest",
}
STOP_SECONDS = 5
# A page's event is a form at most; whatever arrives, the portal keeps in Valkey for an hour.
SOCKET_MESSAGE_BYTES_MAX = 32_768

CSP = (
    "default-src 'self'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data: blob:;"
    " media-src 'self' blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
SAFE_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


def create_asgi(settings: Settings) -> ASGIApp:
    """The whole product as one ASGI app; `YIMA_PORTAL=false` leaves the pages to another process."""
    litestar = cast("ASGIApp", create_app(settings))
    api = city_codes.in_front(observed(litestar))
    pages = create_pages() if settings.portal else api
    portal = create_portal(settings, api) if settings.portal else api

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "lifespan":
            await run_lifespan(receive, send, [litestar, portal] if settings.portal else [litestar])
        elif path.startswith(API_PREFIXES) or path in API_PATHS:
            await api(scope, receive, send)
        elif path in PAGE_FILES or path.startswith("/host/"):
            await pages(scope, receive, send)
        else:
            await portal(scope, receive, send)

    return dispatch


def create_portal(settings: Settings, api: ASGIApp) -> ASGIApp:
    """The portal, which asks the API in this process as any other caller would."""
    from portal import serve

    return serve.create_portal(settings, api)


def create_pages() -> ASGIApp:
    """The static pages: they ask for nothing but themselves and our API."""
    if not (PAGES / "code.html").exists():
        raise SettingsError("The code and scanner pages are not built: `make run` builds them.")
    files = ExceptionMiddleware(GZipMiddleware(StaticFiles(directory=PAGES), minimum_size=1024))

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        # No file's name has a NUL, and the operating system would not even be asked for one.
        path = scope["path"].replace("\0", "\N{REPLACEMENT CHARACTER}")
        page = PAGE_FILES.get(path)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *page_headers(path)]
            await send(message)

        await files({**scope, "path": f"/{page}" if page else path}, receive, answer)

    return serve


def page_headers(path: str) -> list[tuple[bytes, bytes]]:
    """What goes with a static file: fonts and hashed files for a year, pages checked at each visit."""
    fixed = path.startswith(("/host/assets/", "/host/fonts/"))
    cache = b"public, max-age=31536000, immutable" if fixed else b"no-cache"
    csp = CSP.format(wasm=" 'wasm-unsafe-eval'" if path == "/scan" else "").encode()
    return [*SAFE_HEADERS, (b"cache-control", cache), (b"content-security-policy", csp)]


async def run_lifespan(receive: Receive, send: Send, apps: list[ASGIApp]) -> None:
    """Start `apps` in order and stop them in reverse, as the server asks."""
    await receive()
    async with contextlib.AsyncExitStack() as stack:
        try:
            for app in apps:
                await stack.enter_async_context(alive(app))
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})


@contextlib.asynccontextmanager
async def alive(app: ASGIApp) -> AsyncIterator[None]:
    """`app` between its own start and its own end."""
    asked: asyncio.Queue[Any] = asyncio.Queue()
    said: asyncio.Queue[Any] = asyncio.Queue()
    scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    task = asyncio.ensure_future(app(scope, asked.get, said.put))

    async def say(event: str) -> None:
        await asked.put({"type": f"lifespan.{event}"})
        answer = asyncio.create_task(said.get())
        await asyncio.wait([task, answer], return_when=asyncio.FIRST_COMPLETED)
        if answer.done() and answer.result()["type"].endswith("complete"):
            return
        answer.cancel()
        if task.done() and (error := task.exception()):
            raise error
        raise RuntimeError(f"a part of the server failed to {event}")

    await say("startup")
    try:
        yield
    finally:
        await say("shutdown")
        await task


def main(settings: Settings) -> None:
    """`yima serve`: run until told to stop."""
    log.set_up(settings.log_level)
    uvicorn.run(
        create_asgi(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=SOCKET_MESSAGE_BYTES_MAX,
        lifespan="on",
        timeout_graceful_shutdown=STOP_SECONDS,
    )
