"""The pages' service worker when a new version of them comes."""

import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend.core.embedded.places import free_port
from backend.serve import PAGES, create_pages
from tests.mini_programs.patience import wait_for

KEPT = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
    [name, (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)])))"""
IS_NEW = """async (old) => {
    const names = await caches.keys();
    return names.length === 1 && !old.includes(names[0]);
}"""
VERSION = re.compile(r"\b[0-9a-f]{12}\b")


class Pages:
    """The static pages, which say that they are of another `version` when there is one."""

    def __init__(self) -> None:
        self.version: str | None = None
        self._pages = create_pages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope.get("path") != "/sw.js":
            return await self._pages(scope, receive, send)
        script = (PAGES / "sw.js").read_text()
        if self.version:
            script = VERSION.sub(self.version, script)
        return await Response(script, media_type="text/javascript")(scope, receive, send)


@pytest.fixture
def pages() -> Iterator[tuple[Pages, str]]:
    """The pages, and where they answer."""
    app, port = Pages(), free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield app, f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("is_scanner", [True, False])
def test_a_new_version_has_at_once_what_scanners_need_and_phones_do_not_fetch_it(
    browser: Browser, pages: tuple[Pages, str], is_scanner: bool
) -> None:
    app, address = pages
    page = browser.new_page()
    page.goto(f"{address}/scan")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    if is_scanner:
        page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active.postMessage('keep'))")
        wait_for(lambda: page.evaluate("caches.match('/scan/kept').then(Boolean)"), page)
    before: dict[str, list[Any]] = page.evaluate(KEPT)
    app.version = "0" * 12
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.update()).then(() => true)")
    wait_for(lambda: page.evaluate(IS_NEW, list(before)), page)
    (kept,) = page.evaluate(KEPT).values()
    assert set(kept) == {path for paths in before.values() for path in paths}
    assert any(path.endswith(".wasm") for path in kept) is is_scanner
    page.close()
