"""The quick routes are documented like any other, and answer alike before the framework and inside it."""

import uuid
from typing import Any

import httpx
import pytest
from litestar import Litestar

from backend.city_codes import service
from backend.city_codes.routes import in_front
from backend.city_codes.schemas import CityCode, CityCodeRequest, VerificationAnswer, VerificationRequest
from backend.core.observe import observed
from tests.backend.city_codes.showing import show, verify
from tests.conftest import new_client

Client = httpx.AsyncClient

QUICK = {
    "/v1/city-codes": (CityCodeRequest, CityCode),
    "/v1/verifications": (VerificationRequest, VerificationAnswer),
}


@pytest.fixture
async def document(client: Client) -> Any:
    """The OpenAPI document."""
    return (await client.get("/schema/openapi.json")).json()


@pytest.mark.parametrize("path", QUICK)
async def test_the_document_comes_from_the_structs_that_are_decoded_and_encoded(
    document: Any, path: str
) -> None:
    request, response = QUICK[path]
    operation = document["paths"][path]["post"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schemas = document["components"]["schemas"]
    assert set(schemas[body]["properties"]) == set(request.__struct_fields__)
    assert set(schemas[answer]["properties"]) == set(response.__struct_fields__)
    assert operation["security"]
    assert {"400", "401", "413", "422", "503"} <= set(operation["responses"])
    for status in ("400", "401", "413", "422", "503"):
        assert "application/problem+json" in operation["responses"][status]["content"]


async def test_a_code_by_another_scenes_name_is_documented_too(document: Any) -> None:
    described = document["paths"]["/v1/city-codes"]["post"]["responses"]
    for name in ("identity-needed", "account-suspended", "unknown-scene"):
        assert any(name in response["description"] for response in described.values())


@pytest.fixture
def doors(app: Litestar) -> list[Any]:
    """Inside the framework, and in front of it as in a server process."""
    return [app, in_front(observed(app))]  # type: ignore[arg-type]  # Litestar's names for the same ASGI


SENT: list[tuple[str, str, bytes, dict[str, str]]] = [
    ("verifications", "reader", b"", {}),
    ("verifications", "reader", b"[]", {}),
    ("verifications", "reader", b'{"code":"x","attempt":"y"}', {}),
    ("verifications", "reader", b"x" * 5_000, {}),
    ("verifications", "reader", b"x" * 100_000, {}),
    ("verifications", "resident", b'{"code":"x","attempt":"00000000-0000-4000-8000-000000000000"}', {}),
    ("verifications", "nobody", b"", {}),
    ("verifications", "nobody", b"", {"authorization": "Bearer"}),
    ("verifications", "nobody", b"", {"authorization": "Bearer \xff"}),
    ("city-codes", "nobody", b"", {"cookie": "yima_session=x"}),
    ("city-codes", "nobody", b"{}", {"cookie": "yima_session=x", "origin": "https://elsewhere.example"}),
    ("city-codes", "reader", b'{"scene":"library"}', {}),
    ("city-codes", "resident", b'{"scene":"nowhere"}', {}),
    ("city-codes", "resident", b'{"scene":1}', {}),
    ("city-codes", "resident", b"{", {}),
]


@pytest.mark.parametrize(("path", "who", "body", "headers"), SENT)
async def test_both_doors_refuse_in_the_same_words(
    doors: list[Any],
    reader: Client,
    resident: Client,
    path: str,
    who: str,
    body: bytes,
    headers: dict[str, str],
) -> None:
    keys = {"reader": reader, "resident": resident}
    own = {"authorization": keys[who].headers["authorization"]} if who in keys else {}
    answers = []
    for door in doors:
        async with new_client(door) as caller:
            raw = [(name.encode(), value.encode("latin-1")) for name, value in (own | headers).items()]
            answers.append(await caller.post(f"/v1/{path}", content=body, headers=raw))
    inside, front = answers
    assert inside.status_code == front.status_code
    assert 400 <= front.status_code < 500
    assert front.headers["content-type"] == inside.headers["content-type"] == "application/problem+json"
    assert front.headers["cache-control"] == inside.headers["cache-control"] == "no-store"
    assert front.headers.get("www-authenticate") == inside.headers.get("www-authenticate")
    assert front.headers["x-request-id"] == front.json()["request_id"]
    assert {**front.json(), "request_id": None} == {**inside.json(), "request_id": None}


async def test_both_doors_give_the_same_answer_to_one_attempt(
    doors: list[Any], reader: Client, resident: Client
) -> None:
    code, attempt = await show(resident), str(uuid.uuid4())
    answers = []
    for door in doors:
        async with new_client(door, authorization=reader.headers["authorization"]) as gate:
            answers.append(await verify(gate, code, attempt))
    assert answers[0] == answers[1]
    assert answers[0]["result"] == "accepted"


async def test_other_methods_and_paths_pass_the_quick_routes(doors: list[Any], resident: Client) -> None:
    async with new_client(doors[1], authorization=resident.headers["authorization"]) as caller:
        assert (await caller.get("/v1/verifications")).status_code == 405
        assert (await caller.get("/v1/me/verifications")).status_code == 200
        assert (await caller.post("/v1/verifications/x")).status_code == 404


async def test_verdicts_and_requests_are_counted(doors: list[Any], reader: Client, resident: Client) -> None:
    async with new_client(doors[1], authorization=reader.headers["authorization"]) as gate:
        await verify(gate, await show(resident))
        assert (await gate.post("/v1/verifications")).status_code == 400
        figures = (await gate.get("/metrics")).text
    for line in (
        'yima_verifications_total{verdict="accepted"}',
        'yima_requests_total{method="POST",route="/v1/verifications",status="200"}',
        'yima_requests_total{method="POST",route="/v1/verifications",status="400"}',
        'yima_batch_seconds_count{lane="verifications"}',
    ):
        assert line in figures


async def test_more_than_can_be_done_is_told_to_come_back(
    doors: list[Any], reader: Client, resident: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"code": await show(resident), "attempt": str(uuid.uuid4())}
    monkeypatch.setattr(service.desk().verifications, "queue_max", 0)
    for door in doors:
        async with new_client(door, authorization=reader.headers["authorization"]) as gate:
            answer = await gate.post("/v1/verifications", json=body)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "1"
            assert answer.json()["type"] == "/problems/busy"
