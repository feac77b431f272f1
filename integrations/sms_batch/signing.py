"""How requests are signed for this vendor, and its reports for us."""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec

from backend.core import clock
from backend.core.problems import NotAllowed

REPORT_SECONDS = 300


def sign(body: bytes, key: str, secret: str) -> dict[str, str]:
    """The headers of a request: HMAC-SHA256 over time, nonce and `body`, which is JSON with sorted keys."""
    at, nonce = str(int(clock.now().timestamp())), secrets.token_urlsafe(16)
    return {
        "Content-Type": "application/json",
        "X-Key": key,
        "X-Time": at,
        "X-Nonce": nonce,
        "X-Signature": _signature(secret, at, nonce, body),
    }


def check(headers: Mapping[str, str], body: bytes, secret: str) -> Any:
    """The JSON of a report that the vendor signed within five minutes; else NotAllowed."""
    at, nonce = headers.get("x-time", ""), headers.get("x-nonce", "")
    try:
        value = msgspec.json.decode(body)
        age = abs(clock.now().timestamp() - int(at))
        expected = _signature(secret, at, nonce, encode(value))
    except (ValueError, OverflowError, RecursionError):
        raise NotAllowed from None
    given = headers.get("x-signature", "")
    if age > REPORT_SECONDS or not hmac.compare_digest(expected.encode(), given.encode()):
        raise NotAllowed
    return value


def encode(value: Any) -> bytes:
    """JSON with sorted keys and without spaces, in UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def _signature(secret: str, at: str, nonce: str, body: bytes) -> str:
    return hmac.new(secret.encode(), b"\n".join([at.encode(), nonce.encode(), body]), "sha256").hexdigest()
