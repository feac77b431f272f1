"""Handing evidence to the city: from where it left off, in order, until it has all."""

from typing import Any, NamedTuple, NoReturn, TypeVar

import msgspec

from backend.credentials.rules.jws import decode, encode
from backend.reader import chain
from backend.reader.badge import Badge
from backend.reader.city import Away, City, Refused
from backend.reader.problems import MustEnrolAgain
from backend.reader.store import Store

RECORDS_MAX = 500
GAPS_MAX = 3

T = TypeVar("T")


class Head(msgspec.Struct, frozen=True):
    """The last record that the city has of this reader's key, and its link."""

    sequence: int
    link: str


class _Taken(msgspec.Struct, frozen=True):
    sequence: int


class Desk(NamedTuple):
    """Where evidence is handed in, and by whom."""

    city: City
    badge: Badge
    store: Store

    def read_head(self) -> Head:
        """What the city has; Away, Refused, Suspended or MustEnrolAgain."""
        return _with_token(self, "GET", "/v1/evidence/head", Head, None)


def hand_in(desk: Desk, head: Head) -> int:
    """Give the city all that it lacks after `head`; how many records it took.

    MustEnrolAgain when it has other evidence under this reader's key; every record stays here then.
    """
    if chain.read(desk.store).marks.is_forked:
        raise MustEnrolAgain
    if chain.link_at(desk.store, head.sequence) != decode(head.link):
        _stop(desk.store)
    chain.confirm(desk.store, head.sequence)
    sequence, gaps = head.sequence, 0
    while True:
        records, link = chain.after(desk.store, sequence, RECORDS_MAX)
        if not records:
            return sequence - head.sequence
        try:
            sequence = _send(desk, sequence, records, link)
        except Refused as refused:
            if refused.problem == "evidence-forked":
                _stop(desk.store)
            gaps += 1
            if refused.problem != "evidence-gap" or gaps > GAPS_MAX:
                raise
            sequence = int(refused.facts["sequence"])
            if chain.link_at(desk.store, sequence) is None:
                _stop(desk.store)


def _send(desk: Desk, after: int, records: list[chain.Record], link: bytes) -> int:
    last = after + len(records)
    claims: dict[str, object] = {"aud": "yima-evidence", "sub": str(desk.badge.reader)}
    proof = desk.badge.sign({**claims, "sequence": last, "link": encode(link)})
    body = {"after": after, "records": records, "proof": proof}
    taken = _with_token(desk, "POST", "/v1/evidence", _Taken, body).sequence
    if taken <= after:
        raise Away
    if chain.link_at(desk.store, taken) is None:
        _stop(desk.store)
    chain.confirm(desk.store, taken)
    return taken


def _with_token(desk: Desk, method: str, path: str, type_: type[T], body: Any) -> T:
    try:
        return desk.city.ask(method, path, type_, body, desk.badge.token())
    except Refused as refused:
        if refused.problem != "not-signed-in":
            raise
    desk.badge.drop()
    return desk.city.ask(method, path, type_, body, desk.badge.token())


def _stop(store: Store) -> NoReturn:
    chain.mark_forked(store)
    raise MustEnrolAgain
