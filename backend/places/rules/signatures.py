"""What a reader signs with its own key: the proof at enrolment, and the assertion for each token."""

import re
from datetime import datetime
from typing import Literal, TypeVar
from uuid import UUID

import jwt
import msgspec
from jwt.api_jws import PyJWS

from backend.places.rules.reader_keys import Jwk, algorithm_of, read_key

# PyJWT 2.15 forgives padding; RFC 7515 does not.
COMPACT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")
SKEW_SECONDS = 60
ASSERTION_SECONDS_MAX = 60


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reader signs says when it was signed, in seconds since 1970."""

    iat: int


class Proof(Dated, frozen=True, forbid_unknown_fields=True):
    """Signed at enrolment: who has the private key knows this code now."""

    aud: Literal["yima-enrolment"]
    code: str


class Assertion(Dated, frozen=True, forbid_unknown_fields=True):
    """Signed for each token (RFC 7523): the reader says that it is itself, once."""

    iss: UUID
    sub: UUID
    aud: Literal["yima-reader"]
    jti: UUID
    exp: int


Signed = TypeVar("Signed", bound=Dated)


def is_short_lived(assertion: Assertion) -> bool:
    """Whether the assertion ends within a minute after it was made."""
    return assertion.iat < assertion.exp <= assertion.iat + ASSERTION_SECONDS_MAX


class SignatureError(Exception):
    """Not signed by this key with its own algorithm, or not the claims that were asked for."""


class ClockError(Exception):
    """Signed more than a minute before or after now."""


def read_signed(token: str, jwk: Jwk, type_: type[Signed], now: datetime) -> Signed:
    """The claims in a compact JWS by `jwk`; SignatureError or ClockError.

    The algorithm is the key's, never the header's: `none` and HS256 over the public key are refused.
    """
    algorithm = algorithm_of(jwk)
    if not COMPACT.fullmatch(token):
        raise SignatureError("not a compact JWS")
    try:
        payload = PyJWS(algorithms=[algorithm]).decode(token, read_key(jwk), algorithms=[algorithm])
        claims = msgspec.json.decode(payload, type=type_)
    except (jwt.InvalidTokenError, ValueError) as error:
        raise SignatureError(str(error)) from None
    if abs(int(now.timestamp()) - claims.iat) > SKEW_SECONDS:  # a float would not hold every JSON integer
        raise ClockError
    return claims
