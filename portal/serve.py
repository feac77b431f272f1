"""The portal as one ASGI app: its pages and files, its plain forms, and the socket of its live parts."""

import contextlib
import hashlib
import os
import re
from collections.abc import Mapping
from typing import Any

from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.callers import is_same_origin
from backend.core.settings import Settings, SettingsError
from portal import build, leaflets, letters, picture, preferences, sessions, site
from portal.answers import immutable, own_path, page, revalidated, safe, see_other
from portal.callers import Caller, connected, read_caller
from portal.city import connect
from portal.locales import LOCALES
from portal.memory import Form, SignInStep, forget, recall

SOCKET = "/_event"
# Pages for everybody, signed in or not.
OPEN_PAGES = re.compile(r"/sign-in(/password)?|/services(/[a-z0-9-]+)?")
# Pages for browsers without scripts.
PLAIN = {"/picture": picture.show, letters.PATH: letters.show}
# Files at addresses of their own: browsers ask for them by name, and look for newer ones.
FILES = {"/icon.svg", "/push-worker.js"}
# Pages whose address is known only when asked for; the built site has one shell for all of them.
MANY = re.compile(
    r"/(venues|apply|applications|desk|reminders)/[0-9a-f-]{36}"
    r"|/(services|scenarios|policies)/[a-z][a-z0-9-]{0,39}"
)


def create_portal(settings: Settings, api: Any) -> ASGIApp:
    """The portal in front of `api`, which it asks for everything it shows."""
    connect(api, settings.origin)
    client = build.SITE / "client"
    if not (client / "index.html").exists():
        raise SettingsError("The portal is not built: `make run` builds it.")
    return Portal(settings, start_reflex(settings))


def start_reflex(settings: Settings) -> ASGIApp:
    """Reflex's own part: state and events over a socket, without its file server."""
    os.environ |= {
        **build.ENVIRONMENT,
        "REFLEX_ENV_MODE": "prod",
        # Private names of Reflex 0.10.1: the built pages are there already.
        "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_WEB_WORKDIR": str(build.SITE / "reflex"),
        "REFLEX_STATES_WORKDIR": str(settings.folder / "portal"),
        "REFLEX_CORS_ALLOWED_ORIGINS": settings.origin,
        "REFLEX_STATE_MANAGER_MODE": "redis" if settings.redis_url else "memory",
        "REFLEX_REDIS_URL": settings.redis_url or "",
    }
    # Reflex reads rxconfig.py from the working directory, once, while its app is made.
    with contextlib.chdir(build.PORTAL):
        from portal.app import app

        started: ASGIApp = app()
    return started


class Portal:
    """Who answers what."""

    def __init__(self, settings: Settings, reflex: ASGIApp) -> None:
        self.origin = settings.origin
        self.secure = settings.origin.startswith("https://")
        self.reflex = reflex
        client = build.SITE / "client"
        self.files = ExceptionMiddleware(PrecompressedStaticFiles(directory=client, encodings=["gzip"]))
        self.pages = site.read_pages(client)
        self.words = {locale: site.words_script(locale) for locale in LOCALES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or carry one connection."""
        if scope["type"] == "http":
            await self.answer(scope, receive, safe(send))
        elif scope["type"] == "websocket":
            await self.carry(scope, receive, send)
        else:
            await self.reflex(scope, receive, send)

    async def carry(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a page of ours open Reflex's socket, and nobody else."""
        if not scope["path"].startswith(SOCKET) or not is_same_origin(scope, self.origin):
            await send({"type": "websocket.close", "code": 1008})
            return
        with connected(scope) as named:
            await self.reflex(named, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = Request(scope, receive)
        path = request.url.path
        if request.method in ("GET", "HEAD") and (path.startswith("/assets/") or path in FILES):
            # No file's name has a NUL, and the operating system would not even be asked for one.
            named = {**scope, "path": scope["path"].replace("\0", "\N{REPLACEMENT CHARACTER}")}
            await self.files(named, receive, revalidated(send) if path in FILES else immutable(send))
            return
        if path in sessions.ACTS:
            response = await sessions.act(request, self.origin)
        elif request.method not in ("GET", "HEAD"):
            response = Response(status_code=405, headers={"allow": "GET, HEAD"})
        else:
            response = await self.get(request, path.rstrip("/") or "/")
        await GZipMiddleware(response, minimum_size=1024)(scope, receive, send)

    async def get(self, request: Request, path: str) -> Response:
        """A page, or one of the few addresses that are none."""
        if path == "/preferences" and preferences.are_in(request):
            return preferences.choose(request, self.origin)
        if path == "/favicon.ico":
            return RedirectResponse("/icon.svg", 301)
        caller = read_caller(request.scope)
        if path == "/words.js":
            return self.script(request, caller)
        if not caller.has_session and self.known(path) and not OPEN_PAGES.fullmatch(path):
            following = path + (f"?{request.url.query}" if request.url.query else "")
            return see_other(sessions.with_next("/sign-in", own_path(following)))
        if path in PLAIN:
            return await PLAIN[path](caller, request.query_params, self.pages["*"])
        late = await self.late(caller, path, request.query_params)
        return self.show(caller, path, request.query_params, late)

    async def late(self, caller: Caller, path: str, query: Mapping[str, str]) -> str | None:
        """HTML for the end of a page, for those who run no script; None where there is no such page."""
        if path == leaflets.LIST:
            return await leaflets.list_services(caller, query)
        if path.startswith(leaflets.ONE) and is_one_of_many(path):
            return await leaflets.show_service(caller, path.removeprefix(leaflets.ONE))
        return "" if path in self.pages or is_one_of_many(path) else None

    def script(self, request: Request, caller: Caller) -> Response:
        """The words for scripts, checked at each visit because the language may have changed."""
        body = self.words[caller.locale]
        headers = {"etag": f'"{hashlib.sha256(body).hexdigest()[:16]}"', "cache-control": "private, no-cache"}
        headers["vary"] = "cookie"
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(body, 200, headers, "text/javascript")

    def known(self, path: str) -> bool:
        """Whether there is such a page."""
        return path in self.pages or path in PLAIN or is_one_of_many(path)

    def show(self, caller: Caller, path: str, query: Mapping[str, str], late: str | None) -> Response:
        """One of Reflex's pages, with what the last form left behind; `late` as above."""
        found = self.pages.get(path)
        step = recall(caller.cookies, SignInStep) if path == "/sign-in/password" else None
        if path == "/sign-in/password" and step is None:
            return see_other("/sign-in")
        form = recall(caller.cookies, Form)
        slots = dict(form.texts) if form else {}
        if step:
            slots["password.phone"] = mask(step.phone)
        safe_query = {"next": own_path(query.get("next"))} if query.get("next") else {}
        ending = site.missing(caller.look) if late is None else late
        body = site.render(found or self.pages["*"], caller.look, caller.visit, slots, safe_query, ending)
        status = 404 if late is None else 200
        cookies = [forget(Form, self.secure)] if form else []
        return page(body, (found or self.pages["*"]).csp, status, cookies)


def is_one_of_many(path: str) -> bool:
    """Whether this is the address of one of many, such as a venue or a service."""
    return MANY.fullmatch(path) is not None


def mask(phone: str) -> str:
    """A phone number as one recognises one's own: 138****0001."""
    digits = "".join(character for character in phone if character.isdigit())
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else phone
