"""A reader's evidence: a chain in which every record covers all before it, kept until the city has it."""

from sqlite3 import Connection

import msgspec

from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from backend.reader.store import Store

# What the city has confirmed is kept this long, should it have to ask again.
KEPT_SECONDS = 7 * 86_400
# 200,000 records are about 100 MB; a reader that cannot hand in for so long stops.
WAITING_MAX = 200_000

ROWS = "select sequence, at, verdict, degraded, code, link from evidence"


class Marks(msgspec.Struct, frozen=True):
    """The last record that was removed here (0: none), its link, and the last that the city has."""

    base: int = 0
    base_link: bytes = FIRST_LINK
    known: int = 0
    is_forked: bool = False


class Record(msgspec.Struct, frozen=True):
    """A record as the city takes it."""

    at: int
    verdict: str
    degraded: bool
    code: str


class State(msgspec.Struct, frozen=True):
    """Where the chain stands."""

    marks: Marks
    last: int
    last_link: bytes

    @property
    def waiting(self) -> int:
        """How many records the city has not confirmed."""
        return self.last - self.marks.known


def read(store: Store) -> State:
    """Where the chain stands."""
    marks = store.read("chain", Marks) or Marks()
    row = store.connection.execute(f"{ROWS} order by sequence desc limit 1").fetchone()
    return State(marks, marks.base, marks.base_link) if row is None else State(marks, row[0], row[5])


def append(connection: Connection, state: State, record: Record) -> int:
    """Add `record` after `state`, inside the caller's transaction; its sequence."""
    entry = Entry(state.last + 1, record.at, record.verdict, record.degraded, record.code)
    connection.execute(
        "insert into evidence values (?, ?, ?, ?, ?, ?)", (*entry, add_link(state.last_link, entry))
    )
    return entry.sequence


def link_at(store: Store, sequence: int) -> bytes | None:
    """The link of a record; None when it is not here."""
    marks = read(store).marks
    if sequence == marks.base:
        return marks.base_link
    row = store.connection.execute("select link from evidence where sequence = ?", (sequence,)).fetchone()
    return None if row is None else bytes(row[0])


def after(store: Store, sequence: int, limit: int) -> tuple[list[Record], bytes]:
    """At most `limit` records after `sequence`, and the link of the last of them."""
    rows = store.connection.execute(
        f"{ROWS} where sequence > ? order by sequence limit ?", (sequence, limit)
    ).fetchall()
    return [Record(row[1], row[2], bool(row[3]), row[4]) for row in rows], rows[-1][5] if rows else b""


def confirm(store: Store, sequence: int) -> None:
    """Note that the city has all up to `sequence`."""
    with store.transaction():
        marks = read(store).marks
        store.write("chain", msgspec.structs.replace(marks, known=max(marks.known, sequence)))


def mark_forked(store: Store) -> None:
    """Note that the city has another chain under this key."""
    with store.transaction():
        store.write("chain", msgspec.structs.replace(read(store).marks, is_forked=True))


def begin_anew(store: Store) -> None:
    """Write what the city lacks as a new chain, inside the caller's transaction."""
    connection, marks = store.connection, read(store).marks
    connection.execute("create table anew as select * from evidence where 0")
    state = State(Marks(), 0, FIRST_LINK)
    for row in connection.execute(f"{ROWS} where sequence > ? order by sequence", (marks.known,)):
        entry = Entry(state.last + 1, row[1], row[2], bool(row[3]), row[4])
        state = State(state.marks, entry.sequence, add_link(state.last_link, entry))
        connection.execute("insert into anew values (?, ?, ?, ?, ?, ?)", (*entry, state.last_link))
    connection.execute("delete from evidence")
    connection.execute("insert into evidence select * from anew")
    connection.execute("drop table anew")
    store.write("chain", Marks())


def forget(store: Store, now: float) -> None:
    """Remove what the city has had for a week."""
    with store.transaction() as connection:
        marks = read(store).marks
        row = connection.execute(
            "select max(sequence) from evidence where sequence <= ? and at < ?",
            (marks.known, int((now - KEPT_SECONDS) * 1000)),
        ).fetchone()
        if row[0] is None:
            return
        base = int(row[0])
        link = connection.execute("select link from evidence where sequence = ?", (base,)).fetchone()[0]
        connection.execute("delete from evidence where sequence <= ?", (base,))
        store.write("chain", msgspec.structs.replace(marks, base=base, base_link=link))
