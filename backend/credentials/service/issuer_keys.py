"""The keys of credentials as the process's key ring has them, in the form in which codes name them."""

from typing import NamedTuple

from backend.core import keys
from backend.credentials.rules.checking import Issuer

KID_MAX = 65_535


class IssuerKeys(NamedTuple):
    """The key that signs (its number in codes, libsodium's secret), and all that verify, by number."""

    version: int
    kid: int
    secret: bytes
    verifying: dict[int, tuple[bytes, ...]]
    issuers: dict[int, tuple[Issuer, ...]]


_known: list[IssuerKeys] = []


def issuer_keys() -> IssuerKeys:
    """The keys of this moment; `verifying` leaves out announced ones, which have signed nothing."""
    ring = keys.ring()
    if not _known or _known[0].version != ring.version:
        _known[:] = [_read(ring)]
    return _known[0]


async def find_issuers(kid: int) -> tuple[bytes, ...]:
    """The public keys that may have signed a code with this `kid`; an unknown one is looked up once."""
    found = issuer_keys().verifying.get(kid)
    if found is None:
        await keys.ring().find("credential", keys.short(kid))
        found = issuer_keys().verifying.get(kid, ())
    return found


def number_of(kid: str) -> int:
    """How a carried code names the key `kid`."""
    return int(kid, 36)


def _read(ring: keys.Keyring) -> IssuerKeys:
    current = ring.current("credential")
    verifying: dict[int, tuple[bytes, ...]] = {}
    issuers: dict[int, tuple[Issuer, ...]] = {}
    for key in ring.published("credential"):
        number = number_of(key.kid)
        until = key.ends_at.timestamp() if key.ends_at else None
        issuers[number] = (*issuers.get(number, ()), Issuer(key.public, until))
        if key.verifies:
            verifying[number] = (*verifying.get(number, ()), key.public)
    kid = number_of(current.kid)
    if kid > KID_MAX:
        raise RuntimeError("the city has made more signing keys than a carried code can name")
    return IssuerKeys(ring.version, kid, current.secret, verifying, issuers)
