"""Scanners as tests need them: a key of their own, and what they sign with it."""

import base64
import json
import time
import uuid
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.api_jws import PyJWS

Json = dict[str, Any]


def base64url(raw: bytes) -> str:
    """`raw` as JOSE writes it."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Device:
    """A device with a key pair, of Ed25519 or P-256."""

    def __init__(self, algorithm: str = "EdDSA") -> None:
        self.algorithm = algorithm
        self.key: Ed25519PrivateKey | EllipticCurvePrivateKey = (
            Ed25519PrivateKey.generate() if algorithm == "EdDSA" else generate_private_key(SECP256R1())
        )

    @property
    def jwk(self) -> Json:
        """The public key."""
        public = self.key.public_key()
        if not isinstance(public, EllipticCurvePublicKey):
            return {"kty": "OKP", "crv": "Ed25519", "x": base64url(public.public_bytes_raw())}
        numbers = public.public_numbers()
        x, y = (base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    def sign(self, claims: Json, **headers: Any) -> str:
        """A compact JWS over `claims`."""
        payload = json.dumps(claims).encode()
        return PyJWS().encode(payload, self.key, self.algorithm, headers=headers or None)

    def enrolment(self, code: str, **claims: Any) -> Json:
        """The body of an enrolment with `code`; `claims` change what the proof says."""
        said = {"aud": "yima-enrolment", "code": code, "iat": int(time.time())} | claims
        return {"code": code, "public_key": self.jwk, "proof": self.sign(said)}

    def assertion(self, reader: str, **claims: Any) -> Json:
        """The body of a wish for a token; `claims` change what the assertion says."""
        now = int(time.time())
        said = {"iss": reader, "sub": reader, "aud": "yima-reader", "jti": str(uuid.uuid4())}
        return {"assertion": self.sign({**said, "iat": now, "exp": now + 60, **claims})}

    async def enrol(self, client: httpx.AsyncClient, code: str) -> Json:
        """Become a reader; gives what the API answers."""
        answer = await client.post("/v1/readers/enrolments", json=self.enrolment(code))
        assert answer.status_code == 201, answer.text
        place: Json = answer.json()
        return place

    async def fetch_token(self, client: httpx.AsyncClient, reader: str) -> str:
        """A token for `reader`."""
        answer = await client.post(f"/v1/readers/{reader}/tokens", json=self.assertion(reader))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])
