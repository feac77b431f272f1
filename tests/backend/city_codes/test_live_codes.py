"""One spelling for each content, and nothing else is a code."""

import base64
import json
import string
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_seed_keypair

from backend.city_codes.rules.live_codes import (
    CODE_LENGTH_MAX,
    LiveCode,
    cid_text,
    find_kid,
    header_segment,
    read_cid_text,
    read_code,
    write_code,
)
from backend.credentials.rules.cids import make_cipher, seal_cid

SEED = bytes(range(32))
PUBLIC, SECRET = crypto_sign_seed_keypair(SEED)
HEADER = header_segment("1")
KEYS = {HEADER: SECRET}
CODE = LiveCode(bytes(range(16)), 1_795_384_544, "library")
TEXT = write_code(CODE, HEADER, SECRET)
ALPHABET = string.ascii_letters + string.digits + "-_"

codes = st.builds(
    LiveCode,
    st.binary(min_size=16, max_size=16),
    st.integers(10**9, 10**10 - 1),
    st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
)


def encode(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def sign(header: bytes, claims: bytes) -> str:
    """A JWS over any bytes, by the city's own key: what somebody who has it could write."""
    signed = f"{encode(header)}.{encode(claims)}"
    return f"{signed}.{encode(Ed25519PrivateKey.from_private_bytes(SEED).sign(signed.encode()))}"


def decode_with_pyjwt(text: str) -> Any:
    """What a JOSE library makes of it, or None."""
    try:
        key = Ed25519PublicKey.from_public_bytes(PUBLIC)
        return jwt.decode(text, key, ["EdDSA"], options={"verify_exp": False})
    except jwt.PyJWTError:
        return None


@given(codes)
def test_what_is_written_is_read_again_and_any_jose_library_verifies_it(code: LiveCode) -> None:
    text = write_code(code, HEADER, SECRET)
    assert read_code(text, KEYS) == code
    assert decode_with_pyjwt(text) == {"cid": cid_text(code.cid), "exp": code.expires_at, "s": code.scene}
    assert jwt.get_unverified_header(text) == {"alg": "EdDSA", "kid": "1"}


@given(st.text())
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    assert read_code(text, KEYS) is None
    assert read_code(f"{HEADER}.{text}", KEYS) is None
    assert find_kid(text) is None


@given(st.binary())
def test_any_bytes_signed_by_the_citys_own_key_are_still_no_code(claims: bytes) -> None:
    assert read_code(sign(b'{"alg":"EdDSA","kid":"1"}', claims), KEYS) is None


@given(st.integers(0, len(TEXT) - 1), st.sampled_from(ALPHABET + ".=+/ "))
def test_every_changed_character_is_refused_here_whatever_a_library_says(place: int, character: str) -> None:
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    if changed != TEXT:
        assert read_code(changed, KEYS) is None


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.integers(0, 3), st.text(ALPHABET + ".", max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_what_we_accept_a_library_accepts_too(edits: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for place, removed, added in edits:
        text = text[:place] + added + text[place + removed :]
    found = read_code(text, KEYS)
    assert (found is not None) == (text == TEXT)
    if found is not None:
        assert decode_with_pyjwt(text) is not None


def test_every_single_bit_flip_is_refused() -> None:
    for place in range(len(TEXT)):
        for bit in range(8):
            flipped = TEXT[:place] + chr(ord(TEXT[place]) ^ 1 << bit) + TEXT[place + 1 :]
            assert read_code(flipped, KEYS) is None, (place, bit)


HEADERS = {
    "alg none": b'{"alg":"none","kid":"1"}',
    "alg None": b'{"alg":"None","kid":"1"}',
    "HS256": b'{"alg":"HS256","kid":"1"}',
    "no kid": b'{"alg":"EdDSA"}',
    "crit": b'{"alg":"EdDSA","kid":"1","crit":["exp"]}',
    "typ": b'{"alg":"EdDSA","kid":"1","typ":"JWT"}',
    "a key of its own": b'{"alg":"EdDSA","kid":"1","jwk":{}}',
    "another order": b'{"kid":"1","alg":"EdDSA"}',
    "a space": b'{"alg": "EdDSA","kid":"1"}',
    "alg twice": b'{"alg":"none","alg":"EdDSA","kid":"1"}',
    "kid twice": b'{"alg":"EdDSA","kid":"2","kid":"1"}',
    "another kid": b'{"alg":"EdDSA","kid":"2"}',
    "a path": b'{"alg":"EdDSA","kid":"../1"}',
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_a_header_that_is_not_exactly_ours_is_refused(header: bytes) -> None:
    claims = base64.urlsafe_b64decode(TEXT.split(".")[1] + "==")
    assert read_code(sign(header, claims), KEYS) is None


def test_hs256_with_the_public_key_as_its_secret_is_refused() -> None:
    claims = {"cid": cid_text(CODE.cid), "exp": CODE.expires_at, "s": CODE.scene}
    forged = jwt.encode(claims, PUBLIC, "HS256", headers={"kid": "1", "typ": None})
    assert read_code(forged, KEYS) is None


CID = cid_text(CODE.cid).encode()
CLAIMS = {
    "another order": b'{"exp":1795384544,"cid":"%s","s":"library"}' % CID,
    "a space": b'{"cid":"%s", "exp":1795384544,"s":"library"}' % CID,
    "one more claim": b'{"cid":"%s","exp":1795384544,"s":"library","x":1}' % CID,
    "no scene": b'{"cid":"%s","exp":1795384544}' % CID,
    "cid twice": b'{"cid":"AAAAAAAAAAAAAAAAAAAAAA","cid":"%s","exp":1795384544,"s":"library"}' % CID,
    "exp as text": b'{"cid":"%s","exp":"1795384544","s":"library"}' % CID,
    "exp as fraction": b'{"cid":"%s","exp":1795384544.0,"s":"library"}' % CID,
    "exp with exponent": b'{"cid":"%s","exp":1795384e3,"s":"library"}' % CID,
    "exp padded": b'{"cid":"%s","exp":01795384544,"s":"library"}' % CID,
    "exp far away": b'{"cid":"%s","exp":17953845440,"s":"library"}' % CID,
    "escaped scene": b'{"cid":"%s","exp":1795384544,"s":"\\u006cibrary"}' % CID,
    "a short cid": b'{"cid":"AAAA","exp":1795384544,"s":"library"}',
    "a cid with spare bits": b'{"cid":"%sB","exp":1795384544,"s":"library"}' % CID[:-1],
    "nested": b'{"cid":' * 40 + b"1" + b"}" * 40,
    "a list": b"[]",
    "a line break behind": b'{"cid":"%s","exp":1795384544,"s":"library"}\n' % CID,
    "nothing": b"",
}


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS.keys())
def test_claims_that_are_not_spelt_as_ours_are_refused_even_when_our_key_signed_them(claims: bytes) -> None:
    assert read_code(sign(b'{"alg":"EdDSA","kid":"1"}', claims), KEYS) is None


@pytest.mark.parametrize(
    "text",
    [
        TEXT + "=", TEXT + "A", TEXT + ".", TEXT + "\n", " " + TEXT, TEXT.lower(), TEXT.replace(".", ".."),
        TEXT.rpartition(".")[0], TEXT.rpartition(".")[0] + ".", "..", "", TEXT * 2,
        TEXT + "x" * CODE_LENGTH_MAX,
        "﻿" + TEXT, TEXT.replace("e", "е", 1), json.dumps(TEXT), HEADER + "." + "[" * 300,
    ],
)  # fmt: skip
def test_other_spellings_are_refused(text: str) -> None:
    assert read_code(text, KEYS) is None


def test_a_signature_with_its_order_added_is_refused() -> None:
    signed, _, tail = TEXT.rpartition(".")
    raw = base64.urlsafe_b64decode(tail + "==")
    order = 2**252 + 27742317777372353535851937790883648493
    moved = raw[:32] + (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little")
    assert read_code(f"{signed}.{encode(moved)}", KEYS) is None


def test_a_key_that_is_not_the_citys_signs_nothing() -> None:
    _, other = crypto_sign_seed_keypair(bytes(32))
    assert read_code(write_code(CODE, HEADER, other), KEYS) is None


def test_a_kid_is_found_only_in_a_header_of_ours() -> None:
    assert find_kid(TEXT) == "1"
    assert find_kid(write_code(CODE, header_segment("zz9"), SECRET)) == "zz9"
    for header in HEADERS.values():
        if header != HEADERS["another kid"]:
            assert find_kid(sign(header, b"{}")) is None


def test_codes_of_one_holder_have_no_run_of_four_bytes_in_common() -> None:
    cipher = make_cipher(bytes(16))
    # Among so many runs two are equal by chance, once in forty times; three never are.
    seen: Counter[bytes] = Counter()
    for second in range(200):
        cid = seal_cid(
            7, datetime(2026, 11, 22, 12, 0, tzinfo=UTC) + timedelta(seconds=second), lambda _: cipher
        )
        text = write_code(LiveCode(cid, 1_795_384_544, "library"), HEADER, SECRET)
        signature = base64.urlsafe_b64decode(text.rpartition(".")[2] + "==")
        runs = {value[place : place + 4] for value in (cid, signature) for place in range(len(value) - 3)}
        seen.update(runs)
    assert max(seen.values()) <= 2


def test_cids_are_spelt_in_one_way() -> None:
    assert read_cid_text(cid_text(CODE.cid)) == CODE.cid
    for text in ("", "A" * 21, "A" * 23, "A" * 21 + "B", "A" * 20 + "+A", "A" * 21 + "A\n"):
        assert read_cid_text(text) is None


def test_a_code_fits_a_small_qr_code() -> None:
    lengths = [
        len(write_code(CODE._replace(scene="x" * size), header_segment("zz"), SECRET)) for size in (3, 17)
    ]
    assert lengths[0] <= 213  # version 10 at level M
    assert lengths[1] <= 251  # version 11
