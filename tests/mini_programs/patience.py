"""Waiting for a page, as long as a busy machine needs."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE_SECONDS = 45


def wait_for(holds: Callable[[], bool], page: Page) -> None:
    """Return when it holds, letting the page go on; an AssertionError after a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, page.inner_text("body")
        page.wait_for_timeout(50)
