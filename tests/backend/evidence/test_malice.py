"""What a venue with a real reader, a resident with a real key, or bad luck does with evidence."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import time_machine

from backend.core import clock
from backend.core.batches import Connection
from tests.backend.city_codes.showing import listed, verdict
from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential
from tests.backend.evidence.conftest import NewDevice
from tests.backend.evidence.devices import Client, Device
from tests.backend.evidence.test_reconciling import DACHANG, LANGFANG, LIBRARY, findings, inbox

RunJobs = Callable[[], Awaitable[int]]


async def test_a_carried_code_that_was_handed_in_is_used_at_the_city_too(
    operator: Client, reader: Client, device: Device, credential: Credential, run_jobs: RunJobs
) -> None:
    now = time.time()
    code = credential.show(LIBRARY, 8, now)
    device.note(code)
    await device.hand_in()
    await run_jobs()
    assert await verdict(reader, code) == "replayed"
    assert await verdict(reader, credential.show(LIBRARY, 7, now - 15)) == "replayed"
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert await verdict(reader, credential.show(LIBRARY, 8)) == "replayed"
        assert await verdict(reader, credential.show(LIBRARY, 9)) == "accepted"
    assert await findings(operator) == []


async def test_a_live_code_that_the_city_accepts_after_the_hand_in_comes_to_light(
    resident: Client, operator: Client, reader: Client, device: Device, run_jobs: RunJobs
) -> None:
    live = (await resident.post("/v1/city-codes", json={"scene": "library"})).json()["code"]
    device.note(live)
    await device.hand_in()
    await run_jobs()
    assert await verdict(reader, live) == "accepted"
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        await run_jobs()
        assert [finding["kind"] for finding in await findings(operator)] == ["copied"]


async def test_one_code_in_a_thousand_records_does_not_fill_its_holders_list(
    resident: Client, device: Device, credential: Credential, connection: Connection
) -> None:
    code = credential.show(LIBRARY)
    for verdict_of in ("accepted", "replayed", "over-limit"):
        for _ in range(100):
            device.note(code, verdict_of)
    assert await device.hand_in() == 300
    for _ in range(100):
        device.note(code)
    assert await device.hand_in() == 400
    assert len(await listed(resident)) <= 20


async def test_a_venue_far_away_asks_a_holder_once_a_day_at_most(
    resident: Client, operator: Client, new_device: NewDevice, run_jobs: RunJobs
) -> None:
    one, two = await new_device(position=LANGFANG), await new_device(position=DACHANG)
    now = time.time() - 30
    for n, credential in enumerate(await phones.fetch(resident, 10)):
        (one, two)[n % 2].note(credential.show(LIBRARY, 1, now + n), at=now + n)
    for device in (one, two):
        await device.hand_in()
        await run_jobs()
    assert [finding["kind"] for finding in await findings(operator)] == ["far-apart"]
    assert len(await inbox(resident)) == 1


async def test_late_evidence_of_a_forgotten_batch_is_laid_on_nobody_elses_phone(
    resident: Client, operator: Client, device: Device, run_jobs: RunJobs, connection: Connection
) -> None:
    await phones.fetch(resident)
    (cloned,) = await phones.fetch(resident, 1)
    await connection.execute(
        "delete from credential_batch where first_serial = (select max(first_serial) from credential_batch)"
    )
    now = time.time()
    device.note(cloned.show(LIBRARY, 5, now - 20), at=now - 20)
    device.note(cloned.show(LIBRARY, 5, now), "replayed")
    await device.hand_in()
    await run_jobs()
    (finding,) = await findings(operator)
    assert (finding["kind"], finding["device"], finding["device_suspended"]) == ("cloned", None, False)
    assert (await resident.get("/v1/me")).json()["device"] == "confirmed"


async def test_a_reader_that_is_wrong_all_day_is_one_finding_a_day(
    operator: Client, device: Device, credential: Credential
) -> None:
    for n in range(3):
        device.note("nonsense")
        device.note(credential.show(LIBRARY, n + 1, time.time() - 3600))
        await device.hand_in()
    found = {finding["kind"]: finding["records"] for finding in await findings(operator)}
    assert found == {"forged": 3, "late": 3}
    assert len(await findings(operator)) == 2
