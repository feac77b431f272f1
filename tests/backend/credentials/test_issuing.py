"""A day of credentials: for whom, how many, how different from each other, and until when they count."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from datetime import timedelta

import asyncpg
import httpx
import pytest
import time_machine
from litestar import Litestar
from nacl.bindings import crypto_sign_seed_keypair

from backend.core import clock
from backend.credentials import service
from backend.credentials.rules.carried_codes import CarriedCode, read_code
from backend.credentials.rules.jws import encode
from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential
from tests.conftest import SignIn

Client = httpx.AsyncClient
LIBRARY = 2


def keys(count: int) -> Iterator[bytes]:
    """Public keys of a phone."""
    return (crypto_sign_seed_keypair(n.to_bytes(32))[0] for n in range(1, count + 1))


def read(credential: Credential) -> CarriedCode:
    """What a credential says."""
    code = read_code(credential.show(LIBRARY))
    assert code is not None
    return code


async def test_a_phone_gets_a_day_of_credentials_with_keys_of_its_own(resident: Client) -> None:
    credentials = await phones.fetch(resident, 32)
    said = [read(credential) for credential in credentials]
    assert len({code.key for code in said}) == len({code.cid for code in said}) == 32
    assert len({code.status for code in said}) == 32
    now = time.time()
    assert {now + 22.9 * 3600 < code.expires_at <= now + 24 * 3600 for code in said} == {True}
    assert {code.holder for code in said} == {3}


async def test_two_credentials_share_no_run_of_four_bytes_but_what_all_share(resident: Client) -> None:
    batches = [await phones.fetch(resident, 32) for _ in range(3)]
    raws = [credential.credential for batch in batches for credential in batch]
    for one, two in itertools.combinations(raws, 2):
        assert one[:3] == two[:3]  # profile and kid
        assert one[23:28] == two[23:28]  # end and class
        for start, end in ((3, 23), (28, 124)):
            shared = [n for n in range(start, end - 3) if one[n : n + 4] == two[n : n + 4]]
            assert shared == [], (one.hex(), two.hex())


async def test_statuses_are_never_given_twice_by_processes_side_by_side(
    resident: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    from backend.credentials.service import numbering

    taken = []
    for _ in range(4):
        numbering.give_back_block()
        taken += await asyncio.gather(*(numbering.take_serials(7, 32) for _ in range(20)))
    serials = [serial for block in taken for serial in block]
    assert len(set(serials)) == len(serials) == 4 * 20 * 32
    statuses = {numbering.shuffle(7, 0).index(serial) for serial in serials}
    assert len(statuses) == len(serials)
    assert all(service.serial_of(7, status) in set(serials) for status in list(statuses)[:100])


async def test_a_p256_phone_gets_longer_credentials(resident: Client) -> None:
    from backend.vectors import PHONE_P256

    answer = await phones.ask(resident, [PHONE_P256.public], "es256")
    assert answer.status_code == 201
    assert len(answer.json()["credentials"][0]) == 167  # 125 bytes


@pytest.mark.parametrize(
    "wrong",
    [
        {"suite": "ed25519", "keys": []},
        {"suite": "ed25519", "keys": [encode(bytes([1]) + bytes(31))]},
        {"suite": "ed25519", "keys": [encode(bytes(32))]},
        {"suite": "ed25519", "keys": [encode(b"\xff" * 32)]},
        {"suite": "ed25519", "keys": [encode(bytes([2]) * 32)] * 2},
        {"suite": "ed25519", "keys": [encode(bytes([2]) * 33)]},
        {"suite": "es256", "keys": [encode(bytes([4]) * 33)]},
        {"suite": "es256", "keys": [encode(bytes([2]) * 32)]},
        {"suite": "es256", "keys": [encode(b"\x02" + b"\xff" * 32)]},
        {"suite": "ed25519", "keys": ["!" * 43]},
        {"suite": "ed25519", "keys": [encode(bytes([2]) * 31 + b"\x01")[:-1] + "B"]},
        {"suite": "sm2", "keys": [encode(bytes([2]) * 32)]},
        {"suite": "ed25519", "keys": [encode(key) for key in keys(33)]},
        {"suite": "ed25519", "keys": [encode(bytes([2]) * 32)], "count": 32},
    ],
)
async def test_keys_that_are_none_are_refused(resident: Client, wrong: dict[str, object]) -> None:
    assert (await resident.post("/v1/credentials", json=wrong)).status_code == 422


async def test_who_may_not_show_codes_gets_none_to_carry(
    client: Client, operator: Client, resident: Client, sign_in: SignIn
) -> None:
    (key,) = keys(1)
    assert (await phones.ask(client, [key])).status_code == 401
    stranger = await sign_in("13800000003")
    assert (await phones.ask(stranger, [key])).json()["type"].endswith("identity-needed")
    account = (await resident.get("/v1/me")).json()["id"]
    await operator.put(f"/v1/residents/{account}/suspension", json={"reason": "测试"})
    assert (await phones.ask(resident, [key])).json()["type"].endswith("account-suspended")


async def test_a_phone_asks_two_dozen_times_a_day_at_the_most(resident: Client) -> None:
    (key,) = keys(1)
    with time_machine.travel(clock.now(), tick=True):
        statuses = [(await phones.ask(resident, [key])).status_code for _ in range(25)]
    assert statuses == [201] * 24 + [429]


async def test_a_phone_learns_whether_what_it_carries_still_counts(
    resident: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    (key,) = keys(1)
    batch = (await phones.ask(resident, [key])).json()["id"]
    path = f"/v1/credentials/{batch}"
    assert (await resident.get(path)).status_code == 200
    assert (await resident.get(path.replace(batch[:8], "00000000"))).status_code == 404
    device = await connection.fetchval("select device from credential_batch")
    async with connection.transaction():
        await service.online_only_from_now(connection, device, "copied", clock.now() + timedelta(hours=1))
    assert (await resident.get(path)).json()["type"].endswith("online-only")
    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        assert (await resident.get("/v1/me")).status_code in {200, 401}


async def test_a_batch_that_was_under_way_while_its_device_was_paused_is_caught_within_a_minute(
    resident: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await phones.fetch(resident, 3)
    await connection.execute(
        "insert into online_only select device, 'copied', now() + interval '1 day' from credential_batch"
    )
    await service.end_lost_batches(timedelta(minutes=10))
    rows = await connection.fetch("select because from credential_revocation")
    assert [row["because"] for row in rows] == ["online-only"] * 3


async def test_what_ended_is_in_the_next_status_list_and_forgotten_when_it_is_over(
    app: Litestar, resident: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await phones.fetch(resident, 5)
    assert await service.end_lost_batches(timedelta(hours=1)) == 0
    await resident.delete("/v1/sessions/current")
    assert await service.end_lost_batches(timedelta(hours=1)) == 1
    assert await service.end_lost_batches(timedelta(hours=1)) == 1
    assert await connection.fetchval("select count(*) from credential_revocation") == 5
    await service.forget()
    assert await connection.fetchval("select count(*) from credential_revocation") == 5
    with time_machine.travel(clock.now() + timedelta(days=12)):
        await service.forget()
    for table in ("credential_revocation", "credential_batch", "credential_shard"):
        assert await connection.fetchval(f"select count(*) from {table}") == 0
