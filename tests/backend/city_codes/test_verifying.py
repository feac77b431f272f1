"""A venue's reader verifies a code, once."""

import uuid
from typing import Any

import httpx

Client = httpx.AsyncClient


async def issue(resident: Client, scene: str = "library") -> Any:
    """A fresh code."""
    answer = await resident.post("/v1/city-codes", json={"scene": scene})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def verify(reader: Client, code: str, attempt: str | None = None) -> Any:
    """What a reader is answered."""
    body = {"code": code, "attempt": attempt or str(uuid.uuid4())}
    answer = await reader.post("/v1/verifications", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_code_is_accepted_once(resident: Client, reader: Client) -> None:
    code = (await issue(resident))["code"]
    first = await verify(reader, code)
    assert (first["result"], first["reason"]) == ("accepted", None)
    assert len(first["pseudonym"]) == 20
    second = await verify(reader, code)
    assert (second["result"], second["reason"]) == ("refused", "replayed")
    assert second["pseudonym"] is None
    assert second["attributes"] == {}
