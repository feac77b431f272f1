"""The few kinds of HTTP answer that the portal gives itself."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import Message, Send

NO_STORE = {"cache-control": "no-store"}
# Said on everything that the portal sends.
SAFE_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}
PATH_CHARACTERS_MAX = 300
IMMUTABLE = "public, max-age=31536000, immutable"


def see_other(path: str, cookies: Iterable[str] = ()) -> Response:
    """Go on to `path` with a GET; `cookies` are whole Set-Cookie values."""
    response = Response(status_code=303, headers={"location": path, **NO_STORE})
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response


def page(body: bytes, csp: str, status: int = 200, cookies: Sequence[str] = ()) -> Response:
    """A page of HTML that is never stored."""
    headers = {**NO_STORE, "content-security-policy": csp, "vary": "cookie"}
    response = Response(body, status, headers, "text/html")
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response


def own_path(wanted: str | None, otherwise: str = "/") -> str:
    """`wanted` when it is a path of this site, else `otherwise`.

    `//host` and `/\\host` would leave the site; control characters could split a header.
    """
    text = wanted or ""
    if not text.startswith("/") or text.startswith("//") or "\\" in text or len(text) > PATH_CHARACTERS_MAX:
        return otherwise
    if any(not 0x20 < ord(character) < 0x7F for character in text):
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc or parts.path.startswith("/session") else text


def safe(send: Send) -> Send:
    """`send` that adds to every answer what keeps browsers careful."""
    extra = [(name.encode(), value.encode()) for name, value in SAFE_HEADERS.items()]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *extra]}
        await send(message)

    return sending


def revalidated(send: Send) -> Send:
    """`send` for files that keep their names: browsers ask each time whether they changed."""
    return cached(send, "no-cache")


def immutable(send: Send) -> Send:
    """`send` for files whose names carry a hash of their content."""
    return cached(send, IMMUTABLE)


def cached(send: Send, control: str) -> Send:
    """`send` that says how long an answer may be kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 304):
            headers = [pair for pair in message["headers"] if pair[0] != b"cache-control"]
            message = {**message, "headers": [*headers, (b"cache-control", control.encode())]}
        await send(message)

    return sending
