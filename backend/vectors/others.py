"""What else a reader must get right: live codes, codes in a row, spelling, signed lists, and its evidence."""

import hashlib
from typing import Any

from backend.city_codes.rules.live_codes import LiveCode, header_segment, write_code
from backend.credentials.rules import base45, status_lists
from backend.credentials.rules.carried_codes import write_text
from backend.credentials.rules.jws import encode, write_jws
from backend.credentials.rules.lists import (
    FRESH_SECONDS,
    STATUS_TTL_SECONDS,
    TRUST_SECONDS,
    USABLE_SECONDS,
    CodeKey,
    IssuerKey,
    ListKey,
    ShardStatus,
    StatusIndex,
    TrustList,
)
from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from backend.vectors.making import HOUR, KID, NOW, RETIRED_KID, REVOKED, REVOKED_SINCE, make
from backend.vectors.signers import CITY, LISTS, RETIRED, STRANGER, Signer

Case = dict[str, Any]


def live_codes() -> dict[str, Any]:
    """Live codes at a reader without a network: it has the keys, and remembers which it saw."""
    cid = hashlib.sha256(b"a live cid").digest()[:16]

    def live(expires_at: int, scene: str = "bus", kid: str = "c1", city: Signer = CITY) -> str:
        return write_code(LiveCode(cid, expires_at, scene), header_segment(kid), city.secret)

    good = live(NOW + 30)
    head, claims, _ = good.split(".")
    padded = encode(b'{"cid":"%s", "exp":%d,"s":"bus"}' % (encode(cid).encode(), NOW + 30))
    other_claims = f"{head}.{padded}"
    unsigned = encode(b'{"alg":"none","kid":"c1"}') + f".{claims}."
    codes = [
        ("good", good, None, 0),
        ("good, where codes are bound to the venue", good, None, 1),
        ("where only the reader's challenge counts", good, "wrong-venue", 2),
        ("over", live(NOW), "expired", 0),
        ("made to last longer than any live code", live(NOW + 306), "not-yet-valid", 0),
        ("another scene", live(NOW + 30, "library"), "wrong-scene", 0),
        ("a kid that nobody has", live(NOW + 30, kid="c2"), "not-valid", 0),
        ("signed by a stranger", live(NOW + 30, city=STRANGER), "not-valid", 0),
        ("no algorithm", unsigned, "not-valid", 0),
        (
            "another spelling of the claims",
            f"{other_claims}.{encode(CITY.sign(other_claims.encode()))}",
            "not-valid",
            0,
        ),
        ("the signature with padding", good + "==", "not-valid", 0),
        ("a character changed at the end", good[:-1] + ("A" if good[-1] != "A" else "Q"), "not-valid", 0),
        ("no signature", f"{head}.{claims}", "not-valid", 0),
    ]
    elsewhere = live(NOW + 30, "library")
    at_old_readers = [
        ("lists of yesterday", good, None, {"listed_at": NOW - FRESH_SECONDS - 1}),
        ("lists older than a week", good, "reader-stale", {"listed_at": NOW - USABLE_SECONDS - 1}),
        ("a trust list that ended", elsewhere, "reader-stale", {"until": NOW}),
        (
            "a stranger's at a reader that is stale",
            live(NOW + 30, city=STRANGER),
            "not-valid",
            {"until": NOW},
        ),
    ]
    return {
        "scene": "bus",
        "keys": [{"kid": "c1", "x": encode(CITY.public), "until": None}],
        "codes": [
            {"name": name, "code": code, "reason": reason, "level": level}
            for name, code, reason, level in codes
        ]
        + [
            {"name": name, "code": code, "reason": reason, "level": 0, "held": held}
            for name, code, reason, held in at_old_readers
        ],
    }


