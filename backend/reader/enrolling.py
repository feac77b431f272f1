"""Becoming a reader, with the one-time code that a venue's manager got."""

import hashlib
import time
from pathlib import Path

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from backend.credentials.rules.lists import ListKey
from backend.reader import chain, problems
from backend.reader.city import Away, City, Refused
from backend.reader.clock import Clock
from backend.reader.folder import make_key
from backend.reader.identity import Identity, Pending, Place, read_identity
from backend.reader.store import Store

CODES_KEPT = 20


class _Roots(msgspec.Struct, frozen=True):
    keys: list[ListKey]


def enrol(folder: Path, store: Store, city: City, clock: Clock, code: str) -> Identity:
    """The reader that this folder now is; unchanged when `code` made it already.

    Killed in the middle and asked again with the same code, it ends the same: the key is on the disk before
    the city hears of it. Evidence that the city lacks moves to the new key's chain.
    """
    known, digest = read_identity(store), _digest(code)
    if known is not None and made_by(known, code):
        return known
    pending = store.read("enrolment", Pending)
    if pending is None or pending.code != digest:
        pending = Pending(digest, f"reader-{time.time_ns()}.key")
        store.write("enrolment", pending)
    place, roots = _ask(city, clock, make_key(folder / pending.key), code)
    if known is not None and known.place.reader.id != place.reader.id and chain.read(store).waiting:
        raise problems.EvidenceOfAnother
    codes = [*(known.codes if known else [])[-CODES_KEPT:], digest]
    identity = Identity(city=city.origin, place=place, key=pending.key, codes=codes, roots=roots)
    with store.transaction() as connection:
        store.write("identity", identity)
        store.write("standing", "good")
        store.write("clock", clock.remember())
        chain.begin_anew(store)
        connection.execute("delete from note where name in ('enrolment', 'lists')")
        connection.execute("delete from status_list")
    for old in folder.glob("reader-*.key"):
        if old.name != identity.key:
            old.unlink()
    return identity


def made_by(identity: Identity, code: str) -> bool:
    """Whether `code` made this reader, so that a program may be started with it again and again."""
    return _digest(code) in identity.codes


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _ask(city: City, clock: Clock, key: Ed25519PrivateKey, code: str) -> tuple[Place, list[ListKey]]:
    try:
        try:
            place = _send(city, clock, key, code)
        except Refused as refused:
            if refused.facts.get("part") != "clock":
                raise
            place = _send(city, clock, key, code)  # the refusal has set the clock
        roots = city.ask("GET", "/.well-known/city-code/roots.json", _Roots)
    except Refused:
        raise problems.EnrolmentRefused from None
    except Away:
        raise problems.CityAway from None
    return place, roots.keys


def _send(city: City, clock: Clock, key: Ed25519PrivateKey, code: str) -> Place:
    proof = jwt.encode({"aud": "yima-enrolment", "code": code, "iat": int(clock.now())}, key, "EdDSA")
    jwk = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    body = {"code": code, "public_key": jwk, "proof": proof}
    return city.ask("POST", "/v1/readers/enrolments", Place, body)
