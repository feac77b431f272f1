"""Carried codes, each with what every reader must say to it."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from backend.credentials.rules.carried_codes import (
    CREDENTIAL_TAG,
    ED25519,
    ES256,
    SHOW_TAG,
    hash_venue,
    write_text,
)
from backend.credentials.rules.jws import encode
from backend.credentials.rules.lists import FRESH_SECONDS, USABLE_SECONDS
from backend.credentials.rules.signatures import P256_ORDER
from backend.vectors.making import (
    HOUR,
    NONCE,
    NOW,
    OTHER_VENUE,
    RETIRED_KID,
    REVOKED,
    REVOKED_SINCE,
    SCENE,
    TWIN_KID,
    VENUE,
    make,
)
from backend.vectors.signers import (
    CITY,
    NEXT,
    OTHER_PHONE,
    PHONE,
    PHONE_P256,
    RETIRED,
    STRANGER,
    TWIN_B,
    Signer,
)

Case = dict[str, Any]


def good_codes() -> list[Case]:
    """Codes that count."""
    return list(_good())


def bad_codes() -> list[Case]:
    """Codes that do not, and why."""
    return [*_misspelt(), *_forged(), *_late_and_elsewhere()]


def _case(name: str, code: bytes | str, reason: str | None = None, **where: Any) -> Case:
    """One code; `where` is what differs from the file's own `now`, `post` and `held`."""
    text = code if isinstance(code, str) else write_text(code)
    return {"name": name, "code": text, "reason": reason, **where}


def _good() -> Iterator[Case]:
    here = hash_venue(VENUE)
    at_venue, at_challenge = {"level": 1}, {"level": 2, "nonce": encode(NONCE)}
    for suite, name in ((ED25519, "suite 1"), (ES256, "suite 2")):
        yield _case(f"{name}, unbound", make(suite))
        yield _case(f"{name}, bound to the venue", make(suite, venue=here), post=at_venue)
        yield _case(
            f"{name}, bound to the challenge", make(suite, venue=here, nonce=NONCE), post=at_challenge
        )
    yield _case("bound to the venue where no venue is asked for", make(venue=here))
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
    here = hash_venue(VENUE)
    yield _case("no challenge, where one is asked for", make(venue=here), "wrong-venue", post=mine)
    yield _case(
        "no challenge from either side, where one is asked for",
        make(venue=here),
        "wrong-venue",
        post={"level": 2},
    )
    foreign = make(venue=here, nonce=NONCE[::-1])
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
