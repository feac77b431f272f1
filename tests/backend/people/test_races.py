"""What happens at the same time, on real connections."""

import asyncio
from typing import Any

from backend.people.service import make_operator
from tests.backend.people.conftest import OTHER_PHONE, PHONE, Door, kind, wrong
from tests.conftest import read_password


async def test_one_refresh_token_used_many_times_at_once_gives_one_answer(door: Door) -> None:
    token = (await door.enter())["refresh_token"]
    answers = await asyncio.gather(
        *(door.client.post("/v1/sessions/refresh", json={"refresh_token": token}) for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert (await door.caller(answers[0].json()).get("/v1/me")).status_code == 200


async def test_two_sign_ups_of_one_phone_at_once_make_one_account(door: Door, connection: Any) -> None:
    started = []
    for address in ("203.0.113.1", "203.0.113.2"):
        async with door.from_address(address) as someone:
            await connection.execute("delete from limit_count")
            asked = await someone.post("/v1/sign-ins", json={"phone": PHONE})
        started.append((asked.json()["id"], await read_newest_password(door, connection)))
    answers = await asyncio.gather(*(door.answer(sign_in, password) for sign_in, password in started))
    assert [answer.status_code for answer in answers] == [200, 200]
    me = [(await door.caller(answer.json()).get("/v1/me")).json()["id"] for answer in answers]
    assert me[0] == me[1]
    assert await connection.fetchval("select count(*) from account") == 1


async def read_newest_password(door: Door, connection: Any) -> str:
    """The password of the sign-in that was started last; the clock stands, so times do not tell."""
    await door.client.get("/health/live")
    redis = door.app.state.redis
    await redis.delete("yima:demo:inbox")
    return await read_password(door.client, door.run_jobs, PHONE)


async def test_one_password_given_many_times_at_once_opens_one_session(door: Door, connection: Any) -> None:
    sign_in, password = await door.ask_and_read()
    answers = await asyncio.gather(*(door.answer(sign_in, password) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert await connection.fetchval("select count(*) from session") == 1
    assert await connection.fetchval("select count(*) from device") == 1


async def test_two_accounts_that_claim_one_id_number_at_once_leave_one(door: Door, connection: Any) -> None:
    people = [door.caller(await door.enter(phone)) for phone in ("13900000000", "13900000001")]
    identity = {"name": "周周", "id_number": "131099200101010098"}
    answers = await asyncio.gather(*(person.post("/v1/me/identity", json=identity) for person in people))
    assert sorted(kind(answer) for answer in answers) == ["200", "identity-taken"]
    assert await connection.fetchval("select count(*) from account where born_on is not null") == 1


async def test_a_hundred_wrong_tries_at_once_are_five(door: Door, connection: Any) -> None:
    sign_in, password = await door.ask_and_read()
    answers = await asyncio.gather(*(door.answer(sign_in, wrong(password)) for _ in range(100)))
    kinds = [kind(answer) for answer in answers]
    assert kinds.count("wrong-password") == 5
    assert kinds.count("sign-in-over") == 95
    assert sorted(answer.json()["tries_left"] for answer in answers if kind(answer) == "wrong-password") == [
        0, 1, 2, 3, 4,
    ]  # fmt: skip
    assert await connection.fetchval("select tries from sign_in") == 5
    assert kind(await door.answer(sign_in, password)) == "sign-in-over"


async def test_a_hundred_wishes_for_a_text_at_once_send_one(door: Door, connection: Any) -> None:
    answers = await asyncio.gather(*(door.ask(OTHER_PHONE) for _ in range(50)))
    assert [kind(answer) for answer in answers].count("202") == 1
    assert await connection.fetchval("select count(*) from sign_in") == 1


async def test_suspending_from_two_counters_at_once_leaves_one_open_suspension(
    door: Door, connection: Any
) -> None:
    from backend.core.actors import Resident
    from backend.people.service import account_for_phone, suspend

    author = await make_operator("13800000009")
    operator = Resident(account=author, number=1, session=author, is_operator=True)
    account = await account_for_phone(PHONE)
    await asyncio.gather(*(suspend(operator, account, f"reason {number}") for number in range(6)))
    assert await connection.fetchval("select count(*) from suspension where lifted_at is null") == 1
