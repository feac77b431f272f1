"""Where a request comes from: its network address and its page's origin."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from backend.core.problems import NotAllowed


class NotFromOurPage(NotAllowed):
    """A cookie changes something only when one of our own pages asks."""


def address(scope: Mapping[str, Any], trusted_proxies: int) -> str:
    """The caller's network address.

    `trusted_proxies`: how many proxies of ours append to X-Forwarded-For; with 0 it is not believed.
    """
    client = scope.get("client")
    direct = str(client[0]) if client else "unknown"
    if not trusted_proxies:
        return direct
    hops = [hop.strip() for hop in header(scope, b"x-forwarded-for").split(",") if hop.strip()]
    return hops[-trusted_proxies] if len(hops) >= trusted_proxies else direct


def is_same_origin(scope: Mapping[str, Any], origin: str) -> bool:
    """Whether a page of ours sent this: what a cookie needs before it may change anything.

    Browsers send Sec-Fetch-Site or Origin with every unsafe request; one that sends neither is refused.
    `origin` is the public one; the host that the browser itself names is as good.
    """
    site = header(scope, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    sent = header(scope, b"origin")
    return bool(sent) and (sent == origin or urlsplit(sent).netloc == header(scope, b"host"))


def require_same_origin(scope: Mapping[str, Any], origin: str) -> None:
    """NotFromOurPage unless a page of ours sent this."""
    if not is_same_origin(scope, origin):
        raise NotFromOurPage


def header(scope: Mapping[str, Any], name: bytes) -> str:
    """The value of a request header, or an empty text."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""
