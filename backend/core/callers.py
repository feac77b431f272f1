"""Where a request comes from: its network address and its page's origin."""

import ipaddress
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
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    # Some proxies append to the line that is there, others append a line: it is one list (RFC 9110, 5.3).
    hops = [hop.strip() for hop in ",".join(lines).split(",") if hop.strip()]
    return hops[-trusted_proxies] if len(hops) >= trusted_proxies else direct


def address_block(address: str) -> str:
    """What one caller may own of the network: an IPv4 address, or the /64 around an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def is_same_origin(scope: Mapping[str, Any], origin: str) -> bool:
    """Whether a page of ours sent this: what a cookie needs before it may change anything.

    Browsers send Sec-Fetch-Site or Origin with every unsafe request; one that sends neither is refused.
    `origin` is the public one; the host that the browser itself names is as good, on no less safe a scheme.
    """
    site = header(scope, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    sent, host = header(scope, b"origin"), header(scope, b"host")
    if not sent or not host:
        return bool(sent) and sent == origin
    return sent in (origin, f"https://{host}", f"{urlsplit(origin).scheme}://{host}")


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
