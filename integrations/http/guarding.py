"""Which addresses of the internet may be called when a stranger names them (against SSRF)."""

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Reserved by IANA and global to Python before 3.11.10, or tunnels into IPv4 that nobody needs (6to4, Teredo).
RESERVED = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
]

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddress(OSError):
    """The name leads into somebody's own network."""


class PublicResolver(AbstractResolver):
    """The system's resolver, for public addresses only; the connection goes to exactly what it found."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`; PrivateAddress."""
        found = await self._system.resolve(host, port, family)
        if not all(is_public(result["host"]) for result in found):
            raise PrivateAddress
        return found

    async def close(self) -> None:
        """Nothing is held."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable for anybody, also when it holds another one inside."""
    try:
        found: IP = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    inner = _inner(found)
    return all(_is_global(one) for one in inner or [found])


def _is_global(address: IP) -> bool:
    if not address.is_global or address.is_multicast:
        return False
    return not any(address.version == network.version and address in network for network in RESERVED)


def _inner(address: IP) -> list[IP]:
    """The IPv4 address that an IPv6 address leads to: mapped, or behind NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address.ipv4_mapped] if address.ipv4_mapped else []
