"""What must not be told to anybody stays out of logs, promises and addresses."""

import json
import logging
from typing import Any

import pytest
import structlog

from tests.backend.people.conftest import ID_NUMBER, NAME, PHONE, Door, wrong


async def test_no_phone_name_id_number_password_or_token_stands_in_a_log(
    door: Door, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as events:
        sign_in, password = await door.ask_and_read()
        await door.answer(sign_in, wrong(password))
        session = (await door.answer(sign_in, password)).json()
        person = door.caller(session)
        await person.post("/v1/me/identity", json={"name": NAME, "id_number": ID_NUMBER})
        await person.post("/v1/me/identity", json={"name": NAME, "id_number": 5})
        await door.ask("no phone 13812345678")
        await door.client.post("/v1/sessions/refresh", json={"refresh_token": session["refresh_token"]})
        await person.delete("/v1/sessions/current")
    printed = capsys.readouterr()
    everything = json.dumps(events, default=str) + caplog.text + printed.out + printed.err
    tokens = [session[name] for name in ("access_token", "refresh_token", "device_token")]
    for secret in (PHONE, "13812345678", NAME, ID_NUMBER, password, *tokens):
        assert secret not in everything


async def test_a_promise_to_send_a_password_does_not_hold_it(door: Door, connection: Any) -> None:
    sign_in, password = await door.ask_and_read()
    payloads = [row["payload"] for row in await connection.fetch("select payload from outbox")]
    assert [json.loads(payload) for payload in payloads] == [{"sign_in_id": sign_in}]
    assert password not in "".join(payloads).replace(sign_in, "")


def test_no_address_of_the_api_takes_anything_personal(door: Door) -> None:
    for path, item in door.app.openapi_schema.to_schema()["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                name = parameter["name"].lower()
                assert not {"phone", "name", "id_number", "password", "token"} & {name}, path
