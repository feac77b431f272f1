"""Venues and readers for tests: opened, enrolled and given tokens over HTTP, as in life."""

import time
import uuid
from typing import Any, NamedTuple

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

TOWN = "131003001"


class Enrolled(NamedTuple):
    """A reader that has enrolled: its id, its key, and its newest token."""

    id: str
    key: Ed25519PrivateKey
    token: str


async def create(client: httpx.AsyncClient, path: str, body: Any) -> Any:
    """What a creating POST answers."""
    answer = await client.post(path, json=body, headers={"idempotency-key": uuid.uuid4().hex})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def open_venue(
    operator: httpx.AsyncClient, *scenes: str, name: str = "市图书馆", position: Any = None
) -> Any:
    """A venue with an organisation of its own."""
    names = {"zh-CN": name, "en": "City Library"}
    organisation = await create(operator, "/v1/organisations", {"name": names})
    path = f"/v1/organisations/{organisation['id']}/venues"
    wanted = {"name": names, "division": TOWN, "scenes": scenes or ["library"], "position": position}
    return await create(operator, path, wanted)


async def enrol(operator: httpx.AsyncClient, venue: str, scene: str = "library") -> Enrolled:
    """A new reader of `venue`, enrolled with a key of its own."""
    made = await create(operator, f"/v1/venues/{venue}/readers", {"name": "Gate", "scene": scene})
    key = Ed25519PrivateKey.generate()
    code = made["enrolment_code"]
    proof = jwt.encode({"aud": "yima-enrolment", "code": code, "iat": int(time.time())}, key, "EdDSA")
    public = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    body = {"code": code, "public_key": public, "proof": proof}
    answer = await operator.post("/v1/readers/enrolments", json=body)
    assert answer.status_code == 201, answer.text
    reader = answer.json()["reader"]["id"]
    return Enrolled(reader, key, await fetch_token(operator, reader, key))


async def fetch_token(client: httpx.AsyncClient, reader: str, key: Ed25519PrivateKey) -> str:
    """A fresh token for `reader`, earned by its key."""
    now = int(time.time())
    claims = {"iss": reader, "sub": reader, "aud": "yima-reader", "jti": str(uuid.uuid4())}
    assertion = jwt.encode(claims | {"iat": now, "exp": now + 60}, key, "EdDSA")
    answer = await client.post(f"/v1/readers/{reader}/tokens", json={"assertion": assertion})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def make_manager(operator: httpx.AsyncClient, organisation: str, phone: str) -> None:
    """Let the person with `phone` manage the organisation's venues."""
    await create(operator, f"/v1/organisations/{organisation}/managers", {"phone": phone})
