"""What readers fetch: signed, the same for everybody, complete, and small."""

import time
from typing import Any

import asyncpg
import httpx
import pytest

from backend.core import clock, keys
from backend.credentials import service
from backend.credentials.rules import jws, lists, status_lists
from backend.credentials.rules.lists import SceneRules, StatusIndex, TrustList
from backend.credentials.service import publishing
from tests.backend.credentials import phones

Client = httpx.AsyncClient
Connection = "asyncpg.Connection[asyncpg.Record]"
WELL_KNOWN = "/.well-known/city-code"


async def roots(client: Client) -> dict[str, bytes]:
    """The keys that a reader keeps at its enrolment."""
    found = (await client.get(f"{WELL_KNOWN}/roots.json")).json()["keys"]
    return {key["kid"]: jws.decode(key["x"]) for key in found}


async def fetch(client: Client, name: str, type_: Any) -> Any:
    """A list, its signature checked."""
    publishing.forget_documents()
    answer = await client.get(f"{WELL_KNOWN}/{name}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/jose")
    assert "public" in answer.headers["cache-control"]
    said = jws.read_jws(answer.text, type_, (await roots(client)).get, time.time())
    assert said is not None
    return said


async def fetch_status_list(client: Client, shard: lists.ShardStatus) -> status_lists.StatusList:
    """The list that the index names."""
    path = f"{WELL_KNOWN}/status/{shard.kid}/{shard.shard}/{shard.version}"
    answer = await client.get(path)
    assert answer.headers["content-type"] == status_lists.MEDIA_TYPE
    found = status_lists.read_list(answer.content, (await roots(client)).get)
    assert found is not None
    assert found.subject == f"http://city.test{path}"
    return found


async def test_the_trust_list_holds_every_key_that_may_sign_within_a_week(client: Client) -> None:
    trust = await fetch(client, "trust-list", TrustList)
    assert trust.exp - trust.iat == 7 * 86_400
    ring = keys.ring()
    published = {int(key.kid, 36) for key in ring.published("credential")}
    assert {key.kid for key in trust.keys} == published
    assert {key.kid for key in trust.code_keys} == {key.kid for key in ring.published("city-code")}
    assert {key.kid for key in trust.roots} == set(await roots(client))
    states = {key.state for key in ring.published("credential")}
    assert {"next", "current"} <= states


async def test_a_retired_key_ends_a_day_later_and_a_revoked_one_at_once(client: Client) -> None:
    retired = keys.ring().current("credential").kid
    await keys.rotate("credential", force=True)
    await keys.ring().refresh()
    trust = await fetch(client, "trust-list", TrustList)
    until = {key.kid: key.until for key in trust.keys}[int(retired, 36)]
    assert until is not None
    assert 24 * 3600 < until - time.time() < 26 * 3600
    await keys.revoke(retired)
    await keys.ring().refresh()
    assert int(retired, 36) not in {key.kid for key in (await fetch(client, "trust-list", TrustList)).keys}


async def test_a_reader_goes_from_root_to_root(client: Client) -> None:
    before = await roots(client)
    await keys.rotate("reader-lists", force=True)
    await keys.ring().refresh()
    publishing.forget_documents()
    text = (await client.get(f"{WELL_KNOWN}/trust-list")).text
    trust = jws.read_jws(text, TrustList, before.get, time.time())
    assert trust is not None
    assert {key.kid for key in trust.roots} > set(before)


async def test_the_scenes_say_all_that_a_reader_alone_must_know(client: Client) -> None:
    rules = await fetch(client, "scenes", SceneRules)
    bus = next(scene for scene in rules.scenes if scene.id == "bus")
    assert (bus.number, bus.level, bus.cap, bus.degraded) == (1, 0, 20, True)
    assert bus.attributes == {"fare-class": ["child", "child", "adult", "adult", "senior", "senior"]}
    assert len({scene.number for scene in rules.scenes}) == len(rules.scenes) == 13
    said = {prompt for scene in rules.scenes for prompt in scene.prompts.values()}
    assert said <= set(rules.prompts)
    assert len(rules.prompts) <= 12
    assert rules.prompts["pass"].audio["zh-CN"] == "/host/prompts/pass.zh-CN.wav"


async def test_what_was_revoked_is_told_beside_the_list_and_then_in_it(
    client: Client, resident: Client, connection: "asyncpg.Connection[asyncpg.Record]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await phones.fetch(resident, 3)
    (shard,) = (await fetch(client, "status", StatusIndex)).lists
    assert not any((await fetch_status_list(client, shard)).bits)
    kid, status = shard.kid, (shard.shard << 20) + 77
    async with connection.transaction():
        await service.revoke(connection, [(kid, status)], "copied", clock.now())
    (told,) = (await fetch(client, "status", StatusIndex)).lists
    assert (told.version, told.added) == (shard.version, [77])
    monkeypatch.setattr("backend.credentials.service.status_lists.ADDED_MAX", 0)
    (listed,) = (await fetch(client, "status", StatusIndex)).lists
    assert listed.version > shard.version
    assert listed.added == []
    made = await fetch_status_list(client, listed)
    assert made.is_revoked(77)
    assert not made.is_revoked(78)
    assert (await fetch_status_list(client, shard)).is_revoked(77) is False


async def test_a_list_that_there_is_not_is_a_404(client: Client) -> None:
    assert (await client.get(f"{WELL_KNOWN}/status/1/0/1")).status_code == 404
    assert (await client.get(f"{WELL_KNOWN}/status/99999999999999999999/0/1")).status_code in {404, 422}


async def test_a_reader_that_has_the_newest_is_told_so(client: Client) -> None:
    for name in ("trust-list", "scenes", "status"):
        first = await client.get(f"{WELL_KNOWN}/{name}")
        again = await client.get(f"{WELL_KNOWN}/{name}", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
