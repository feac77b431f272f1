"""The holder sees who looked, at once and later."""

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine
from litestar import Litestar

from backend.city_codes import service
from backend.city_codes.service import settling, waiting
from backend.core import clock
from tests.backend.city_codes.conftest import AddReader
from tests.backend.city_codes.showing import issue, listed, show, until, verdict, verify
from tests.conftest import SignIn

Client = httpx.AsyncClient


async def test_the_list_says_who_where_when_and_what_they_saw(
    resident: Client, reader: Client, add_reader: AddReader
) -> None:
    place = (await reader.get("/v1/readers/current")).json()
    wrong = await show(resident, "bus")
    await verify(reader, wrong)
    accepted = await verify(reader, await show(resident))
    newest, oldest = await listed(resident)
    assert newest == {
        "id": accepted["id"],
        "at": accepted["at"],
        "venue": place["venue"],
        "organisation": place["organisation"],
        "scene": "library",
        "result": "accepted",
        "reason": None,
        "attributes": {"is-adult": True},
        "offline": False,
    }
    assert (oldest["result"], oldest["reason"], oldest["attributes"]) == ("refused", "wrong-scene", {})
    assert oldest["venue"] == place["venue"]


async def test_the_list_comes_in_pages_that_skip_and_repeat_nothing(resident: Client, reader: Client) -> None:
    for n in range(7):
        code = await show(resident)
        await verify(reader, code)
        if n % 2:
            await verify(reader, code)
    everything = [item["id"] for item in await listed(resident)]
    assert len(everything) == 10
    assert everything == sorted(everything, reverse=True)
    seen: list[str] = []
    after = ""
    while True:
        page = (await resident.get(f"/v1/me/verifications?limit=3{after}")).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == everything


async def test_everybody_sees_their_own_list_only(resident: Client, reader: Client, sign_in: SignIn) -> None:
    await verify(reader, await show(resident))
    other = await sign_in("13800000002", "李淑兰", "131099195707200036")
    assert await listed(other) == []


async def test_what_is_not_a_code_of_anybody_stands_in_no_list(resident: Client, reader: Client) -> None:
    assert await verdict(reader, "nonsense") == "not-valid"
    assert await listed(resident) == []


async def test_the_list_reaches_over_days(resident: Client, reader: Client, connection: object) -> None:
    for _ in range(2):
        await verify(reader, await show(resident))
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    await connection.execute(  # type: ignore[attr-defined]
        "update verification set day = $1 where id = (select min(id::text)::uuid from verification)",
        yesterday,
    )
    assert len(await listed(resident)) == 2


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "after=x"])
async def test_pages_have_limits(resident: Client, query: str) -> None:
    assert (await resident.get(f"/v1/me/verifications?{query}")).status_code == 422


async def test_the_holder_sees_within_a_second_who_accepted(resident: Client, reader: Client) -> None:
    issued = await issue(resident)
    path = f"/v1/city-codes/{issued['cid']}/verification"
    assert (await resident.get(path)).status_code == 204
    waiter = asyncio.create_task(resident.get(f"{path}?wait_seconds=20"))
    await until(lambda: bool(service.desk().waiting._futures))
    accepted = await verify(reader, issued["code"])
    began = time.monotonic()
    answer = await waiter
    assert time.monotonic() - began < 1
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["id"] == accepted["id"]
    assert answer.json()["venue"] == (await reader.get("/v1/readers/current")).json()["venue"]
    assert (await resident.get(path)).json() == answer.json()
    assert not service.desk().waiting._futures


async def test_the_holder_sees_at_once_who_refused(resident: Client, reader: Client) -> None:
    issued = await issue(resident, "bus")
    path = f"/v1/city-codes/{issued['cid']}/verification"
    refused = await verify(reader, issued["code"])
    assert refused["reason"] == "wrong-scene"
    seen = (await resident.get(path)).json()
    assert (seen["id"], seen["result"], seen["reason"]) == (refused["id"], "refused", "wrong-scene")
    assert seen["attributes"] == {}


async def test_waiting_ends_when_nobody_comes(resident: Client) -> None:
    cid = (await issue(resident))["cid"]
    answer = await resident.get(f"/v1/city-codes/{cid}/verification?wait_seconds=0.6")
    assert (answer.status_code, answer.content) == (204, b"")


async def test_only_the_holder_may_ask(resident: Client, sign_in: SignIn, client: Client) -> None:
    cid = (await issue(resident))["cid"]
    other = await sign_in("13800000002", "李淑兰", "131099195707200036")
    path = "/v1/city-codes/{}/verification"
    assert (await other.get(path.format(cid))).status_code == 404
    assert (await client.get(path.format(cid))).status_code == 401
    for wrong in ("A" * 22, "x", cid[:-1], cid + "A", "A" * 21 + "B", str(uuid.uuid4())):
        assert (await resident.get(path.format(wrong))).status_code == 404


@pytest.mark.parametrize("seconds", ["-1", "25.1", "x", "nan"])
async def test_waiting_has_a_limit(resident: Client, seconds: str) -> None:
    cid = (await issue(resident))["cid"]
    answer = await resident.get(f"/v1/city-codes/{cid}/verification?wait_seconds={seconds}")
    assert answer.status_code == 422


async def test_one_holder_cannot_wait_for_ever_everywhere(resident: Client) -> None:
    cid = (await issue(resident))["cid"]
    path = f"/v1/city-codes/{cid}/verification?wait_seconds=1"
    asking = [asyncio.create_task(resident.get(path)) for _ in range(waiting.WAITERS_PER_HOLDER_MAX + 3)]
    answers = await asyncio.gather(*asking)
    assert {answer.status_code for answer in answers} == {204}
    assert not service.desk().waiting._holders


async def test_a_phone_that_goes_away_is_forgotten(app: Litestar, resident: Client) -> None:
    cid = (await issue(resident))["cid"]
    gone = asyncio.Event()
    asked = asyncio.Event()
    sent: list[object] = []

    async def receive() -> dict[str, object]:
        if not asked.is_set():
            asked.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/v1/city-codes/{cid}/verification",
        "raw_path": b"/",
        "query_string": b"wait_seconds=25",
        "headers": [(b"authorization", resident.headers["authorization"].encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    request = asyncio.create_task(app(scope, receive, send))  # type: ignore[arg-type]
    await until(lambda: bool(service.desk().waiting._futures))
    gone.set()
    await asyncio.wait_for(request, 2)
    assert not service.desk().waiting._futures


async def test_a_device_that_confirmed_nobody_reads_no_list(
    resident: Client, reader: Client, sign_in: SignIn
) -> None:
    await verify(reader, await show(resident))
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        newcomer = await sign_in("13800000001")
        answer = await newcomer.get("/v1/me/verifications")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/device-not-confirmed")
    assert len(await listed(resident)) == 1


async def test_no_burst_of_attempts_fills_the_holders_list(resident: Client, reader: Client) -> None:
    code = await show(resident)
    answers = await asyncio.gather(*(verify(reader, code) for _ in range(120)))
    assert sum(answer["result"] == "accepted" for answer in answers) == 1
    # Two lanes may write ten each before either sees the other's.
    assert len(await listed(resident)) <= 1 + 2 * settling.REFUSALS_PER_CODE_MAX


async def test_a_process_keeps_no_more_phones_waiting_than_it_can(
    resident: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cid = (await issue(resident))["cid"]
    monkeypatch.setattr(waiting, "WAITERS_MAX", 0)
    answer = await resident.get(f"/v1/city-codes/{cid}/verification?wait_seconds=5")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert (await resident.get(f"/v1/city-codes/{cid}/verification")).status_code == 204
