"""Golden vectors: codes, good and bad, each with what every reader must say; `yima vectors` writes them.

Keys come from fixed seeds and every signature is deterministic, so the file is the same whenever it is made.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from backend.city_codes.rules.live_codes import LiveCode, header_segment, write_code
from backend.credentials.rules import base45, status_lists
from backend.credentials.rules.carried_codes import (
    BROWSER_KEY,
    CREDENTIAL_TAG,
    ED25519,
    ES256,
    SHOW_TAG,
    Suite,
    hash_venue,
    write_text,
)
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
from backend.credentials.rules.signatures import P256_ORDER
from backend.credentials.rules.signing import write_credentials, write_show
from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link

FILE = Path(__file__).parents[1] / "mini_programs" / "sdk" / "vectors" / "carried-codes.json"

NOW = 1_800_000_000
HOUR = 3600
SCENE = 10
VENUE = UUID("0198d0c0-0000-7000-8000-000000000001")
OTHER_VENUE = UUID("0198d0c0-0000-7000-8000-000000000002")
NONCE = bytes.fromhex("0102030405060708")
KID, RETIRED_KID, TWIN_KID = 37, 36, 41
HOLDER = 3
REVOKED, REVOKED_SINCE, PLACE = 777, 888, 4242

Sign = Callable[[bytes], bytes]
Case = dict[str, Any]


class Signer(NamedTuple):
    """A key from a fixed seed: its public part as codes write it, and how it signs."""

    public: bytes
    secret: bytes
    sign: Sign


def ed25519(seed: str) -> Signer:
    """An Ed25519 key that everybody knows."""
    public, secret = crypto_sign_seed_keypair(hashlib.sha256(seed.encode()).digest())
    return Signer(public, secret, lambda said: crypto_sign(said, secret)[:64])


def p256(seed: str) -> Signer:
    """A P-256 key that everybody knows; it signs as phones do, with the smaller s."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()) % (P256_ORDER - 1) + 1
    key = ec.derive_private_key(number, ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )

    def sign(said: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(said, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
        return r.to_bytes(32) + min(s, P256_ORDER - s).to_bytes(32)

    return Signer(public, number.to_bytes(32), sign)


CITY, RETIRED, NEXT, TWIN_A, TWIN_B, STRANGER = map(
    ed25519, ("city", "retired", "next", "twin a", "twin b", "stranger")
)
LISTS = ed25519("lists")
PHONE, OTHER_PHONE, PHONE_P256 = ed25519("phone"), ed25519("other phone"), p256("phone p256")


def make(
    suite: Suite = ED25519,
    *,
    kid: int = KID,
    city: Signer = CITY,
    phone: Signer | None = None,
    signer: Signer | None = None,
    status: int = PLACE,
    expires_at: int = NOW + 23 * HOUR,
    at: int = NOW - 3,
    counter: int = 7,
    scene: int = SCENE,
    venue: bytes = b"",
    nonce: bytes = b"",
) -> bytes:
    """The bytes of a code that is good unless told otherwise; `signer` signs in the phone's place."""
    phone = phone or (PHONE if suite is ED25519 else PHONE_P256)
    cid = hashlib.sha256(b"a cid").digest()[:16]
    key = phone.public
    credential = write_credentials(
        suite, kid, [cid], [status], expires_at, (BROWSER_KEY, HOLDER), [key], city.secret
    )
    return write_show(credential[0], at, counter, scene, (signer or phone).sign, venue, nonce)


def document() -> dict[str, Any]:
    """Everything that the file holds."""
    good, bad = list(_good()), [*_misspelt(), *_forged(), *_late_and_elsewhere()]
    return {
        "about": "Carried codes (CC2) and what a reader must say to each; see README.md beside this file.",
        "now": NOW,
        "held": {
            "until": NOW + 6 * 86_400,
            "listed_at": NOW - 600,
            "issuers": [
                {"kid": KID, "x": encode(CITY.public), "until": None},
                {"kid": RETIRED_KID, "x": encode(RETIRED.public), "until": NOW - 1},
                {"kid": TWIN_KID, "x": encode(TWIN_A.public), "until": None},
                {"kid": TWIN_KID, "x": encode(TWIN_B.public), "until": None},
            ],
            "shards": [
                {"kid": KID, "shard": 0, "size": 8192, "revoked": [REVOKED], "added": [REVOKED_SINCE]},
                {"kid": KID, "shard": 2, "size": 4096, "revoked": [], "added": []},
            ],
        },
        "post": {"scene": SCENE, "level": 0, "venue": str(VENUE), "degraded": True, "nonce": None},
        "codes": good + bad,
        "live": _live(),
        "runs": _runs(),
        "base45": _base45(),
        "lists": _lists(),
        "evidence": _evidence(),
        "phone": {
            "suite": ED25519.profile,
            "secret_seed": encode(PHONE.secret[:32]),
            "credential": encode(make()[: ED25519.credential_end + 64]),
            "at": NOW - 3,
            "counter": 7,
            "scene": SCENE,
            "bytes": encode(make()),
            "text": write_text(make()),
        },
    }


def write(path: Path = FILE) -> int:
    """Write the file; how many codes it holds."""
    made = document()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    return len(made["codes"])


def _case(name: str, code: bytes | str, reason: str | None = None, **where: Any) -> Case:
    """One code; `where` is what differs from the file's own `now`, `post` and `held`."""
    text = code if isinstance(code, str) else write_text(code)
    return {"name": name, "code": text, "reason": reason, **where}


def _good() -> Iterator[Case]:
    bound = {"venue": hash_venue(VENUE)}
    challenged = {**bound, "nonce": NONCE}
    at_venue, at_challenge = {"level": 1}, {"level": 2, "nonce": encode(NONCE)}
    for suite, name in ((ED25519, "suite 1"), (ES256, "suite 2")):
        yield _case(f"{name}, unbound", make(suite))
        yield _case(f"{name}, bound to the venue", make(suite, **bound), post=at_venue)
        yield _case(f"{name}, bound to the challenge", make(suite, **challenged), post=at_challenge)
    yield _case("bound to the venue where no venue is asked for", make(**bound))
    yield _case("as old as may be", make(at=NOW - 45))
    yield _case("as early as may be", make(at=NOW + 5))
    yield _case("one of two keys with one kid", make(kid=TWIN_KID, city=TWIN_B))
    yield _case("a shard that the lists do not know yet", make(status=5 << 20))
    yield _case("counter 0", make(counter=0))
    yield _case("counter 65535", make(counter=65_535))
    yield _case("an hour before its end", make(expires_at=NOW + HOUR))
    stale = {"listed_at": NOW - FRESH_SECONDS - 1}
    yield _case("lists of yesterday, where the scene allows", make(at=NOW - 90), held=stale, degraded=True)
    yield _case("lists of yesterday, a phone ahead", make(at=NOW + 90), held=stale, degraded=True)
    yield _case("lists a day old to the second", make(), held={"listed_at": NOW - FRESH_SECONDS})


def _misspelt() -> Iterator[Case]:
    raw = make()
    text = write_text(raw)
    not_valid = "not-valid"
    yield _case("nothing", "", not_valid)
    yield _case("the mark alone", "CC2", not_valid)
    yield _case("a live code", "eyJhbGciOiJFZERTQSJ9.e30.AA", not_valid)
    yield _case("an older mark", "CC1" + text[3:], not_valid)
    yield _case("a small mark", "cc2" + text[3:], not_valid)
    yield _case("small letters", "CC2" + text[3:].lower(), not_valid)
    yield _case("a space before", " " + text, not_valid)
    yield _case("a space after", text + " ", not_valid)
    yield _case("a line end after", text + "\n", not_valid)
    yield _case("a character too few", text[:-1], not_valid)
    yield _case("a character that is none of base45's", text[:60] + "#" + text[61:], not_valid)
    yield _case("a character from outside ASCII", text[:60] + "Ａ" + text[61:], not_valid)
    yield _case("a group above 65535", text[:3] + ":::" + text[6:], not_valid)
    yield _case("a last pair above 255", text[:-2] + "::", not_valid)
    yield _case("a byte too few", raw[:-1], not_valid)
    yield _case("a byte too many", raw + b"\0", not_valid)
    yield _case("eight bytes too many", raw + bytes(8), not_valid)
    yield _case("twice", raw + raw, not_valid)
    yield _case("profile 0x11", b"\x11" + raw[1:], not_valid)
    yield _case("profile 0x20", b"\x20" + raw[1:], not_valid)
    yield _case("profile 0x23", b"\x23" + raw[1:], not_valid)
    yield _case("profile 0x31", b"\x31" + raw[1:], not_valid)
    yield _case("profile of suite 2 over suite 1", b"\x22" + raw[1:], not_valid)
    yield _case("suite 2 one byte short", make(ES256)[:-1], not_valid)
    yield _case("suite 2 in the length of suite 1", make(ES256)[:195], not_valid)
    yield _case("three thousand characters", "CC2" + "0" * 3_000, not_valid)


def _forged() -> Iterator[Case]:
    raw = make()
    not_valid = "not-valid"
    fields = (
        ("cid", 3), ("last byte of the cid", 18), ("status", 22), ("hour of its end", 25), ("device", 26),
        ("holder", 27), ("key", 40), ("city's signature", 60), ("end of the city's signature", 123),
        ("counter", 129), ("phone's signature", 131), ("end of the phone's signature", 194),
    )  # fmt: skip
    for name, place in fields:
        yield _case(f"one bit of the {name}", _flip(raw, place), not_valid)
    yield _case("one bit of the kid", _flip(raw, 2), not_valid)
    yield _case("one bit of the time", _flip(raw, 127), not_valid)
    yield _case("one bit of the scene", _flip(raw, 130), not_valid)
    yield _case("signed by nobody of the city's", make(city=STRANGER), not_valid)
    yield _case("a kid that nobody has", make(kid=9999), not_valid)
    yield _case("a key of the city's that ended", make(kid=RETIRED_KID, city=RETIRED), not_valid)
    yield _case("another key of the city's", make(city=RETIRED), not_valid)
    yield _case("a key that is only announced to others", make(kid=38, city=NEXT), not_valid)
    yield _case("the credential of one phone, signed by another", make(signer=OTHER_PHONE), not_valid)
    yield _case("another phone's credential", make(phone=OTHER_PHONE, signer=PHONE), not_valid)
    said = raw[:-64]
    yield _case("signed without a tag", said + PHONE.sign(said), not_valid)
    yield _case("signed with the city's tag", said + PHONE.sign(CREDENTIAL_TAG + said), not_valid)
    part = raw[:60]
    untagged = part + CITY.sign(part) + raw[124:131]
    yield _case("a city's signature without a tag", untagged + PHONE.sign(SHOW_TAG + untagged), not_valid)
    yield _case(
        "signatures changed for each other", raw[:60] + raw[-64:] + raw[124:131] + raw[60:124], not_valid
    )
    yield _case("signatures of zeros", said + bytes(64), not_valid)
    yield _case("s above the order", _add_order(raw), not_valid)
    yield _case("a key of small order", _small_order(), not_valid)
    venue = make(venue=hash_venue(VENUE))
    yield _case("the venue cut out", venue[:131] + venue[139:], not_valid)
    bound = make(venue=hash_venue(VENUE), nonce=NONCE)
    yield _case("the challenge cut out", bound[:139] + bound[147:], not_valid)
    es256 = make(ES256)
    s = int.from_bytes(es256[-32:])
    yield _case("suite 2, the larger s", es256[:-32] + (P256_ORDER - s).to_bytes(32), not_valid)
    yield _case("suite 2, r of zero", es256[:-64] + bytes(32) + es256[-32:], not_valid)
    yield _case("suite 2, s of zero", es256[:-32] + bytes(32), not_valid)
    yield _case("suite 2, r above the order", es256[:-64] + b"\xff" * 32 + es256[-32:], not_valid)
    yield _case("suite 2, one bit of the show", _flip(es256, 130), not_valid)
    yield _case("suite 2, a key that is no point", _no_point(), not_valid)


def _late_and_elsewhere() -> Iterator[Case]:
    yield _case("a second too old", make(at=NOW - 46), "expired")
    yield _case("a screenshot of a minute ago", make(at=NOW - 60), "expired")
    yield _case("eight hours old", make(at=NOW - 8 * HOUR), "expired")
    yield _case("a second too early", make(at=NOW + 6), "not-yet-valid")
    yield _case("eight hours early", make(at=NOW + 8 * HOUR), "not-yet-valid")
    yield _case("the end of time", make(at=2**32 - 1), "not-yet-valid")
    yield _case("a credential that ended an hour ago", make(expires_at=NOW - HOUR), "expired")
    yield _case("a credential that ends now", make(expires_at=NOW), "expired")
    yield _case("revoked", make(status=REVOKED), "revoked")
    yield _case("revoked since the list was made", make(status=REVOKED_SINCE), "revoked")
    yield _case("a status beyond the list's end", make(status=(2 << 20) + 4096), "not-valid")
    yield _case("another scene", make(scene=SCENE + 1), "wrong-scene")
    other = make(venue=hash_venue(OTHER_VENUE))
    yield _case("another venue", other, "wrong-venue")
    yield _case("another venue, where one is asked for", other, "wrong-venue", post={"level": 1})
    yield _case("no venue, where one is asked for", make(), "wrong-venue", post={"level": 1})
    mine = {"level": 2, "nonce": encode(NONCE)}
    venue = {"venue": hash_venue(VENUE)}
    yield _case("no challenge, where one is asked for", make(**venue), "wrong-venue", post=mine)
    yield _case(
        "no challenge from either side, where one is asked for",
        make(**venue),
        "wrong-venue",
        post={"level": 2},
    )
    foreign = make(**venue, nonce=NONCE[::-1])
    yield _case("another reader's challenge", foreign, "wrong-venue", post=mine)
    yield _case("a challenge that nobody gave", foreign, "wrong-venue")
    stale = {"listed_at": NOW - FRESH_SECONDS - 1}
    yield _case(
        "lists of yesterday, where the scene forbids",
        make(),
        "reader-stale",
        held=stale,
        post={"degraded": False},
    )
    yield _case("lists of yesterday, too old", make(at=NOW - 91), "expired", held=stale)
    yield _case("lists of yesterday, too early", make(at=NOW + 91), "not-yet-valid", held=stale)
    old = {"listed_at": NOW - USABLE_SECONDS - 1}
    yield _case("lists older than a week", make(), "reader-stale", held=old)
    yield _case("a trust list that ended", make(), "reader-stale", held={"until": NOW})
    yield _case("nonsense at a reader that is stale", "CC2AAA", "not-valid", held=old)
    yield _case("revoked and of another scene", make(status=REVOKED, scene=SCENE + 1), "revoked")


def _live() -> dict[str, Any]:
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


def _runs() -> list[dict[str, Any]]:
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


def _base45() -> list[dict[str, str | None]]:
    values = (b"", b"\0", b"\xff", b"AB", b"Hello!!", b"base-45", b"ietf!", b"\xff\xff", bytes(5))
    wrong = ("A", "AAAA", "GGW", "::", ":::", "a0", "0\n", "Ａ00", "#00")
    return [{"text": base45.encode(value), "hex": value.hex()} for value in values] + [
        {"text": text, "hex": None} for text in wrong
    ]


def _lists() -> dict[str, Any]:
    """Signed lists as a reader fetches them, with the key that signed them."""
    times = {"iss": "https://code.example", "iat": NOW - 600, "exp": NOW - 600 + TRUST_SECONDS}
    trust = TrustList(
        **times,
        roots=[ListKey("l1", encode(LISTS.public))],
        keys=[IssuerKey(KID, encode(CITY.public)), IssuerKey(RETIRED_KID, encode(RETIRED.public), NOW - 1)],
        code_keys=[CodeKey("c1", encode(CITY.public))],
    )
    index = StatusIndex(
        **times, ttl=STATUS_TTL_SECONDS, lists=[ShardStatus(KID, 0, NOW - 900, [REVOKED_SINCE])]
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


def _evidence() -> list[dict[str, Any]]:
    """A chain of three records with the link of each."""
    link, chain = FIRST_LINK, []
    for sequence, (verdict, degraded) in enumerate(
        (("accepted", False), ("replayed", False), ("accepted", True)), 1
    ):
        entry = Entry(sequence, NOW * 1000 + sequence, verdict, degraded, write_text(make(counter=sequence)))
        link = add_link(link, entry)
        chain.append({**entry._asdict(), "link": encode(link)})
    return chain


def _flip(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _add_order(raw: bytes) -> bytes:
    """The same signature with s + L: what a lenient library would take for a second spelling."""
    order = 2**252 + 27_742_317_777_372_353_535_851_937_790_883_648_493
    s = int.from_bytes(raw[-32:], "little") + order
    return raw[:-32] + s.to_bytes(32, "little")


def _small_order() -> bytes:
    """A credential over the identity as key, and the signature that it takes for anything."""
    weak = Signer((1).to_bytes(32, "little"), b"", lambda _: (1).to_bytes(32, "little") + bytes(32))
    return make(phone=weak)


def _no_point() -> bytes:
    x = next(n for n in range(2, 100) if not _is_on_curve(n))
    nowhere = PHONE_P256._replace(public=b"\x02" + x.to_bytes(32))
    return make(ES256, phone=nowhere)


def _is_on_curve(x: int) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x02" + x.to_bytes(32))
    except ValueError:
        return False
    return True
