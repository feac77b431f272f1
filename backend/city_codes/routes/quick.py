"""The two routes that a whole city calls all day, answered without a framework's detours.

They stand as middleware before their documented routes in `routes`, from which the OpenAPI document comes,
and in a server process in front of everything. What they refuse is rendered as everybody's problems are.
"""

from typing import TypeAlias, TypeVar, cast

import msgspec
import structlog
from litestar.types import ASGIApp as LitestarApp
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.city_codes import service
from backend.city_codes.schemas import CityCodeRequest, VerificationRequest
from backend.core import callers, observe
from backend.core.ids import new_id
from backend.core.problems import (
    MEDIA_TYPE,
    InvalidRequest,
    MalformedRequest,
    NotSignedIn,
    TooLarge,
    respond_to,
)

BODY_BYTES_MAX = 4_096
SESSION_COOKIE = "yima_session="

Headers: TypeAlias = list[tuple[bytes, bytes]]
OK: Headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]

Wish = TypeVar("Wish")

_verification = msgspec.json.Decoder(VerificationRequest)
_city_code = msgspec.json.Decoder(CityCodeRequest)
_encode = msgspec.json.Encoder().encode


def in_front(app: ASGIApp) -> ASGIApp:
    """`app`, with the quick routes answered before any of it: its framework would cost as much as they do."""
    quick = {
        path: (answer, observe.requests.labels("POST", path, 200))
        for path, answer in (("/v1/verifications", _verify), ("/v1/city-codes", _issue))
    }

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        found = quick.get(scope.get("path", ""))
        if found is None or scope["type"] != "http" or scope["method"] != "POST":
            await app(scope, receive, send)
            return
        answer, answered = found
        try:
            await answer(scope, receive, send)
            answered.inc()
        except Exception as error:  # noqa: BLE001  # nothing stands in front of this to render it
            await _send_problem(scope, send, error)

    return run


def verify_instead(app: LitestarApp) -> LitestarApp:  # noqa: ARG001  # nothing is left for it
    """Middleware that answers POST /v1/verifications itself."""
    return cast("LitestarApp", _verify)


def issue_instead(app: LitestarApp) -> LitestarApp:  # noqa: ARG001  # nothing is left for it
    """Middleware that answers POST /v1/city-codes itself."""
    return cast("LitestarApp", _issue)


async def _verify(scope: Scope, receive: Receive, send: Send) -> None:
    token = _bearer(scope)
    if token is None:
        raise NotSignedIn
    wish = _decode(_verification, await _read(receive))
    await _send(send, _encode(await service.verify(token, wish)))


async def _issue(scope: Scope, receive: Receive, send: Send) -> None:
    token, cookie = _bearer(scope), None
    if token is None:
        cookie = _session_cookie(scope)
        if cookie is None:
            raise NotSignedIn
        callers.require_same_origin(scope, service.desk().settings.origin)
    wish = _decode(_city_code, await _read(receive))
    if token is not None:
        await _send(send, _encode(await service.issue_by_token(token, wish.scene)))
    elif cookie is not None:
        await _send(send, _encode(await service.issue_by_cookie(cookie, wish.scene)))


def _bearer(scope: Scope) -> str | None:
    scheme, _, token = callers.header(scope, b"authorization").partition(" ")
    return token if scheme.lower() == "bearer" else None


def _session_cookie(scope: Scope) -> str | None:
    for pair in callers.header(scope, b"cookie").split(";"):
        if pair.strip().startswith(SESSION_COOKIE):
            return pair.strip().removeprefix(SESSION_COOKIE)
    return None


async def _read(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise MalformedRequest
        body += message.get("body", b"")
        if len(body) > BODY_BYTES_MAX:
            raise TooLarge
        if not message.get("more_body"):
            return body


def _decode(decoder: msgspec.json.Decoder[Wish], body: bytes) -> Wish:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        detail, _, place = str(error).partition(" - at `$.")
        raise InvalidRequest(errors=[{"pointer": "#/" + place.rstrip("`"), "detail": detail}]) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise MalformedRequest from None


async def _send(send: Send, body: bytes, status: int = 200, headers: Headers = OK) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, (b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _send_problem(scope: Scope, send: Send, error: Exception) -> None:
    request_id = new_id().hex
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        response = respond_to(error)
    headers = {**response.headers, "Content-Type": MEDIA_TYPE, "X-Request-Id": request_id}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    observe.requests.labels("POST", scope["path"], response.status_code).inc()
    await _send(send, response.content, response.status_code or 500, raw)
