"""Signed tokens of low rate: who is signed in, which reader asks."""

from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from backend.core.keys.ring import ring
from backend.core.keys.schemas import ALGORITHM, Purpose


def sign_token(purpose: Purpose, claims: dict[str, Any]) -> str:
    """`claims` as a JWT by the current key of `purpose`; verifying wants `sub`, `aud` and `exp` in them."""
    key = ring().current(purpose)
    signer = Ed25519PrivateKey.from_private_bytes(key.secret[:32])
    return jwt.encode(claims, signer, ALGORITHM, headers={"kid": key.kid})


async def verify_token(purpose: Purpose, token: str, audience: str) -> dict[str, Any] | None:
    """The claims of a JWT signed for `purpose` and `audience`, or None when it is not one or is over."""
    options: Any = {"require": ["exp", "sub", "aud"]}
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = await ring().find(purpose, kid) if isinstance(kid, str) else None
        if key is None:
            return None
        public = Ed25519PublicKey.from_public_bytes(key.public)
        return jwt.decode(token, public, [ALGORITHM], audience=audience, options=options)
    except jwt.PyJWTError:
        return None
