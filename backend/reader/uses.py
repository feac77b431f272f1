"""What a reader remembers of codes that passed, so that none passes twice here."""

from datetime import date
from sqlite3 import Connection

from backend.city_codes.rules.live_codes import LiveCode
from backend.credentials.rules.carried_codes import CarriedCode
from backend.credentials.rules.uses import Use, day_of, note_use

KEEP = "insert or replace into use (cid, slot, counter, day, shows, until) values (?, ?, ?, ?, ?, ?)"


def find(connection: Connection, cid: bytes) -> Use | None:
    """The last use of a code or credential."""
    row = connection.execute("select slot, counter, day, shows from use where cid = ?", (cid,)).fetchone()
    return None if row is None else Use(row[0], row[1], date.fromisoformat(row[2]), row[3])


def keep_carried(connection: Connection, code: CarriedCode, last: Use | None, now: float) -> None:
    """Note that `code` passed without the city."""
    _keep(connection, code, note_use(code, last, now))


def keep_seen(connection: Connection, code: CarriedCode, last: Use | None, now: float) -> None:
    """Note that the city let `code` pass: it is used, and not one of the day's passes without the city."""
    use = note_use(code, last, now)
    if last is None or (code.slot > last.slot and code.counter > last.counter):
        _keep(connection, code, use._replace(shows=use.shows - 1))


def keep_live(connection: Connection, code: LiveCode, now: float) -> None:
    """Note that a live code passed."""
    day = day_of(now).isoformat()
    connection.execute(KEEP, (code.cid, 0, 0, day, 1, code.expires_at))


def forget(connection: Connection, now: float) -> None:
    """Remove what could not pass again anyway."""
    connection.execute("delete from use where until < ?", (int(now),))


def _keep(connection: Connection, code: CarriedCode, use: Use) -> None:
    day = use.day.isoformat()
    connection.execute(KEEP, (code.cid, use.slot, use.counter, day, use.shows, code.expires_at))
