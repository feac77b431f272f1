"""What WeChat calls us with once a template message arrived, or did not."""

import hashlib
import hmac
import re
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl

from backend.core import clock
from backend.core.problems import NotAllowed

CALLBACK_SECONDS = 300
QUERY_FIELDS_MAX = 20
# Five fields of one flat document: a parser of XML would understand more than is good for us.
FIELD = re.compile(rb"<(Event|MsgID|Status)>(?:<!\[CDATA\[)?([^<>\]]{1,64})(?:\]\]>)?</\1>")


class Finished(NamedTuple):
    """A template message that WeChat is done with, by WeChat's own number."""

    message: str
    state: Literal["delivered", "failed"]
    reason: str | None


def signature(token: str, timestamp: str, nonce: str) -> str:
    """SHA-1 over the three, sorted and joined, as WeChat signs its calls."""
    return hashlib.sha1("".join(sorted([token, timestamp, nonce])).encode()).hexdigest()  # noqa: S324 - theirs


def check(query: str, token: str) -> dict[str, str]:
    """The fields of the called address's query; NotAllowed unless WeChat signed it within five minutes."""
    try:
        fields = dict(parse_qsl(query, max_num_fields=QUERY_FIELDS_MAX))
        age = abs(clock.now().timestamp() - int(fields.get("timestamp", "")))
    except (ValueError, OverflowError):
        raise NotAllowed from None
    expected = signature(token, fields["timestamp"], fields.get("nonce", ""))
    given = fields.get("signature", "")
    if age > CALLBACK_SECONDS or not hmac.compare_digest(expected.encode(), given.encode()):
        raise NotAllowed
    return fields


def read(body: bytes) -> Finished | None:
    """The message that the call is about; None for calls about anything else."""
    fields = {name.decode(): value.decode(errors="replace") for name, value in FIELD.findall(body)}
    message = fields.get("MsgID", "")
    if fields.get("Event") != "TEMPLATESENDJOBFINISH" or not message.isdecimal() or int(message) == 0:
        return None
    status = fields.get("Status", "")
    if status == "success":
        return Finished(message, "delivered", None)
    return Finished(message, "failed", "blocked" if "user block" in status else None)
