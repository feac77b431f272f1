"""A reader earns short tokens with signatures of its own key, each of which counts once."""

import asyncio
import time
import uuid
from datetime import timedelta

import asyncpg
import httpx
import jwt
import pytest
import time_machine

from backend.core import clock, keys
from backend.places import service
from tests.backend.places.conftest import Json, Library
from tests.backend.places.devices import Device, base64url

Client = httpx.AsyncClient


class Enrolled:
    """A device that is a reader."""

    def __init__(self, device: Device, reader: str, client: Client) -> None:
        self.device, self.reader, self.client = device, reader, client

    async def ask(self, body: Json | None = None, **claims: object) -> httpx.Response:
        """The answer to `body`, or to an assertion with `claims`."""
        return await self.client.post(
            f"/v1/readers/{self.reader}/tokens", json=body or self.device.assertion(self.reader, **claims)
        )

    async def look(self, token: str) -> httpx.Response:
        """What the reader sees of itself with `token`."""
        return await self.client.get("/v1/readers/current", headers={"authorization": f"Bearer {token}"})


@pytest.fixture(params=["EdDSA", "ES256"])
async def reader(library: Library, client: Client, request: pytest.FixtureRequest) -> Enrolled:
    """An enrolled reader, of either kind of key."""
    made = await library.add_reader()
    device = Device(request.param)
    await device.enrol(client, made["enrolment_code"])
    return Enrolled(device, made["reader"]["id"], client)


def refused(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json()["type"]) == (401, "/problems/assertion-refused")


async def test_a_token_lets_the_reader_see_where_it_stands(library: Library, reader: Enrolled) -> None:
    answer = await reader.ask()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    place = (await reader.look(answer.json()["access_token"])).json()
    assert place["reader"]["id"] == reader.reader
    assert place["venue"]["id"] == library.venue["id"]
    assert place["scene"]["title"]["en"] == "Library"


async def test_asking_for_a_token_is_when_a_reader_was_last_seen(reader: Enrolled) -> None:
    first = (await reader.ask()).json()["access_token"]
    seen = (await reader.look(first)).json()["reader"]["last_seen_at"]
    assert seen is not None
    assert (await reader.look(first)).json()["reader"]["last_seen_at"] == seen
    assert (await reader.look((await reader.ask()).json()["access_token"])).json()["reader"][
        "last_seen_at"
    ] > seen


async def test_a_token_ends(reader: Enrolled) -> None:
    token = (await reader.ask()).json()["access_token"]
    with time_machine.travel(clock.now() + timedelta(seconds=890)):
        assert (await reader.look(token)).status_code == 200
    with time_machine.travel(clock.now() + timedelta(seconds=901)):
        assert (await reader.look(token)).status_code == 401


async def test_an_assertion_counts_once(reader: Enrolled) -> None:
    body = reader.device.assertion(reader.reader)
    assert (await reader.ask(body)).status_code == 200
    assert refused(await reader.ask(body))


async def test_of_one_assertion_sent_at_once_one_counts(reader: Enrolled) -> None:
    body = reader.device.assertion(reader.reader)
    answers = await asyncio.gather(*(reader.ask(body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7


async def test_an_assertion_signed_anew_with_a_used_id_is_refused(reader: Enrolled) -> None:
    once = str(uuid.uuid4())
    assert (await reader.ask(jti=once)).status_code == 200
    assert refused(await reader.ask(jti=once, exp=int(time.time()) + 30))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "yima-enrolment"},
        {"aud": "yima"},
        {"aud": ["yima-reader"]},
        {"iss": str(uuid.UUID(int=1))},
        {"sub": str(uuid.UUID(int=1))},
        {"jti": "once"},
        {"jti": None},
        {"exp": 10**11},
        {"exp": 1},
        {"exp": "soon"},
        {"scope": "operator"},
    ],
)
async def test_an_assertion_that_says_something_else_is_refused(reader: Enrolled, claims: Json) -> None:
    assert refused(await reader.ask(**claims))


async def test_an_assertion_that_lives_longer_than_a_minute_is_refused(reader: Enrolled) -> None:
    now = int(time.time())
    assert refused(await reader.ask(iat=now, exp=now + 61))
    assert (await reader.ask(iat=now, exp=now + 60)).status_code == 200


@pytest.mark.parametrize("seconds", [-28_800, -62, 65, 28_800])
async def test_an_assertion_of_another_minute_says_that_the_clock_is_wrong(
    reader: Enrolled, seconds: int
) -> None:
    then = int(time.time()) + seconds
    answer = await reader.ask(iat=then, exp=then + 30)
    assert refused(answer)
    assert answer.json()["part"] == "clock"
    assert answer.json()["server_time"].endswith("Z")


@pytest.mark.parametrize("seconds", [-55, 55])
async def test_a_clock_that_is_off_by_less_than_a_minute_is_good_enough(
    reader: Enrolled, seconds: int
) -> None:
    then = int(time.time()) + seconds
    assert (await reader.ask(iat=then, exp=then + 30)).status_code == 200


async def test_the_algorithm_is_the_keys_own_whatever_the_header_says(reader: Enrolled) -> None:
    _, payload, signature = reader.device.assertion(reader.reader)["assertion"].split(".")
    for header in ('{"alg":"none"}', '{"alg":"HS256"}', '{"alg":"RS256"}', '{"alg":["EdDSA"]}', "{}", "[]"):
        for mark in ("", signature):
            assert refused(await reader.ask({"assertion": f"{base64url(header.encode())}.{payload}.{mark}"}))
    secret = str(reader.device.jwk)
    claims = {"iss": reader.reader, "sub": reader.reader, "aud": "yima-reader", "jti": str(uuid.uuid4())}
    now = int(time.time())
    forged = jwt.encode({**claims, "iat": now, "exp": now + 60}, secret, "HS256")
    assert refused(await reader.ask({"assertion": forged}))


