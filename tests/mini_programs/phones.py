"""The code page without a network: what it keeps, what it draws, and whether a reader would take that."""

import time
from typing import Any

from playwright.sync_api import BrowserContext, Page

from backend.credentials.rules.carried_codes import CarriedCode, read_code
from backend.credentials.rules.checking import Held, Issuer, Judgement, Post, judge
from backend.credentials.rules.jws import decode, read_jws
from backend.credentials.rules.lists import TrustList
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, show_code

LIBRARY, CANTEEN, EVENT = 2, 12, 11

KEPT = """async () => {
    const names = (await indexedDB.databases()).map((database) => database.name);
    if (!names.includes("yima-code")) return {};
    const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open("yima-code");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
    });
    const store = database.transaction("kept").objectStore("kept");
    const [keys, values] = [store.getAllKeys(), store.getAll()];
    await new Promise((resolve) => { values.onsuccess = resolve; });
    database.close();
    const kept = Object.fromEntries(keys.result.map((key, place) => [key, values.result[place]]));
    const secrets = (kept.batch?.secrets ?? []).map((key) => [key.algorithm.name, key.extractable]);
    return { mark: kept.mark, name: kept.name, batch: kept.batch?.id, secrets };
}"""


def kept(page: Page) -> Any:
    """What the phone keeps: mark, name, the batch's id, and name and extractability of its keys."""
    return page.evaluate(KEPT)


def make_ready(page: Page) -> None:
    """Wait until the code page at `page` could go on without a network."""
    show_code(page)
    wait_for(lambda: kept(page).get("batch") is not None, page)
    page.wait_for_function("document.getElementById('scene-title').textContent !== ''")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_for(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), page)


def cut(context: BrowserContext) -> None:
    """No network from here on."""
    context.set_offline(True)


def show_carried(page: Page) -> tuple[str, CarriedCode]:
    """The code that the phone has drawn by itself: its text, and what it says."""
    page.wait_for_selector("#carried:not([hidden])")
    _, text = show_code(page)
    code = read_code(text)
    assert code is not None, text
    return text, code


def next_carried(page: Page, after: CarriedCode) -> tuple[str, CarriedCode]:
    """The first code of a later quarter minute than `after`."""
    found = [show_carried(page)]

    def is_later() -> bool:
        found[0] = show_carried(page)
        return found[0][1].slot > after.slot

    wait_for(is_later, page)
    return found[0]


def fetch_trust(person: Person) -> Held:
    """What a reader holds that has just been to the network."""
    now = time.time()
    roots = person.client.get("/.well-known/city-code/roots.json").json()["keys"]
    keys = {root["kid"]: decode(root["x"]) for root in roots}
    text = person.client.get("/.well-known/city-code/trust-list").text
    trust = read_jws(text, TrustList, keys.get, now)
    assert trust is not None
    issuers: dict[int, tuple[Issuer, ...]] = {}
    for key in trust.keys:
        issuers[key.kid] = (*issuers.get(key.kid, ()), Issuer(decode(key.x), key.until))
    return Held(trust.exp, issuers, now, {})


def ask_reader(
    text: str,
    held: Held,
    scene: int = LIBRARY,
    level: int = 0,
    venue: bytes = bytes(8),
    nonce: bytes | None = None,
) -> Judgement:
    """What a reader without a network says now."""
    return judge(text, Post(scene, level, venue, False, nonce), held, time.time())


def origin(page: Page) -> str:
    """The page's own origin, as its forms send it."""
    found: str = page.evaluate("location.origin")
    return found


# Playwright's own requests go out also while its pages have no network, and share their cookies.
