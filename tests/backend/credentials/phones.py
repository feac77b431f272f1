"""A phone as the API knows it: keys of its own, credentials from the city, and codes that it draws alone."""

import time
from typing import Any, NamedTuple

import httpx
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair
from nacl.utils import random

from backend.credentials.rules.carried_codes import write_text
from backend.credentials.rules.jws import decode, encode
from backend.credentials.rules.signing import write_show

Client = httpx.AsyncClient


class Credential(NamedTuple):
    """What the phone keeps of one credential."""

    secret: bytes
    credential: bytes

    def show(
        self,
        scene: int,
        counter: int = 1,
        at: float | None = None,
        venue: bytes = b"",
        nonce: bytes = b"",
        secret: bytes | None = None,
    ) -> str:
        """A code as its QR code holds it."""
        key = secret or self.secret
        seconds = int(time.time() if at is None else at)
        return write_text(
            write_show(
                self.credential,
                seconds,
                counter,
                scene,
                lambda said: crypto_sign(said, key)[:64],
                venue,
                nonce,
            )
        )


async def fetch(resident: Client, count: int = 2) -> list[Credential]:
    """Fresh credentials of a resident's phone."""
    pairs = [crypto_sign_seed_keypair(random(32)) for _ in range(count)]
    answer = await ask(resident, [public for public, _ in pairs])
    assert answer.status_code == 201, answer.text
    credentials = answer.json()["credentials"]
    return [Credential(secret, decode(text)) for (_, secret), text in zip(pairs, credentials, strict=True)]


async def ask(resident: Client, keys: list[bytes], suite: str = "ed25519") -> Any:
    """What the city answers to a phone with these public keys."""
    body = {"suite": suite, "keys": [encode(key) for key in keys]}
    return await resident.post("/v1/credentials", json=body)
