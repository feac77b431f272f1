"""The signature of the large clouds: a canonical request under a key for one day and one service."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from backend.core import clock
from backend.core.problems import NotAllowed

ALGORITHM = "YC1-HMAC-SHA256"
STAMP = "%Y%m%dT%H%M%SZ"
REPORT_SECONDS = 300


def sign(host: str, action: str, body: bytes, key: str, secret: str) -> dict[str, str]:
    """The headers of a POST to `/` of `host` (with its port) that asks for `action`."""
    stamp = clock.now().strftime(STAMP)
    headers = {
        "content-type": "application/json",
        "host": host,
        "x-action": action,
        "x-date": stamp,
    }
    names = ";".join(headers)
    lines = [f"{name}:{value}" for name, value in headers.items()]
    canonical = "\n".join(["POST", "/", "", *lines, "", names, hashlib.sha256(body).hexdigest()])
    scope = f"{stamp[:8]}/sms/request"
    to_sign = "\n".join([ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing_key = f"YC1{secret}".encode()
    for part in scope.split("/"):
        signing_key = hmac.digest(signing_key, part.encode(), "sha256")
    signature = hmac.new(signing_key, to_sign.encode(), "sha256").hexdigest()
    authorization = f"{ALGORITHM} Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return headers | {"authorization": authorization}


def check(headers: Mapping[str, str], body: bytes, secret: str) -> None:
    """NotAllowed unless the vendor signed this report within five minutes."""
    stamp = headers.get("x-date", "")
    try:
        age = abs((clock.now() - datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)).total_seconds())
    except ValueError:
        raise NotAllowed from None
    text = f"{stamp}\n{hashlib.sha256(body).hexdigest()}"
    expected = base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha256"))
    if age > REPORT_SECONDS or not hmac.compare_digest(expected, headers.get("x-signature", "").encode()):
        raise NotAllowed
