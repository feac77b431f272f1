"""Who sits in front of a page, and what of them is passed on to the API."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any

import msgspec

from backend.core.callers import header
from portal.locales import Locale, choose
from portal.site import Look

SESSION_COOKIE = "yima_session"
DEVICE_COOKIE = "yima_device"
CARRYING_COOKIE = "yima_carrying"
# Browsers' cookies for this site are few and short; a longer header is not ours.
COOKIE_BYTES_MAX = 8_192

# Connections that are open in this process. Reflex keeps a connection's headers in its state, which lies in
# Valkey; so it gets this name instead of the cookies.
CONNECTION_HEADER = b"x-yima-connection"
_open: dict[str, "Caller"] = {}


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """One browser as it came to us."""

    cookies: dict[str, str] = {}
    address: str = "unknown"
    port: int = 0
    headers: dict[str, str] = {}

    @property
    def look(self) -> Look:
        """How they want pages."""
        theme, elder = self.cookies.get("yima_theme", "auto"), self.cookies.get("yima_elder")
        return Look(locale=choose(self.cookies.get("yima_locale")), theme=theme, elder=elder == "1")

    @property
    def locale(self) -> Locale:
        """The language they read."""
        return self.look.locale

    @property
    def has_session(self) -> bool:
        """Whether they may be signed in; only the API knows whether they are."""
        return bool(self.cookies.get(SESSION_COOKIE))

    @property
    def visit(self) -> str:
        """A name for this session in this language, from which neither can be found."""
        whole = f"{self.cookies.get(SESSION_COOKIE, '')}/{self.locale}"
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


PASSED_ON = (b"origin", b"host", b"sec-fetch-site", b"accept-language", b"user-agent", b"x-forwarded-for")


def read_caller(scope: Mapping[str, Any]) -> Caller:
    """The caller of an ASGI request or websocket."""
    address, port = scope.get("client") or ("unknown", 0)
    sent = {name.decode(): header(scope, name) for name in PASSED_ON}
    return Caller(
        cookies=read_cookies(header(scope, b"cookie")),
        address=address,
        port=port,
        headers={name: value for name, value in sent.items() if value},
    )


def read_cookies(text: str) -> dict[str, str]:
    """The cookies in a Cookie header; none when it cannot be read."""
    jar = SimpleCookie()
    try:
        jar.load(text[:COOKIE_BYTES_MAX])
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


@contextmanager
def connected(scope: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A websocket's scope that names its caller instead of carrying their cookies, while it is open."""
    name = secrets.token_urlsafe(16)
    kept = [
        (key, value)
        for key, value in scope["headers"]
        if key not in (b"cookie", b"authorization", CONNECTION_HEADER)
    ]
    _open[name] = read_caller(scope)
    try:
        yield {**scope, "headers": [*kept, (CONNECTION_HEADER, name.encode())]}
    finally:
        _open.pop(name, None)


def of_connection(headers: Mapping[str, str]) -> Caller:
    """The caller of an open connection; somebody unknown once it is closed."""
    return _open.get(headers.get(CONNECTION_HEADER.decode(), ""), Caller())
