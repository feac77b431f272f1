"""Secrets that callers hold and we only recognise."""

import hashlib
import secrets

TOKEN_BYTES = 32


def make_token() -> str:
    """A new secret of 256 bits, in 43 characters that fit a header, a cookie or JSON."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """What is kept of a token: enough to know it again; a secret this long needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()
