"""A reader's evidence as a chain: each record's link covers all before it, so one signature covers them all.

A record is the text of five lines: its sequence (from 1), the reader's time in milliseconds since 1970, the
verdict ("accepted" or the reason), "normal" or "degraded", and the code. Its link is SHA-256 over the link
before it (32 zero bytes at first) and that text.
"""

import hashlib
from typing import NamedTuple

FIRST_LINK = bytes(32)


class Entry(NamedTuple):
    """One check at a reader without a network; `at` in milliseconds since 1970."""

    sequence: int
    at: int
    verdict: str
    degraded: bool
    code: str


def write_record(entry: Entry) -> str:
    """The text that a link covers."""
    state = "degraded" if entry.degraded else "normal"
    return f"{entry.sequence}\n{entry.at}\n{entry.verdict}\n{state}\n{entry.code}"


def add_link(link: bytes, entry: Entry) -> bytes:
    """The link of `entry`, which comes after `link`."""
    return hashlib.sha256(link + write_record(entry).encode()).digest()
