"""A reader's own challenges, for scenes where a code must be made for this reader and this moment."""

import secrets
from sqlite3 import Connection

from backend.credentials.rules.carried_codes import BINDING_BYTES

SHOWN_SECONDS = 60
# The holder needs a while between reading a challenge and showing the code; and the city may set the clock.
GOOD_SECONDS = 120


def current(connection: Connection, now: float) -> bytes:
    """The challenge to show; a new one a minute after the last, and after each that was used."""
    row = connection.execute(
        "select nonce from challenge where abs(? - made_at) < ? order by made_at desc limit 1",
        (now, SHOWN_SECONDS),
    ).fetchone()
    if row is not None:
        return bytes(row[0])
    nonce = secrets.token_bytes(BINDING_BYTES)
    connection.execute("delete from challenge where abs(? - made_at) >= ?", (now, GOOD_SECONDS))
    connection.execute("insert into challenge values (?, ?)", (nonce, now))
    return nonce


def is_good(connection: Connection, nonce: bytes, now: float) -> bool:
    """Whether `nonce` was shown here lately, and no code with it passed."""
    found = connection.execute(
        "select 1 from challenge where nonce = ? and abs(? - made_at) < ?", (nonce, now, GOOD_SECONDS)
    )
    return found.fetchone() is not None


def use_up(connection: Connection, nonce: bytes) -> None:
    """Take `nonce` back: a code with it passed."""
    connection.execute("delete from challenge where nonce = ?", (nonce,))