async def test_another_readers_key_does_not_speak_for_this_one(
    library: Library, reader: Enrolled, client: Client
) -> None:
    other = Device()
    await other.enrol(client, (await library.add_reader())["enrolment_code"])
    assert refused(await reader.ask(other.assertion(reader.reader)))


async def test_unknown_and_waiting_readers_are_refused_alike(library: Library, client: Client) -> None:
    waiting = (await library.add_reader())["reader"]["id"]
    for reader in (waiting, str(uuid.uuid4())):
        assert refused(await Enrolled(Device(), reader, client).ask())


@pytest.mark.parametrize("scope", ["reader", "venue", "organisation"])
async def test_a_suspended_reader_gets_no_token_and_sees_that_it_is_suspended(
    library: Library, client: Client, scope: str, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    made = await library.add_reader()
    reader = Enrolled(Device(), made["reader"]["id"], client)
    await reader.device.enrol(client, made["enrolment_code"])
    token = (await reader.ask()).json()["access_token"]
    ids = {"reader": reader.reader, "venue": library.venue["id"], "organisation": library.organisation["id"]}
    path = f"/v1/{scope}s/{ids[scope]}/suspension"
    standing = "select usable from reader_standing where reader = $1"
    assert await connection.fetchval(standing, reader.reader) is True
    await library.operator.put(path, json={"reason": "检修"})
    answer = await reader.ask()
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/reader-suspended")
    assert (await reader.look(token)).json()["reader"]["state"] == "suspended"
    assert await connection.fetchval(standing, reader.reader) is False
    await library.operator.delete(path)
    assert (await reader.ask()).status_code == 200
    assert await connection.fetchval(standing, reader.reader) is True


async def test_a_suspended_readers_assertion_is_used_up_too(library: Library, reader: Enrolled) -> None:
    body = reader.device.assertion(reader.reader)
    path = f"/v1/readers/{reader.reader}/suspension"
    await library.manager.put(path, json={"reason": "检修"})
    assert (await reader.ask(body)).status_code == 403
    await library.manager.delete(path)
    assert refused(await reader.ask(body))


async def test_what_a_reader_stands_for_is_one_row_in_the_view(
    library: Library, reader: Enrolled, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    row = await connection.fetchrow("select * from reader_standing where reader = $1", reader.reader)
    assert row is not None
    assert str(row["venue"]) == library.venue["id"]
    assert str(row["organisation"]) == library.organisation["id"]
    assert (row["scene"], row["usable"]) == ("library", True)
    claims = await service.read_reader_token((await reader.ask()).json()["access_token"])
    assert claims is not None
    assert (str(claims.reader), claims.key) == (reader.reader, row["key"])


async def test_what_is_not_a_readers_token_is_not_taken_for_one(reader: Enrolled, resident: Client) -> None:
    token = (await reader.ask()).json()["access_token"]
    head, payload, signature = token.split(".")
    none = base64url(b'{"alg":"none"}')
    access = resident.headers["authorization"].removeprefix("Bearer ")
    exp = int(time.time()) + 600
    claims = {"sub": reader.reader, "key": str(uuid.uuid4()), "aud": "yima-reader", "exp": exp}
    for wrong in (
        access,
        "",
        "x",
        f"{head}.{payload}.",
        f"{head}.{payload}.{signature[::-1]}",
        f"{none}.{payload}.",
        reader.device.assertion(reader.reader)["assertion"],
        keys.sign_token("access-token", claims),
        keys.sign_token("reader-token", claims),
        keys.sign_token("reader-token", claims | {"aud": "yima"}),
        token[:-1],
    ):
        assert (await reader.look(wrong)).status_code == 401
    assert (await resident.get("/v1/me", headers={"authorization": f"Bearer {token}"})).status_code == 401


async def test_used_assertions_are_forgotten_once_nobody_would_take_them(
    reader: Enrolled, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    body = reader.device.assertion(reader.reader)
    await reader.ask(body)
    assert await service.forget_assertions() == 0
    with time_machine.travel(clock.now() + timedelta(seconds=181)):
        assert await service.forget_assertions() == 1
        assert refused(await reader.ask(body))
    assert await connection.fetchval("select count(*) from reader_assertion") == 0


async def test_wrong_assertions_are_limited_by_address_and_keep_no_reader_from_its_token(
    reader: Enrolled, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    with time_machine.travel(clock.now(), tick=False):
        wrong = Device().assertion(reader.reader)
        assert refused(await reader.ask(wrong))
        await connection.execute(
            "update limit_count set used = 300 where scope = 'places.reader_token_wrong'"
        )
        assert (await reader.ask(wrong)).status_code == 429
        assert (await reader.ask()).status_code == 200


async def test_tokens_are_limited_for_each_reader(
    reader: Enrolled, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    with time_machine.travel(clock.now(), tick=False):
        assert (await reader.ask()).status_code == 200
        await connection.execute("update limit_count set used = 60 where scope = 'places.reader_token'")
        answer = await reader.ask()
    assert answer.status_code == 429


async def test_a_time_beyond_every_clock_is_refused(reader: Enrolled) -> None:
    assert refused(await reader.ask(iat=10**400, exp=10**400 + 60))
