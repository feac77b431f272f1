"""Phones and readers without a network, for tests of the scanner page."""

import io
import time
from typing import Any

import qrcode
import zxingcpp
from nacl.bindings import crypto_sign_seed_keypair
from nacl.utils import random
from PIL import Image
from playwright.sync_api import Page

from backend.credentials.rules.jws import decode, encode
from tests.backend.credentials.phones import Credential
from tests.mini_programs.people import Person, enrol

LIBRARY, CANTEEN, EVENT = 2, 12, 11
PATIENCE_SECONDS = 45

# Kept by the page when its lists are there, and by its worker when all files are.
READY = """async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).match("/scan/kept")));
    const lists = await read("notes", "lists");
    return kept.some(Boolean) && lists !== undefined;
}"""
READ = """const read = (store, key) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("yima-reader");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const database = opening.result;
        if (!database.objectStoreNames.contains(store)) return database.close(), resolve(undefined);
        const asking = key === null ? database.transaction(store).objectStore(store).getAll()
            : database.transaction(store).objectStore(store).get(key);
        asking.onsuccess = () => { database.close(); resolve(asking.result); };
        asking.onerror = () => reject(asking.error);
    };
});"""


def carry(person: Person, count: int = 1) -> list[Credential]:
    """Credentials for keys that the test has."""
    pairs = [crypto_sign_seed_keypair(random(32)) for _ in range(count)]
    body = {"suite": "ed25519", "keys": [encode(public) for public, _ in pairs]}
    answer = person.client.post("/v1/credentials", json=body)
    assert answer.status_code == 201, answer.text
    credentials = answer.json()["credentials"]
    return [Credential(secret, decode(text)) for (_, secret), text in zip(pairs, credentials, strict=True)]


def draw(text: str) -> bytes:
    """A picture of any QR code."""
    picture = io.BytesIO()
    qrcode.make(text).save(picture)
    return picture.getvalue()


def make_ready(page: Page, enrolment_code: str) -> None:
    """Enrol the scanner at `page`, and let it fetch all that it needs without a network."""
    enrol(page, enrolment_code)
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    """Return when the scanner at `page` could go on without a network."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not page.evaluate(f"() => {{ {READ} return ({READY})(); }}"):
        assert time.monotonic() < deadline, page.inner_text("body")
        page.wait_for_timeout(50)


def read_store(page: Page, store: str, key: Any = None) -> Any:
    """What the scanner at `page` keeps: one value, or all of a store."""
    return page.evaluate(f"([store, key]) => {{ {READ} return read(store, key); }}", [store, key])


def read_screen(page: Page, selector: str) -> str:
    """What a phone reads from a QR code on the screen."""
    picture = page.locator(selector).screenshot()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert len(found) == 1, selector
    return found[0].text