def runs() -> list[dict[str, Any]]:
    """Codes one after the other at one reader: what it remembers decides."""
    first, later = NOW // 15 * 15, NOW // 15 * 15 + 15
    tomorrow = (NOW + 8 * HOUR) // 86_400 * 86_400 + 86_400 - 8 * HOUR + 60

    def step(at: int, counter: int, reason: str | None, now: int | None = None) -> Case:
        return {"code": write_text(make(at=at, counter=counter)), "now": now or at + 2, "reason": reason}

    return [
        {
            "name": "the same code twice, then the next one, then the first again",
            "cap": 10,
            "steps": [
                step(first, 7, None), step(first, 7, "replayed"), step(later, 8, None),
                step(first, 7, "replayed", later + 2),
            ],
        },
        {
            "name": "two codes of one quarter minute",
            "cap": 10,
            "steps": [step(first, 7, None), step(first + 1, 8, "replayed")],
        },
        {
            "name": "a counter that stands still, and one that goes back",
            "cap": 10,
            "steps": [step(first, 7, None), step(later, 7, "replayed"), step(later + 15, 6, "replayed")],
        },
        {
            "name": "two a day, and a new day",
            "cap": 2,
            "steps": [
                step(first, 7, None), step(later, 8, None), step(later + 15, 9, "over-limit"),
                step(tomorrow, 10, None),
            ],
        },
        {"name": "none without a network", "cap": 0, "steps": [step(first, 7, "over-limit")]},
    ]  # fmt: skip


def base45_texts() -> list[dict[str, str | None]]:
    values = (b"", b"\0", b"\xff", b"AB", b"Hello!!", b"base-45", b"ietf!", b"\xff\xff", bytes(5))
    wrong = ("A", "AAAA", "GGW", "::", ":::", "a0", "0\n", "Ａ00", "#00")
    right: list[dict[str, str | None]] = [{"text": base45.encode(one), "hex": one.hex()} for one in values]
    return right + [{"text": text, "hex": None} for text in wrong]


def signed_lists() -> dict[str, Any]:
    """Signed lists as a reader fetches them, with the key that signed them."""
    issuer, iat, exp = "https://code.example", NOW - 600, NOW - 600 + TRUST_SECONDS
    trust = TrustList(
        iss=issuer,
        iat=iat,
        exp=exp,
        roots=[ListKey("l1", encode(LISTS.public))],
        keys=[IssuerKey(KID, encode(CITY.public)), IssuerKey(RETIRED_KID, encode(RETIRED.public), NOW - 1)],
        code_keys=[CodeKey("c1", encode(CITY.public))],
    )
    index = StatusIndex(
        iss=issuer,
        iat=iat,
        exp=exp,
        ttl=STATUS_TTL_SECONDS,
        lists=[ShardStatus(KID, 0, NOW - 900, [REVOKED_SINCE])],
    )
    subject = f"https://code.example/.well-known/city-code/status/{KID}/0/{NOW - 900}"
    cwt = status_lists.write_list(
        subject, status_lists.pack_bits([REVOKED], 8192), (NOW - 900, NOW + 86_400, STATUS_TTL_SECONDS), "l1",
        LISTS.sign,
    )  # fmt: skip
    return {
        "root": {"kid": "l1", "x": encode(LISTS.public)},
        "trust_list": write_jws(trust, "l1", LISTS.sign),
        "trust_list_by_a_stranger": write_jws(trust, "l1", STRANGER.sign),
        "status_index": write_jws(index, "l1", LISTS.sign),
        "status_list": encode(cwt),
        "status_list_subject": subject,
        "status_list_revoked": [REVOKED],
    }


def evidence_chain() -> list[dict[str, Any]]:
    """A chain of three records with the link of each."""
    link, chain = FIRST_LINK, []
    for sequence, (verdict, degraded) in enumerate(
        (("accepted", False), ("replayed", False), ("accepted", True)), 1
    ):
        entry = Entry(sequence, NOW * 1000 + sequence, verdict, degraded, write_text(make(counter=sequence)))
        link = add_link(link, entry)
        chain.append({**entry._asdict(), "link": encode(link)})
    return chain
