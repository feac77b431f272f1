"""People of the demo city as their browsers know them: signed in over HTTP, with cookies."""

import io
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import httpx
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from backend.people.rules.id_numbers import SYNTHETIC_AREA, check_character
from tests.conftest import find_password
from tests.mini_programs.patience import PATIENCE_SECONDS

# A connection that was idle for long may be closed by the server just as the next request goes out.
FRESH = httpx.Limits(max_keepalive_connections=0)

numbers = count(1)


class Person:
    """Somebody who is signed in; `client` asks the API as their browser would."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    @property
    def cookies(self) -> dict[str, str]:
        """What their browser keeps."""
        return dict(self.client.cookies)

    @classmethod
    @contextmanager
    def sign_in(cls, address: str, phone: str) -> Iterator["Person"]:
        """A person with this phone, who reads the password in the demo's inbox."""
        with httpx.Client(
            base_url=address, headers={"origin": address}, timeout=PATIENCE_SECONDS, limits=FRESH
        ) as client:
            asked = client.post("/v1/sign-ins", json={"phone": phone})
            assert asked.status_code == 202, asked.text
            body = {"password": read_password(client, phone), "session": "cookie"}
            device = {"device": {"token": None, "label": "phone"}}
            answer = client.post(f"/v1/sign-ins/{asked.json()['id']}/password", json=body | device)
            assert answer.status_code == 200, answer.text
            yield cls(client)

    def confirm(self, name: str, id_number: str) -> None:
        """Confirm one's identity on this device."""
        answer = self.client.post("/v1/me/identity", json={"name": name, "id_number": id_number})
        assert answer.status_code == 200, answer.text


def read_password(client: httpx.Client, phone: str) -> str:
    """The one-time password in the newest text message to `phone`, once the worker has sent it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        inbox = client.get("/demo/inbox.json").json()
        for message in inbox:
            if message["to"].endswith(phone):
                return find_password(message["text"])
        time.sleep(0.05)
    raise AssertionError("no text message came")


def create(client: httpx.Client, path: str, body: Any) -> Any:
    """What a creating POST answers."""
    answer = client.post(path, json=body, headers={"idempotency-key": uuid.uuid4().hex})
    assert answer.status_code == 201, answer.text
    return answer.json()


def show_code(page: Page) -> tuple[bytes, str]:
    """The picture of the code on the screen, and what a reader finds in it once it is drawn."""
    page.wait_for_selector("#plate[data-face=code]")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        picture = page.locator("#code").screenshot()
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        if len(found) == 1:
            return picture, found[0].text
    raise AssertionError("no code could be read from the screen")


def enrol(page: Page, code: str) -> None:
    """Type an enrolment code into the scanner page."""
    page.fill("#enrol-code", code)
    page.click("#enrol-go")
    page.wait_for_selector("#tools:not([hidden])")


def scan(page: Page, picture: bytes) -> str:
    """Choose a picture of a code; the whole answer as the page says it."""
    page.evaluate("document.getElementById('result').click()")  # the last answer may still stand there
    page.set_input_files("#picture", {"name": "code.png", "mimeType": "image/png", "buffer": picture})
    return answer(page)


def answer(page: Page) -> str:
    """The answer that stands on the whole screen."""
    page.wait_for_selector("#result:not([hidden])")
    return page.inner_text("#result")


# Key by key through the browser's tools takes longer than the page lets pass between two.
TYPE = """(text) => [...text, "Enter"].forEach((key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


def type_as_scanner(page: Page, text: str) -> None:
    """Type a code as quickly as a hand scanner does, and Enter."""
    page.evaluate(TYPE, text)


def new_identity() -> tuple[str, str]:
    """A phone that nobody has yet, and a made-up ID number."""
    number = next(numbers)
    digits = f"{SYNTHETIC_AREA}19900101{number:03}"
    return f"139000010{number:02}", digits + check_character(digits)
