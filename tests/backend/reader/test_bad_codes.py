"""Two checks that were written apart agree on whatever is held in front of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.credentials.rules import base45
from backend.credentials.rules.carried_codes import ED25519, ES256, hash_venue, read_code, write_text
from backend.credentials.rules.checking import judge
from backend.credentials.rules.jws import encode
from backend.vectors import (
    CITY,
    HOUR,
    KID,
    NONCE,
    OTHER_PHONE,
    OTHER_VENUE,
    PLACE,
    RETIRED,
    RETIRED_KID,
    REVOKED,
    REVOKED_SINCE,
    SCENE,
    STRANGER,
    TWIN_A,
    TWIN_B,
    TWIN_KID,
    VENUE,
    make,
)  # fmt: skip
from tests.backend.reader import twin
from tests.backend.reader.vectors import NOW, Case, held, plain_held, plain_post, post

BINDINGS = [
    {},
    {"venue": hash_venue(VENUE)},
    {"venue": hash_venue(OTHER_VENUE)},
    {"venue": hash_venue(VENUE), "nonce": NONCE},
    {"venue": hash_venue(VENUE), "nonce": NONCE[::-1]},
]
ISSUERS = [
    {"kid": KID, "city": CITY},
    {"kid": TWIN_KID, "city": TWIN_A},
    {"kid": TWIN_KID, "city": TWIN_B},
    {"kid": RETIRED_KID, "city": RETIRED},
    {"kid": KID, "city": STRANGER},
    {"kid": 9999, "city": CITY},
]
TIMES = [-8 * HOUR, -91, -90, -89, -46, -45, -44, -3, 0, 4, 5, 6, 89, 90, 91, 8 * HOUR]


@st.composite
def codes(draw: st.DrawFn) -> bytes:
    """The bytes of a code that the city or somebody else made."""
    fields: dict[str, Any] = draw(st.sampled_from(ISSUERS)) | draw(st.sampled_from(BINDINGS))
    return make(
        draw(st.sampled_from([ED25519, ES256])),
        at=NOW + draw(st.sampled_from(TIMES)),
        counter=draw(st.integers(0, 65_535)),
        status=draw(st.sampled_from([PLACE, REVOKED, REVOKED_SINCE, (2 << 20) + 4096, 5 << 20])),
        expires_at=NOW + draw(st.sampled_from([-HOUR, 0, HOUR, 23 * HOUR])),
        scene=draw(st.sampled_from([SCENE, SCENE, SCENE + 1])),
        signer=draw(st.sampled_from([None, None, None, OTHER_PHONE])),
        **fields,
    )


def changed(raw: bytes, place: int, value: int, how: str) -> bytes:
    """`raw` with a byte changed, taken out or put in."""
    place %= len(raw)
    put = b"" if how == "out" else bytes([value])
    return raw[:place] + put + raw[place + (how != "in") :]


changes = st.tuples(st.integers(0, 400), st.integers(0, 255), st.sampled_from(["change", "out", "in"]))
mutated = st.builds(lambda raw, change: changed(raw, *change), codes(), changes)
texts = st.one_of(
    codes().map(write_text),
    mutated.map(write_text),
    st.builds(
        lambda raw, change: changed(write_text(raw).encode(), *change).decode("latin-1"), codes(), changes
    ),
    st.binary(max_size=240).map(write_text),
    st.text(max_size=400),
    st.text(alphabet=base45.ALPHABET.decode(), max_size=330).map(lambda text: "CC2" + text),
)
places = st.fixed_dictionaries(
    {"level": st.integers(0, 2), "degraded": st.booleans(), "nonce": st.sampled_from([None, encode(NONCE)])}
)
ages = st.sampled_from([0, 600, 86_400, 86_401, 7 * 86_400, 7 * 86_400 + 1])
ends = st.sampled_from([NOW - 1, NOW, NOW + 1, NOW + 86_400])


@given(texts, places, ages, ends)
def test_both_checks_give_the_same_reason(text: str, place: Case, age: int, until: int) -> None:
    case = {"post": place, "held": {"listed_at": NOW - age, "until": until}}
    found = judge(text, post(case), held(case), NOW)
    assert found.reason == twin.check(text, plain_post(case), plain_held(case), NOW)


@given(st.one_of(st.text(max_size=60), st.text(alphabet=base45.ALPHABET.decode(), max_size=60)))
def test_both_read_base45_alike(text: str) -> None:
    value = base45.decode(text)
    assert value == twin.decode45(text)
    if value is not None:
        assert base45.encode(value) == text


@given(st.binary(max_size=300))
def test_bytes_come_back_from_base45_as_they_were(value: bytes) -> None:
    assert base45.decode(base45.encode(value)) == value


@pytest.mark.parametrize("suite", [ED25519, ES256], ids=["ed25519", "es256"])
@pytest.mark.parametrize("bindings", BINDINGS[:2] + BINDINGS[3:4], ids=["unbound", "venue", "challenge"])
def test_every_single_byte_that_is_changed_is_noticed(suite: Any, bindings: Case) -> None:
    case = {"post": {"level": 0, "nonce": encode(NONCE)}}
    raw = make(suite, **bindings)
    assert judge(write_text(raw), post(case), held(case), NOW).reason is None
    for place in range(len(raw)):
        for bits in (0x01, 0x80, 0xFF):
            other = raw[:place] + bytes([raw[place] ^ bits]) + raw[place + 1 :]
            assert judge(write_text(other), post(case), held(case), NOW).reason is not None, (place, bits)


@pytest.mark.parametrize("suite", [ED25519, ES256], ids=["ed25519", "es256"])
def test_every_character_that_is_changed_is_noticed(suite: Any) -> None:
    text = write_text(make(suite))
    for place in range(len(text)):
        for other in "0A:é":
            if text[place] != other:
                changed_text = text[:place] + other + text[place + 1 :]
                assert judge(changed_text, post({}), held({}), NOW).reason is not None, (place, other)


@pytest.mark.parametrize("suite", [ED25519, ES256], ids=["ed25519", "es256"])
def test_no_code_is_spelt_in_two_ways(suite: Any) -> None:
    text = write_text(make(suite))
    assert read_code(text) is not None
    for other in (text + "0", text + "00", text + " ", " " + text, text.lower(), text[:-1]):
        assert read_code(other) is None
