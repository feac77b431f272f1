"""Spoken numbers: twenty digits, once, within two minutes, and hopeless to guess."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from backend.city_codes.rules.spoken_numbers import make_number, read_number
from backend.core import clock
from tests.backend.city_codes.showing import Json, listed, verdict, verify

Client = httpx.AsyncClient


async def speak(resident: Client, scene: str = "library") -> Json:
    """A fresh number with its times."""
    answer = await resident.post("/v1/city-codes/spoken", json={"scene": scene})
    assert answer.status_code == 200, answer.text
    said: Json = answer.json()
    return said


async def test_a_number_is_accepted_once_in_groups_or_not(resident: Client, reader: Client) -> None:
    number = (await speak(resident))["number"]
    grouped = " ".join(number[n : n + 4] for n in range(0, 20, 4))
    told = await verify(reader, grouped)
    assert (told["result"], told["attributes"]) == ("accepted", {"is-adult": True})
    assert await verdict(reader, number) == "replayed"
    assert [one["result"] for one in await listed(resident)] == ["refused", "accepted"]


async def test_many_windows_at_once_accept_a_number_once(resident: Client, reader: Client) -> None:
    number = (await speak(resident))["number"]
    verdicts = await asyncio.gather(*(verdict(reader, number) for _ in range(5)))
    assert sorted(verdicts) == ["accepted"] + ["replayed"] * 4


async def test_a_number_ends_after_two_minutes(resident: Client, reader: Client) -> None:
    said = await speak(resident)
    with time_machine.travel(clock.now() + timedelta(seconds=121)):
        assert await verdict(reader, said["number"]) == "expired"


async def test_a_number_is_for_its_scene(resident: Client, reader: Client) -> None:
    assert await verdict(reader, (await speak(resident, "hospital"))["number"]) == "wrong-scene"
    refused = await resident.post("/v1/city-codes/spoken", json={"scene": "event"})
    assert refused.status_code == 422


async def test_five_wrong_numbers_in_a_minute_close_a_venues_window(resident: Client, reader: Client) -> None:
    for _ in range(5):
        assert await verdict(reader, make_number()) == "not-valid"
    good = (await speak(resident))["number"]
    for number in (make_number(), good):
        body = {"code": number, "attempt": "01a210b7-e73b-72f3-8d61-3c6f3b1c9c11"}
        refused = await reader.post("/v1/verifications", json=body)
        assert refused.status_code == 429
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert await verdict(reader, good) == "accepted"


async def test_right_numbers_and_slips_of_the_finger_use_up_no_tries(
    resident: Client, reader: Client
) -> None:
    for _ in range(7):
        number = (await speak(resident))["number"]
        slip = number[:-1] + str((int(number[-1]) + 1) % 10)
        assert await verdict(reader, slip) == "not-valid"
        assert await verdict(reader, number) == "accepted"


async def test_nobody_asks_for_numbers_without_end(resident: Client, client: Client) -> None:
    assert (await client.post("/v1/city-codes/spoken", json={"scene": "library"})).status_code == 401
    statuses = [
        (await resident.post("/v1/city-codes/spoken", json={"scene": "library"})).status_code
        for _ in range(31)
    ]
    assert statuses == [200] * 30 + [429]


def test_numbers_are_random_and_read_back() -> None:
    numbers = {make_number() for _ in range(1_000)}
    assert len(numbers) == 1_000
    assert all(read_number(number) == number and len(number) == 20 for number in numbers)


@given(place=st.integers(0, 19), step=st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(place: int, step: int) -> None:
    number = make_number()
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert read_number(wrong) is None


@pytest.mark.parametrize(
    "text", ["", "1", "1" * 19, "1" * 21, "１" * 20, "1234 5678 9012 3456 789x", "²" * 20]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None
