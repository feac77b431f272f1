"""Nobody guesses a password, and nobody locks the owner out."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.people.service import allowances
from tests.backend.people.conftest import OTHER_PHONE, PHONE, Door, kind, wrong

Travel = Callable[[timedelta], None]


async def test_a_phone_is_texted_once_a_minute(door: Door, travel: Travel) -> None:
    assert kind(await door.ask()) == "202"
    refused = await door.ask()
    assert (refused.status_code, kind(refused)) == (429, "too-many-requests")
    assert 1 <= refused.json()["retry_after_seconds"] <= 60
    assert refused.headers["retry-after"] == str(refused.json()["retry_after_seconds"])
    assert kind(await door.ask(OTHER_PHONE)) == "202"
    travel(timedelta(minutes=1))
    assert kind(await door.ask()) == "202"


async def test_a_phone_is_texted_five_times_an_hour_and_ten_times_a_day(door: Door, travel: Travel) -> None:
    sent = []
    for hour in range(3):
        for caller in range(6):
            async with door.from_address(f"203.0.113.{hour * 10 + caller}") as someone:
                sent.append(kind(await someone.post("/v1/sign-ins", json={"phone": PHONE})))
            travel(timedelta(minutes=1))
        travel(timedelta(minutes=54))
    assert [sent[:6].count("202"), sent[6:12].count("202"), sent[12:].count("202")] == [5, 5, 0]


async def test_one_address_leaves_the_owner_a_text(door: Door, travel: Travel) -> None:
    async with door.from_address("203.0.113.1") as stranger:
        seen = []
        for _ in range(20):
            seen.append(kind(await stranger.post("/v1/sign-ins", json={"phone": PHONE})))
            travel(timedelta(minutes=1))
    assert seen.count("202") == 4
    assert kind(await door.ask()) == "202"


async def test_a_hasty_owner_spends_nothing_on_refused_texts(door: Door, travel: Travel) -> None:
    await door.ask()
    for _ in range(10):
        assert kind(await door.ask()) == "too-many-requests"
    travel(timedelta(minutes=1))
    assert kind(await door.ask()) == "202"


async def test_strangers_never_lock_the_owner_out_of_a_known_device(door: Door, travel: Travel) -> None:
    token = (await door.enter())["device_token"]
    for number in range(12):
        travel(timedelta(minutes=1))
        async with door.from_address(f"203.0.113.{number}") as stranger:
            await stranger.post("/v1/sign-ins", json={"phone": PHONE})
    assert kind(await door.ask()) == "too-many-requests"
    travel(timedelta(minutes=1))
    assert (await door.enter(token=token))["device_token"] == token


async def test_a_device_of_somebody_else_gives_no_allowance(door: Door) -> None:
    token = (await door.enter(OTHER_PHONE))["device_token"]
    await door.ask()
    assert kind(await door.ask(device_token=token)) == "too-many-requests"


async def test_wrong_passwords_are_counted_for_the_phone_across_sign_ins(door: Door, travel: Travel) -> None:
    tried: list[str] = []
    for number in range(4):
        sign_in, password = await door.ask_and_read()
        for _ in range(5):
            async with door.from_address(f"203.0.113.{number}") as stranger:
                tried.append(kind(await door.answer(sign_in, wrong(password), client=stranger)))
        travel(timedelta(minutes=1))
    assert tried == ["wrong-password"] * 15 + ["too-many-requests"] * 5


async def test_one_address_leaves_the_owner_tries(door: Door, travel: Travel) -> None:
    async with door.from_address("203.0.113.1") as stranger:
        for _ in range(3):
            sign_in, password = await door.ask_and_read()
            for _ in range(5):
                await door.answer(sign_in, wrong(password), client=stranger)
            travel(timedelta(minutes=1))
    sign_in, password = await door.ask_and_read()
    assert kind(await door.answer(sign_in, wrong(password))) == "wrong-password"
    assert kind(await door.answer(sign_in, password)) == "200"


async def test_tries_at_a_sign_in_that_is_over_cost_the_owner_nothing(door: Door, travel: Travel) -> None:
    sign_in, password = await door.ask_and_read()
    for _ in range(40):
        await door.answer(sign_in, wrong(password))
    travel(timedelta(minutes=1))
    again, fresh = await door.ask_and_read()
    assert kind(await door.answer(again, fresh)) == "200"


async def test_one_address_may_not_try_many_phones(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "SENDS_BY_ADDRESS", ((3600, 3),))
    sent = [kind(await door.ask(f"1380000001{number}")) for number in range(4)]
    assert sent == ["202", "202", "202", "too-many-requests"]
