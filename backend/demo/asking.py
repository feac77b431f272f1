"""What people of the demo city do over HTTP."""

import secrets
import time
from typing import Any

import httpx

from backend.demo.walk import Failed

SCENE = "library"
RESIDENT = "13800000001"
OTHER_RESIDENT = "13800000002"
MANAGER = "13800000005"
OPERATOR = "13800000009"


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


def make_reader(http: httpx.Client, manager: str) -> str:
    """The one-time code of a new reader at the demo library."""
    venues = ask(http, "GET", "/v1/venues", manager)["items"]
    venue = next(item["id"] for item in venues if SCENE in item["scenes"])
    made = ask(http, "POST", f"/v1/venues/{venue}/readers", manager, {"name": "Gate", "scene": SCENE})
    return str(made["enrolment_code"])
