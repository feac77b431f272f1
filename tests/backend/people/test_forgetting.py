"""What is over is forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.people.service import forget_expired, forgetting
from tests.backend.people.conftest import ID_NUMBER, NAME, Door

Travel = Callable[[timedelta], None]


async def count(connection: Any, table: str) -> int:
    found: int = await connection.fetchval(f"select count(*) from {table}")
    return found


async def test_answers_are_kept_no_longer_than_they_can_be_asked_for(
    door: Door, connection: Any, travel: Travel
) -> None:
    session = await door.enter()
    await door.client.post("/v1/sessions/refresh", json={"refresh_token": session["refresh_token"]})
    await forget_expired()
    kept = "select count(answer_sealed) from {}"
    assert [await connection.fetchval(kept.format(name)) for name in ("sign_in", "refresh_token")] == [1, 1]
    travel(timedelta(minutes=2))
    await forget_expired()
    assert [await connection.fetchval(kept.format(name)) for name in ("sign_in", "refresh_token")] == [0, 0]


async def test_sign_ins_sessions_and_unconfirmed_devices_go(
    door: Door, connection: Any, travel: Travel
) -> None:
    await door.enter()
    travel(timedelta(days=2))
    await forget_expired()
    assert [await count(connection, name) for name in ("sign_in", "session", "device")] == [0, 1, 1]
    travel(timedelta(days=60))
    await forget_expired()
    gone = [await count(connection, name) for name in ("session", "refresh_token", "device", "account")]
    assert gone == [0, 0, 0, 1]


async def test_a_confirmed_device_is_known_again_after_a_year(door: Door, travel: Travel) -> None:
    session = await door.enter()
    await door.caller(session).post("/v1/me/identity", json={"name": NAME, "id_number": ID_NUMBER})
    travel(timedelta(days=365))
    await forget_expired()
    again = await door.enter(token=session["device_token"])
    assert (await door.caller(again).get("/v1/me")).json()["device"] == "confirmed"


async def test_much_is_forgotten_in_small_bites(
    door: Door, connection: Any, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BITE", 2)
    for number in range(5):
        await door.ask(f"1390000000{number}")
    travel(timedelta(days=2))
    assert await forget_expired() == 5
    assert await forget_expired() == 0
