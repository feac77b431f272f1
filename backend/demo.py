"""`yima demo`: a throw-away city walks its main path by itself, over HTTP, and shows each step."""

import io
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import jwt
import msgspec
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm
from PIL import Image

from backend.core.embedded.places import free_port
from backend.core.settings import Settings, environment

CODE_LIFETIME_SECONDS = 10
READY_SECONDS = 60
SCENE = "library"
RESIDENT = "13800000001"
MANAGER = "13800000005"
OPERATOR = "13800000009"


class Failed(Exception):
    """A step did not hold; the text says what was expected and what came."""


class Walk(msgspec.Struct):
    """The steps so far: what, what came of it, and how long it took in milliseconds."""

    steps: list[tuple[str, str, float]] = []

    def step(self, title: str, work: Callable[[], str]) -> None:
        """Do one step and print its line."""
        began = time.perf_counter()
        outcome = work()
        took = (time.perf_counter() - began) * 1000
        self.steps.append((title, outcome, took))
        print(f"  {len(self.steps):>2}  {title:<44} {outcome:<38} {took:>8.0f} ms", flush=True)


def main() -> int:
    """Walk the path; 0 only if every step held."""
    print("A throw-away city: sign in, show, verify, refuse.\n")
    began = time.perf_counter()
    try:
        with throw_away_city() as address, httpx.Client(base_url=address, timeout=20) as http:
            walk_main_path(Walk(), http)
    except Failed as failure:
        print(f"\nThis did not hold: {failure}", file=sys.stderr)
        return 1
    print(f"\nEvery step held, in {time.perf_counter() - began:.0f} s.")
    return 0


@contextmanager
def throw_away_city() -> Iterator[str]:
    """The address of a city of its own: empty folder, free ports, codes that live ten seconds."""
    folder = Path(tempfile.mkdtemp(prefix="yima-demo-"))
    port = free_port()
    settings = Settings(
        profile="demo",
        data=str(folder),
        port=port,
        postgres_port=free_port(),
        valkey_port=free_port(),
        code_lifetime_seconds=CODE_LIFETIME_SECONDS,
    )
    own = environment(settings)
    with (folder / "city.log").open("wb") as log:
        city = subprocess.Popen([sys.executable, "-m", "backend.cli", "up"], env=own, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", city, folder / "city.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        city.terminate()
        city.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(address: str, city: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the city serves; Failed with the end of its log when it does not."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and city.poll() is None:
        try:
            if httpx.get(f"{address}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise Failed(f"the city did not start: {log.read_text()[-600:]}")


def walk_main_path(walk: Walk, http: httpx.Client) -> None:
    """The main job, from the sign-in to the resident's list."""
    state: dict[str, Any] = {}

    def sign_in_resident() -> str:
        state["resident"] = sign_in(http, RESIDENT)
        return "password read from the demo inbox"

    def confirm() -> str:
        me = confirm_identity(http, state["resident"], RESIDENT)
        return f"{me['name_masked']} is {me['identity']}"

    def enrol() -> str:
        manager = sign_in(http, MANAGER)
        confirm_identity(http, manager, MANAGER)
        state["reader"] = enrol_reader(http, manager)
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


def check(http: httpx.Client, state: dict[str, Any], result: str, reason: str | None) -> str:
    """Verify the code that was read from the picture."""
    return expect(verify(http, state["reader"], state["read"]), result, reason)


def ask(http: httpx.Client, method: str, path: str, token: str | None = None, body: Any = None) -> Any:
    """The JSON answer of one request; Failed when it is a problem."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if method == "POST":
        headers["idempotency-key"] = secrets.token_hex(16)
    answer = http.request(method, path, headers=headers, json=body)
    if answer.is_error:
        raise Failed(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
    return answer.json() if answer.content else None


def sign_in(http: httpx.Client, phone: str) -> str:
    """An access token for `phone`, by the password that the demo inbox shows."""
    started = ask(http, "POST", "/v1/sign-ins", body={"phone": phone})
    password = read_password(http, phone)
    device = {"token": None, "label": "demo"}
    body = {"password": password, "session": "token", "device": device}
    answer = ask(http, "POST", f"/v1/sign-ins/{started['id']}/password", body=body)
    return str(answer["access_token"])


def read_password(http: httpx.Client, phone: str) -> str:
    """The six digits of the newest message to `phone`, as soon as the worker has sent it."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for message in ask(http, "GET", "/demo/inbox.json"):
            if message["to"].endswith(phone):
                words = "".join(c if c.isascii() and c.isdigit() else " " for c in message["text"]).split()
                return next(word for word in words if len(word) == 6)
        time.sleep(0.05)
    raise Failed("no text message came within 10 s")


def confirm_identity(http: httpx.Client, token: str, phone: str) -> Any:
    """The account of `phone` after its demo person gave their name and made-up ID number."""
    from integrations.console import DEMO_PEOPLE

    person = next(person for person in DEMO_PEOPLE if person.phone.endswith(phone))
    body = {"name": person.name, "id_number": person.id_number}
    return ask(http, "POST", "/v1/me/identity", token, body)


def enrol_reader(http: httpx.Client, manager: str) -> str:
    """A reader's token: a new reader at the demo library, enrolled with a key of its own."""
    venues = ask(http, "GET", "/v1/venues", manager)["items"]
    venue = next(item["id"] for item in venues if SCENE in item["scenes"])
    made = ask(http, "POST", f"/v1/venues/{venue}/readers", manager, {"name": "Gate", "scene": SCENE})
    key = Ed25519PrivateKey.generate()
    now = int(time.time())
    code = made["enrolment_code"]
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
