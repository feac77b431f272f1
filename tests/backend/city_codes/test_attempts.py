"""An attempt that is repeated gets its own answer again, and nobody else does."""

import asyncio
import uuid
from datetime import timedelta

import httpx
import time_machine

from backend.core import clock
from tests.backend.city_codes.conftest import AddReader
from tests.backend.city_codes.showing import show, verdict, verify

Client = httpx.AsyncClient


async def test_a_repeated_attempt_gets_the_first_answer_again(resident: Client, reader: Client) -> None:
    code, attempt = await show(resident), str(uuid.uuid4())
    answers = await asyncio.gather(*(verify(reader, code, attempt) for _ in range(20)))
    answers.append(await verify(reader, code, attempt))
    assert answers[0]["result"] == "accepted"
    assert all(answer == answers[0] for answer in answers)
    assert await verdict(reader, code) == "replayed"


async def test_a_repeated_attempt_gets_it_also_when_the_code_is_over(
    resident: Client, reader: Client
) -> None:
    code, attempt = await show(resident), str(uuid.uuid4())
    first = await verify(reader, code, attempt)
    with time_machine.travel(clock.now() + timedelta(seconds=300)):
        assert await verify(reader, code, attempt) == first
        assert await verdict(reader, code) == "expired"


async def test_a_repeated_attempt_gets_its_refusal_again(
    resident: Client, reader: Client, operator: Client
) -> None:
    code, attempt = await show(resident, "bus"), str(uuid.uuid4())
    first = await verify(reader, code, attempt)
    assert first["reason"] == "wrong-scene"
    assert await verify(reader, code, attempt) == first
    used, again = await show(resident), str(uuid.uuid4())
    await verify(reader, used)
    replayed = await verify(reader, used, again)
    assert replayed["reason"] == "replayed"
    assert await verify(reader, used, again) == replayed


async def test_an_attempt_is_the_readers_own(resident: Client, reader: Client, add_reader: AddReader) -> None:
    code, attempt = await show(resident), str(uuid.uuid4())
    assert await verdict(reader, code, attempt) == "accepted"
    assert await verdict(await add_reader(), code, attempt) == "replayed"
    assert await verdict(reader, await show(resident), attempt) == "accepted"


async def test_the_same_attempt_for_two_codes_is_two_attempts(resident: Client, reader: Client) -> None:
    attempt = str(uuid.uuid4())
    first, second = await show(resident), await show(resident)
    assert [await verdict(reader, code, attempt) for code in (first, second)] == ["accepted", "accepted"]
