"""Where a request comes from: what proxies and browsers say of it, believed as far as it goes."""

from typing import Any

import pytest

from backend.core.callers import address, address_block, is_same_origin

HTTP, HTTPS = "http://127.0.0.1:8000", "https://code.example"


def scope(*headers: tuple[str, str]) -> dict[str, Any]:
    return {
        "client": ("198.51.100.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }


@pytest.mark.parametrize(
    ("headers", "origin", "is_ours"),
    [
        ([("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], HTTP, True),
        ([("sec-fetch-site", "same-site"), ("origin", HTTP)], HTTP, False),
        ([("sec-fetch-site", "cross-site")], HTTP, False),
        ([("origin", HTTP)], HTTP, True),
        ([("origin", "http://city.test"), ("host", "city.test")], HTTP, True),
        ([("origin", "https://city.test"), ("host", "city.test")], HTTP, True),
        ([("origin", "http://code.example"), ("host", "code.example")], HTTPS, False),
        ([("origin", "https://code.example.evil.example"), ("host", "code.example")], HTTPS, False),
        ([("origin", "https://evil.example@code.example"), ("host", "code.example")], HTTPS, False),
        ([("origin", "http://["), ("host", "127.0.0.1:8000")], HTTP, False),
        ([("origin", "null"), ("host", "")], HTTP, False),
        ([("origin", "null")], HTTP, False),
        ([("host", "127.0.0.1:8000")], HTTP, False),
    ],
)
def test_only_a_page_of_ours_is_of_the_same_origin(
    headers: list[tuple[str, str]], origin: str, is_ours: bool
) -> None:
    assert is_same_origin(scope(*headers), origin) is is_ours


@pytest.mark.parametrize(
    ("lines", "trusted", "found"),
    [
        (["203.0.113.7"], 0, "198.51.100.1"),
        (["192.0.2.9, 203.0.113.7"], 1, "203.0.113.7"),
        (["192.0.2.9", "203.0.113.7"], 1, "203.0.113.7"),
        (["192.0.2.9", "203.0.113.7", "10.0.0.1"], 2, "203.0.113.7"),
        (["203.0.113.7"], 2, "198.51.100.1"),
        ([], 1, "198.51.100.1"),
    ],
)
def test_an_address_is_what_the_nearest_trusted_proxy_says(
    lines: list[str], trusted: int, found: str
) -> None:
    assert address(scope(*(("x-forwarded-for", line) for line in lines)), trusted) == found


@pytest.mark.parametrize(
    ("one", "block"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_counts_with_its_neighbours(one: str, block: str) -> None:
    assert address_block(one) == block
