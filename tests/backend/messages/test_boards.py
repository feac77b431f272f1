"""Operators see how deliveries are doing, and vendors say what became of them."""

from typing import Any

import msgspec
import pytest
import time_machine
from litestar import Litestar

from backend.app import Adapters
from backend.messages.rules.outcomes import Change
from backend.messages.rules.waiting import percentile
from backend.messages.service.recording import Recorded, record
from tests.backend.messages.conftest import Carriers
from tests.conftest import Client
from tests.integrations.stand_ins import signatures
from tests.integrations.stand_ins.sms import SECRET

REPORTS = "/v1/providers/sms-batch/reports"


@pytest.fixture
def connected(app: Litestar, carriers: Carriers, monkeypatch: pytest.MonkeyPatch) -> Carriers:
    """The API with these vendors at its ports."""
    found: Adapters = app.state.adapters
    monkeypatch.setattr(
        app.state, "adapters", msgspec.structs.replace(found, providers=carriers.providers), raising=False
    )
    return carriers


async def test_the_board_tells_what_became_of_the_last_hour_and_day(
    operator: Client, resident: Client, client: Client, carriers: Carriers
) -> None:
    urgent: dict[str, Any] = {"kind": "device-suspended"}
    await carriers.remind(3, **urgent)
    await carriers.deliver()
    carriers.first.codes = {"+8613800000002": "number-invalid"}
    await carriers.remind(1, phone="13800000002", **urgent)
    await carriers.deliver()
    await carriers.remind(1, **urgent)
    await carriers.connection.execute(
        "update delivery set due_at = due_at - interval '2 hours' where state = 'failed'"
    )

    board = (await operator.get("/v1/deliveries/board")).json()
    lines = {line["provider"]: line for line in board["items"]}
    assert lines.keys() == {"sms-batch", None}
    hour, day = lines["sms-batch"]["hour"], lines["sms-batch"]["day"]
    assert (hour["sent"], hour["failed"], day["sent"], day["failed"]) == (3, 0, 3, 1)
    assert hour["within_10_s"] == 1.0
    assert 0 <= hour["p50_seconds"] <= hour["p95_seconds"] < 10
    assert (lines[None]["hour"]["queued"], lines[None]["hour"]["within_10_s"]) == (1, None)
    assert lines[None]["oldest_queued_at"] is not None
    assert lines["sms-batch"]["open_until"] is None

    page = (await operator.get("/v1/deliveries?limit=2")).json()
    assert [item["state"] for item in page["items"]] == ["queued", "failed"]
    rest = (await operator.get(f"/v1/deliveries?after={page['next']}")).json()
    assert [item["state"] for item in rest["items"]] == ["sent"] * 3
    (failed,) = (await operator.get("/v1/deliveries?state=failed&provider=sms-batch")).json()["items"]
    assert (failed["kind"], failed["error"], failed["attempts"]) == ("device-suspended", "bad-address", 1)
    assert "13800000002" not in str(failed)
    for path in ("", "/board"):
        assert (await resident.get(f"/v1/deliveries{path}")).status_code == 403
        assert (await client.get(f"/v1/deliveries{path}")).status_code == 401


async def test_a_vendor_reports_over_http_by_its_own_signature(client: Client, connected: Carriers) -> None:
    (delivery,) = await connected.remind(kind="device-suspended")
    await connected.deliver()
    told = [{"id": str(delivery), "state": "delivered", "reason": None}]
    headers, body = signatures.report_batch(SECRET, told)

    for spoilt in (body + b" x", b"", b"[]", b"{"):
        assert (await client.post(REPORTS, content=spoilt, headers=headers)).status_code == 403
    assert (await client.post(REPORTS, content=body)).status_code == 403
    assert (await client.post(REPORTS.replace("batch", "else"), content=body)).status_code == 404
    assert await connected.states(delivery) == [("sent", None)]
    answers = [(await client.post(REPORTS, content=body, headers=headers)).json() for _ in range(2)]
    assert answers == [{"count": 1}, {"count": 0}]
    assert await connected.states(delivery) == [("delivered", None)]


async def test_a_report_may_come_before_the_worker_has_recorded_its_call(connected: Carriers) -> None:
    with time_machine.travel(1_800_000_000, tick=False):
        (delivery,) = await connected.remind(kind="device-suspended")
        await connected.connection.execute(
            "update delivery set state = 'sending', provider = 'sms-batch', attempts = 1"
        )
        assert await record("sms-batch", [Recorded(delivery, Change(state="delivered"))]) == 1
        late = Recorded(delivery, Change(state="sent"), "V1", 1)
        assert await record("sms-batch", [late]) == 0
    assert await connected.states() == [("delivered", None)]


def test_a_percentile_is_read_from_steps_to_a_tenth() -> None:
    assert percentile({}, 0.5) is None
    assert percentile({0: 10}, 0.95) == 0.01
    counts = {10: 94, 40: 6}
    assert (percentile(counts, 0.5), percentile(counts, 0.95)) == (0.03, 0.45)
