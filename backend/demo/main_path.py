"""The main path: sign in, show, draw, photograph, verify, refuse, list."""

import io
import time
import uuid
from datetime import datetime
from typing import Any

import httpx
import jwt
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm
from PIL import Image

from backend.demo.asking import (
    MANAGER,
    OPERATOR,
    RESIDENT,
    SCENE,
    ask,
    confirm_identity,
    make_reader,
    sign_in,
)
from backend.demo.city import CODE_LIFETIME_SECONDS
from backend.demo.walk import Failed, Walk


def walk_main_path(walk: Walk, http: httpx.Client) -> str:
    """The main job, from the sign-in to the resident's list; gives the manager's token."""
    state: dict[str, Any] = {}

    def sign_in_resident() -> str:
        state["resident"] = sign_in(http, RESIDENT)
        return "password read from the demo inbox"

    def confirm() -> str:
        me = confirm_identity(http, state["resident"], RESIDENT)
        return f"{me['name_masked']} is {me['identity']}"

    def enrol() -> str:
        state["manager"] = sign_in(http, MANAGER)
        confirm_identity(http, state["manager"], MANAGER)
        state["reader"] = enrol_reader(http, state["manager"])
        return "its own key, a one-time code"

    def show() -> str:
        state["first"] = issue(http, state["resident"])
        return f"{len(state['first']['code'])} characters, {CODE_LIFETIME_SECONDS} s"

    def picture() -> str:
        state["read"] = draw_and_read(http, state["resident"])
        return f"read back by zxing-cpp, {len(state['read'])} characters"

    def expire() -> str:
        wait_for_end(state["first"])
        return expect(verify(http, state["reader"], state["first"]["code"]), "refused", "expired")

    def suspend() -> str:
        state["last"] = issue(http, state["resident"])
        operator = sign_in(http, OPERATOR)
        confirm_identity(http, operator, OPERATOR)
        account = ask(http, "GET", "/v1/me", state["resident"])["id"]
        reason = {"reason": "lost phone"}
        ask(http, "PUT", f"/v1/residents/{account}/suspension", operator, reason)
        return expect(verify(http, state["reader"], state["last"]["code"]), "refused", "revoked")

    walk.step("The resident signs in by phone", sign_in_resident)
    walk.step("and confirms who they are", confirm)
    walk.step("The library's manager enrols a reader", enrol)
    walk.step("The resident shows a live code", show)
    walk.step("The code as a picture, photographed", picture)
    walk.step("The reader verifies it", lambda: check(http, state, "accepted", None))
    walk.step("The same code once more", lambda: check(http, state, "refused", "replayed"))
    walk.step("The first code, left to expire", expire)
    walk.step("A code of a resident who was suspended", suspend)
    walk.step("The resident's own list", lambda: read_list(http, state["resident"]))
    return str(state["manager"])


def check(http: httpx.Client, state: dict[str, Any], result: str, reason: str | None) -> str:
    """Verify the code that was read from the picture."""
    return expect(verify(http, state["reader"], state["read"]), result, reason)


def enrol_reader(http: httpx.Client, manager: str) -> str:
    """A reader's token: a new reader at the demo library, enrolled with a key of its own."""
    key = Ed25519PrivateKey.generate()
    now = int(time.time())
    code = make_reader(http, manager)
    proof = jwt.encode({"aud": "yima-enrolment", "code": code, "iat": now}, key, "EdDSA")
    public = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    body = {"code": code, "public_key": public, "proof": proof}
    reader = ask(http, "POST", "/v1/readers/enrolments", body=body)["reader"]["id"]
    claims = {"iss": reader, "sub": reader, "aud": "yima-reader", "jti": str(uuid.uuid4())}
    assertion = jwt.encode(claims | {"iat": now, "exp": now + 60}, key, "EdDSA")
    token = ask(http, "POST", f"/v1/readers/{reader}/tokens", body={"assertion": assertion})
    return str(token["access_token"])


def issue(http: httpx.Client, resident: str) -> Any:
    """A live code for the library."""
    return ask(http, "POST", "/v1/city-codes", resident, {"scene": SCENE})


def draw_and_read(http: httpx.Client, resident: str) -> str:
    """The text of a fresh code, drawn by the server as PNG and read back from the picture."""
    headers = {"authorization": f"Bearer {resident}"}
    answer = http.get("/v1/city-codes/picture.png", params={"scene": SCENE}, headers=headers)
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)).convert("L"))
    if len(found) != 1:
        raise Failed(f"the picture holds {len(found)} codes")
    return str(found[0].text)


def verify(http: httpx.Client, reader: str, code: str) -> Any:
    """The reader's question: may this code pass?"""
    return ask(http, "POST", "/v1/verifications", reader, {"code": code, "attempt": str(uuid.uuid4())})


def expect(answer: Any, result: str, reason: str | None) -> str:
    """The outcome in words, when it is the expected one."""
    if (answer["result"], answer["reason"]) != (result, reason):
        raise Failed(f"expected {result} {reason or ''}, got {answer['result']} {answer['reason'] or ''}")
    return result if reason is None else f"{result}: {reason}"


def wait_for_end(code: Any) -> None:
    """Return when `code` has expired by the server's own clock."""
    ends, sent = (datetime.fromisoformat(code[name]) for name in ("expires_at", "server_time"))
    time.sleep((ends - sent).total_seconds() + 1)


def read_list(http: httpx.Client, resident: str) -> str:
    """How many verifications the resident sees; all four must be there."""
    items = ask(http, "GET", "/v1/me/verifications", resident)["items"]
    seen = [item["reason"] or item["result"] for item in items]
    if seen != ["revoked", "expired", "replayed", "accepted"]:
        raise Failed(f"the list shows {seen}")
    return "all four checks, newest first"
