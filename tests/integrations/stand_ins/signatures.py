"""How the two vendors check what is signed for them and sign what they report."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

WINDOW_SECONDS = 300


def _hex(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _sorted_json(body: bytes) -> str:
    return json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def check_batch(headers: Mapping[str, str], body: bytes, key: str, secret: str) -> bool:
    """Vendor A: `X-Signature` is HMAC-SHA256 over time, nonce and the JSON with sorted keys, in hex."""
    sent_at, nonce = headers.get("X-Time", "0"), headers.get("X-Nonce", "")
    if headers.get("X-Key") != key or len(nonce) < 16 or abs(time.time() - int(sent_at)) > WINDOW_SECONDS:
        return False
    return headers.get("X-Signature") == _hex(secret.encode(), f"{sent_at}\n{nonce}\n{_sorted_json(body)}")


def check_template(headers: Mapping[str, str], body: bytes, key: str, secret: str, host: str) -> bool:
    """Vendor B, as the large clouds do: a canonical request, signed with a key for the day and service."""
    stamp = headers.get("X-Date", "")
    at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if abs((datetime.now(UTC) - at).total_seconds()) > WINDOW_SECONDS:
        return False
    canonical = "\n".join(
        [
            "POST",
            "/",
            "",
            f"content-type:{headers['Content-Type']}",
            f"host:{host}",
            f"x-action:{headers['X-Action']}",
            f"x-date:{stamp}",
            "",
            "content-type;host;x-action;x-date",
            hashlib.sha256(body).hexdigest(),
        ]
    )
    scope = f"{stamp[:8]}/sms/request"
    to_sign = "\n".join(["YC1-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    derived = f"YC1{secret}".encode()
    for part in scope.split("/"):
        derived = hmac.new(derived, part.encode(), hashlib.sha256).digest()
    expected = (
        f"YC1-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=content-type;host;x-action;x-date, "
        f"Signature={_hex(derived, to_sign)}"
    )
    return headers.get("Authorization") == expected


def report_batch(secret: str, reports: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], bytes]:
    """Headers and body of vendor A's delivery reports: {"id", "state", "reason"} each."""
    body = json.dumps({"reports": list(reports)}, ensure_ascii=False).encode()
    at = str(int(time.time()))
    signature = _hex(secret.encode(), f"{at}\nreport\n{_sorted_json(body)}")
    return {"X-Time": at, "X-Nonce": "report", "X-Signature": signature}, body


def report_template(secret: str, reports: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], bytes]:
    """Headers and body of vendor B's reports: {"ClientToken", "Status", "ErrorCode"} each."""
    body = json.dumps(list(reports), ensure_ascii=False).encode()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    text = f"{stamp}\n{hashlib.sha256(body).hexdigest()}"
    signature = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())
    return {"X-Date": stamp, "X-Signature": signature.decode()}, body
