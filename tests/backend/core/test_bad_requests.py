"""Bodies and headers that nobody in good faith sends: each is answered as a mistake, none breaks anything."""

import httpx
import pytest

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"phone":' + b"[" * 30_000,
        b"[" * 60_000,
        b'{"phone":"\xff"}',
        b'{"phone":"\\ud800"}',
        b"{",
        b"1e999x",
    ],
    ids=["deep", "deeper", "not UTF-8", "half a character", "cut off", "no JSON"],
)
async def test_a_body_that_is_no_json_is_malformed(client: httpx.AsyncClient, body: bytes) -> None:
    for path in ("/v1/sign-ins", "/v1/sessions/refresh", "/v1/readers/enrolments"):
        answer = await client.post(path, content=body, headers=JSON)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-request")


async def test_an_origin_that_is_no_address_is_not_ours(client: httpx.AsyncClient) -> None:
    headers = {"origin": "http://[", "cookie": "yima_session=x"}
    assert (await client.delete("/v1/sessions/current", headers=headers)).status_code == 403
    answer = await client.post("/v1/city-codes", json={"scene": "library"}, headers=headers)
    assert answer.status_code == 403


async def test_a_field_that_is_called_like_something_of_ours_is_told_like_any_other(
    operator: httpx.AsyncClient,
) -> None:
    wish = {"phone": "13800000001", "department": "", "division": "131000", "role": "clerk"}
    answer = await operator.post("/v1/staff", json=wish, headers={"idempotency-key": "0123456789"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/department"
