"""A push service and the browsers that it pushes to, written from the RFCs and not from our sender."""

import base64
import json
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.integrations.stand_ins.tempers import lose_temper

SERVICE: web.AppKey["PushService"] = web.AppKey("service")
DAY_SECONDS = 86_400


def encode(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    """The bytes of `encode`."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derive(length: int, salt: bytes, secret: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class Browser:
    """One subscription, with the private key that never leaves it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey
    auth: bytes

    def subscription(self) -> str:
        """What the city is told, as a parcel holds it."""
        keys = {"p256dh": encode(_point(self.key.public_key())), "auth": encode(self.auth)}
        return json.dumps({"endpoint": self.endpoint} | keys)

    def read(self, content: bytes) -> bytes:
        """What one record of aes128gcm says (RFC 8188, 2.1, and RFC 8291, 3.4)."""
        salt, size = content[:16], int.from_bytes(content[16:20])
        sender, record = content[21 : 21 + content[20]], content[21 + content[20] :]
        assert len(record) <= size
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        info = b"WebPush: info\0" + _point(self.key.public_key()) + sender
        secret = _derive(32, self.auth, self.key.exchange(ec.ECDH(), public), info)
        key = _derive(16, salt, secret, b"Content-Encoding: aes128gcm\0")
        nonce = _derive(12, salt, secret, b"Content-Encoding: nonce\0")
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert plain.endswith(b"\x02")
        return plain[:-1]


@dataclass
class Push:
    """One notice that the service took."""

    browser: str
    headers: dict[str, str]
    content: bytes
    claims: dict[str, Any]


@dataclass
class PushService:
    """Takes notices (RFC 8030) from whoever signed them (RFC 8292) with the key a subscription is for."""

    key: str
    status: int = 201
    mode: str = "good"
    taken: list[Push] = field(default_factory=list)
    origin: str = ""

    def browser(self, name: str) -> Browser:
        """A browser that subscribes."""
        key = ec.generate_private_key(ec.SECP256R1())
        return Browser(f"{self.origin}/push/{name}", key, name.encode().ljust(16, b"."))

    def claims(self, authorization: str) -> dict[str, Any]:
        """What the sender says of itself; jwt.InvalidTokenError."""
        scheme, _, rest = authorization.partition(" ")
        token, _, key = rest.removeprefix("t=").partition(", k=")
        if (scheme, key) != ("vapid", self.key):
            raise jwt.InvalidTokenError
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(key))
        claims: dict[str, Any] = jwt.decode(token, public, algorithms=["ES256"], audience=self.origin)
        if not 0 < claims["exp"] - time.time() <= DAY_SECONDS:
            raise jwt.InvalidTokenError
        return claims


async def take(request: web.Request) -> web.StreamResponse:
    """`POST /push/{name}`."""
    service, content = request.app[SERVICE], await request.read()
    try:
        claims = service.claims(request.headers["Authorization"])
    except jwt.InvalidTokenError:
        return web.Response(status=403)
    if service.status == 201:
        service.taken.append(Push(request.match_info["name"], dict(request.headers), content, claims))
    bad = await lose_temper(request, service.mode, 2.0)  # type: ignore[arg-type]
    return bad or web.Response(status=service.status, text="x" * 100_000)


def make_app(service: PushService) -> web.Application:
    """The service."""
    app = web.Application()
    app[SERVICE] = service
    app.router.add_post("/push/{name}", take)
    return app
