"""Keys of each purpose: announced, signing, retired, revoked; and nothing verifies as anything else."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Litestar

from backend.core import clock, keys, sealing
from backend.core.keys import Purpose
from backend.core.keys.secrets import open_secret
from backend.core.problems import NotFound


@pytest.fixture
async def ring(app: Litestar) -> AsyncIterator[keys.Keyring]:
    """The ring of this process, fresh."""
    await keys.ring().refresh()
    yield keys.ring()
    await keys.ring().refresh()


def claims(audience: str = "yima", seconds: int = 60) -> dict[str, Any]:
    """What a token says at least."""
    return {"sub": str(uuid.uuid4()), "aud": audience, "exp": int(clock.now().timestamp()) + seconds}


async def count(connection: "asyncpg.Connection[asyncpg.Record]", purpose: Purpose) -> dict[str, int]:
    """How many keys of each state there are."""
    rows = await connection.fetch(
        "select state, count(*) as n from signing_key where purpose = $1 group by state", purpose
    )
    return {row["state"]: row["n"] for row in rows}


async def test_each_purpose_has_a_key_that_signs_and_one_announced(
    ring: keys.Keyring, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await keys.ensure()
    for purpose in keys.PURPOSES:
        states = await count(connection, purpose)
        assert (states["current"], states["next"]) == (1, 1)
        assert ring.current(purpose).kid in {key.kid for key in ring.published(purpose)}
    assert all(1 <= len(record.kid) <= 4 for record in await keys.list_keys())


async def test_two_processes_that_start_together_make_each_key_once(
    ring: keys.Keyring, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await connection.execute("update signing_key set state = 'revoked', revoked_at = now()")
    await asyncio.gather(*(keys.ensure() for _ in range(5)))
    for purpose in keys.PURPOSES:
        states = await count(connection, purpose)
        assert (states["current"], states["next"]) == (1, 1)


async def test_a_token_verifies_for_its_purpose_and_audience_only(ring: keys.Keyring) -> None:
    for purpose in keys.PURPOSES:
        said = claims()
        token = keys.sign_token(purpose, said)
        for other in keys.PURPOSES:
            found = await keys.verify_token(other, token, "yima")
            assert found == (said if other == purpose else None)
        assert await keys.verify_token(purpose, token, "elsewhere") is None


async def test_a_token_that_is_over_or_lacks_a_claim_is_refused(ring: keys.Keyring) -> None:
    assert (
        await keys.verify_token("access-token", keys.sign_token("access-token", claims(seconds=-1)), "yima")
        is None
    )
    for missing in ("sub", "aud", "exp"):
        said = {name: value for name, value in claims().items() if name != missing}
        assert await keys.verify_token("access-token", keys.sign_token("access-token", said), "yima") is None


async def test_forged_tokens_are_refused(ring: keys.Keyring) -> None:
    current = ring.current("access-token")
    stranger = Ed25519PrivateKey.generate()
    said = claims()
    for forged in (
        "",
        "x",
        "a.b.c",
        "..",
        jwt.encode(said, stranger, "EdDSA", headers={"kid": current.kid}),
        jwt.encode(said, stranger, "EdDSA", headers={"kid": "none"}),
        jwt.encode(said, stranger, "EdDSA"),
        jwt.encode(said, "", "none", headers={"kid": current.kid}),
        jwt.encode(said, current.public, "HS256", headers={"kid": current.kid}),
        jwt.encode(said, stranger, "EdDSA", headers={"kid": current.kid, "crit": ["x"], "x": 1}),
        keys.sign_token("access-token", said)[:-4] + "AAAA",
    ):
        assert await keys.verify_token("access-token", forged, "yima") is None


async def test_a_key_rotates_only_when_it_was_announced_long_enough(ring: keys.Keyring) -> None:
    announced = next(key.kid for key in ring.published("reader-token") if key.state == "next")
    before = ring.current("reader-token").kid
    token = keys.sign_token("reader-token", claims(seconds=3000))
    await _announce_now(announced)
    with pytest.raises(keys.KeyNotPublishedLongEnough):
        await keys.rotate("reader-token")
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert await keys.rotate("reader-token") == announced
    await ring.refresh()
    assert ring.current("reader-token").kid == announced
    assert (await keys.verify_token("reader-token", token, "yima")) is not None
    states = {key.kid: key.state for key in ring.published("reader-token")}
    assert (states[before], states[announced], list(states.values()).count("next")) == (
        "retired",
        "current",
        1,
    )


async def _announce_now(kid: str) -> None:
    from backend.core import db

    async with db.connection() as connection:
        await connection.execute("update signing_key set created_at = $2 where kid = $1", kid, clock.now())


async def test_a_retired_key_is_forgotten_when_its_tokens_are_dead(ring: keys.Keyring) -> None:
    before = ring.current("access-token").kid
    await keys.rotate("access-token", force=True)
    await ring.refresh()
    assert before in ring.keys
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        await ring.refresh()
        assert before not in ring.keys


async def test_two_rotations_at_once_follow_each_other(
    ring: keys.Keyring, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    promoted = await asyncio.gather(*(keys.rotate("city-code", force=True) for _ in range(4)))
    assert len(set(promoted)) == 4
    states = await count(connection, "city-code")
    assert (states["current"], states["next"]) == (1, 1)


async def test_a_revoked_key_is_out_within_two_seconds_and_its_successor_signs(ring: keys.Keyring) -> None:
    leaked = ring.current("access-token").kid
    token = keys.sign_token("access-token", claims())
    await keys.revoke(leaked)
    end = time.monotonic() + 2
    while await keys.verify_token("access-token", token, "yima") is not None:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)
    assert ring.current("access-token").kid != leaked
    assert await keys.verify_token("access-token", keys.sign_token("access-token", claims()), "yima")
    await keys.revoke(leaked)


async def test_an_announced_key_can_be_revoked_too(ring: keys.Keyring) -> None:
    announced = next(key.kid for key in ring.published("city-code") if key.state == "next")
    await keys.revoke(announced)
    await ring.refresh()
    successors = [key.kid for key in ring.published("city-code") if key.state == "next"]
    assert len(successors) == 1
    assert successors != [announced]
    with pytest.raises(NotFound):
        await keys.revoke("0000")


async def test_tokens_of_a_key_that_is_new_elsewhere_verify_at_once(ring: keys.Keyring) -> None:
    behind = keys.Keyring()
    await behind.refresh()
    kid = await keys.rotate("access-token", force=True)
    second = await keys.rotate("access-token", force=True)
    assert await behind.find("access-token", kid) is not None
    assert await behind.find("access-token", second) is not None
    assert await behind.find("reader-token", second) is None


async def test_unknown_keys_do_not_make_a_flood_of_readings(ring: keys.Keyring) -> None:
    loads = 0
    load = ring._load

    async def counted() -> None:
        nonlocal loads
        loads += 1
        await load()

    ring._load = counted  # type: ignore[method-assign]
    try:
        assert set(await asyncio.gather(*(ring.find("access-token", f"q{n}") for n in range(100)))) == {None}
    finally:
        ring._load = load  # type: ignore[method-assign]
    assert loads <= 3


async def test_private_keys_are_sealed_each_for_itself(
    ring: keys.Keyring, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    rows = await connection.fetch("select kid, private_sealed from signing_key where state = 'current'")
    for row in rows:
        assert ring.keys[row["kid"]].secret[:32] not in bytes(row["private_sealed"])
    with pytest.raises(sealing.SealError):
        open_secret(rows[0]["kid"], rows[1]["private_sealed"])
