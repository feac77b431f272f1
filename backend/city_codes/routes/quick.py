"""The two routes that a whole city calls all day, answered without a framework's detours.

They stand as middleware before their documented routes in `routes`, from which the OpenAPI document comes;
problems they raise are rendered as everybody's.
"""

from typing import TypeVar

import msgspec
from litestar.types import ASGIApp, Receive, Scope, Send

from backend.city_codes import service
from backend.city_codes.schemas import CityCodeRequest, VerificationRequest
from backend.core import callers
from backend.core.problems import InvalidRequest, MalformedRequest, NotSignedIn, TooLarge

BODY_BYTES_MAX = 4_096
SESSION_COOKIE = "yima_session="

Wish = TypeVar("Wish")

_verification = msgspec.json.Decoder(VerificationRequest)
_city_code = msgspec.json.Decoder(CityCodeRequest)
_encode = msgspec.json.Encoder().encode


def verify_instead(app: ASGIApp) -> ASGIApp:  # noqa: ARG001  # nothing is left for it
    """Middleware that answers POST /v1/verifications itself."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        token = _bearer(scope)
        if token is None:
            raise NotSignedIn
        wish = _decode(_verification, await _read(receive))
        await _send(send, await service.verify(token, wish))

    return answer


def issue_instead(app: ASGIApp) -> ASGIApp:  # noqa: ARG001  # nothing is left for it
    """Middleware that answers POST /v1/city-codes itself."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        token = _bearer(scope)
        if token is not None:
            wish = _decode(_city_code, await _read(receive))
            await _send(send, await service.issue_by_token(token, wish.scene))
            return
        cookie = _session_cookie(scope)
        if cookie is None:
            raise NotSignedIn
        callers.require_same_origin(scope, service.desk().settings.origin)
        wish = _decode(_city_code, await _read(receive))
        await _send(send, await service.issue_by_cookie(cookie, wish.scene))

    return answer


def _bearer(scope: Scope) -> str | None:
    scheme, _, token = callers.header(scope, b"authorization").partition(" ")
    return token if scheme.lower() == "bearer" else None


def _session_cookie(scope: Scope) -> str | None:
    for pair in callers.header(scope, b"cookie").split(";"):
        if pair.strip().startswith(SESSION_COOKIE):
            return pair.strip().removeprefix(SESSION_COOKIE)
    return None


async def _read(receive: Receive) -> bytes:
    body = b""
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


async def _send(send: Send, answer: msgspec.Struct) -> None:
    body = _encode(answer)
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", b"%d" % len(body)),
                (b"cache-control", b"no-store"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
