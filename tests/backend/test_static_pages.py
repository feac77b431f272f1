"""The static pages: what is not there is missing, and no path or method breaks anything."""

import httpx
import pytest

from backend.serve import create_pages

MISSING = [
    "/host/",
    "/host/none.js",
    "/host/a%00b",
    "/host/..%2f..%2fetc/passwd",
    "/host/%2e%2e/x",
    "/host/" + "a/" * 3_000,
]


@pytest.fixture
async def pages() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_pages()), base_url="http://city.test")


async def test_pages_and_their_files_are_served(pages: httpx.AsyncClient) -> None:
    for path in ("/code", "/scan", "/host/boot.js"):
        answer = await pages.get(path)
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", MISSING)
async def test_what_is_not_there_is_missing(pages: httpx.AsyncClient, path: str) -> None:
    assert (await pages.get(path)).status_code == 404


async def test_pages_are_only_read(pages: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "OPTIONS", "TRACE"):
        assert (await pages.request(method, "/code")).status_code == 405
