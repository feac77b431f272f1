"""What a reader does with the city beside its answers."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.reader.city import City
from backend.reader.clock import Clock, Remembered
from backend.reader.recordings import Recordings
from tests.backend.credentials.phones import Credential
from tests.backend.reader import devices
from tests.backend.reader.conftest import Gate, NewGate, handed_in, new_code
from tests.backend.reader.shelf import open_shelf
from tests.backend.reader.typing_in import ask, run, running
from tests.backend.reader.vectors import NOW
from tests.backend.reader.wire import Wire

Client = httpx.AsyncClient
LIBRARY = 2


async def test_evidence_is_handed_in_as_soon_as_the_network_is_back(
    gate: Gate, wire: Wire, credentials: list[Credential], connection: Any
) -> None:
    def line(n: int) -> bytes:
        return credentials[n].show(LIBRARY).encode() + b"\n"

    async def until_handed_in() -> None:
        async with asyncio.timeout(30):
            while len(await handed_in(connection, gate.reader)) < told["record"]:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    with running(gate.folder, "--city", gate.city, "--enrol", gate.code) as process:
        assert (await asyncio.to_thread(ask, process, line(0)))["result"] == "accepted"
        wire.cut()
        told = await asyncio.to_thread(ask, process, line(1))
        assert (told["result"], told["by"]) == ("accepted", "reader")
        wire.mend()
        await until_handed_in()


async def test_what_waits_is_handed_in_when_the_lines_end(
    gate: Gate, wire: Wire, credentials: list[Credential], connection: Any
) -> None:
    def work() -> None:
        lines = credentials[0].show(LIBRARY).encode()
        assert run(gate.folder, "--city", gate.city, "--enrol", gate.code)[0] == 0
        assert [told["by"] for told in run(gate.folder, "--offline", lines=lines)[1]] == ["reader"]
        assert run(gate.folder, lines=b"nonsense")[0] == 0

    await asyncio.to_thread(work)
    assert await handed_in(connection, gate.reader) == [(1, "accepted")]


async def test_a_sync_tells_what_it_came_to(gate: Gate, credentials: list[Credential]) -> None:
    def work() -> None:
        lines = credentials[0].show(LIBRARY).encode()
        assert run(gate.folder, "--city", gate.city, "--enrol", gate.code)[0] == 0
        run(gate.folder, "--offline", lines=lines)
        first, second = (run(gate.folder, "--sync")[1][0] for _ in range(2))
        assert (first["handed_in"], first["waiting"]) == (1, 0)
        assert (second["handed_in"], second["waiting"]) == (0, 0)
        assert second["listed_at"] >= first["listed_at"] > 0

    await asyncio.to_thread(work)


async def test_a_sync_without_the_city_says_so(gate: Gate, wire: Wire) -> None:
    def work() -> None:
        assert run(gate.folder, "--city", gate.city, "--enrol", gate.code)[0] == 0
        wire.cut()
        status, told, complaint = run(gate.folder, "--sync", "--locale", "en")
        assert (status, told) == (1, [])
        assert complaint == "yima: The city does not answer: check the network and try again.\n"

    await asyncio.to_thread(work)


async def test_a_reader_that_is_another_device_now_says_so_once_and_answers_on(
    gate: Gate, operator: Client
) -> None:
    other = gate.folder.with_name("other")

    def work(code: str) -> None:
        assert run(other, "--city", gate.city, "--enrol", code)[0] == 0
        with running(gate.folder, "--locale", "en") as process:
            assert process.stderr
            assert b"must be enrolled again" in process.stderr.readline()
            assert ask(process, b"CC2\n")["result"] == "refused"

    assert (await asyncio.to_thread(run, gate.folder, "--city", gate.city, "--enrol", gate.code))[0] == 0
    await asyncio.to_thread(work, await new_code(operator, gate.reader))


async def test_the_challenge_to_show_is_told_before_any_code(new_gate: NewGate) -> None:
    gate = await new_gate("event")

    def work() -> None:
        with running(gate.folder, "--city", gate.city, "--enrol", gate.code) as process:
            assert process.stdout
            address = json.loads(process.stdout.readline())["challenge"]
            assert address.startswith(f"{gate.city}/code?scene=event&venue={gate.venue}&nonce=")

    await asyncio.to_thread(work)


def test_recordings_are_kept_on_the_device(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path / "prompts")
    prompts = devices.make_scenes(NOW).prompts
    with open_shelf() as shelf:
        city = City(shelf.address, Clock(Remembered()))
        recordings.fetch(city, prompts)
        assert list((tmp_path / "prompts").iterdir()) == []
        shelf.files["/host/prompts/welcome.zh-CN.wav"] = b"<html>please sign in</html>"
        recordings.fetch(city, prompts)
        assert list((tmp_path / "prompts").iterdir()) == []
        shelf.files["/host/prompts/welcome.zh-CN.wav"] = b"RIFF and a sentence"
        recordings.fetch(city, prompts)
        recordings.fetch(city, prompts)
        assert [status for _, status in shelf.asked] == [404, 200, 200]
        city.close()
    assert (tmp_path / "prompts" / "welcome.zh-CN.wav").read_bytes() == b"RIFF and a sentence"


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".", "A"])
def test_a_prompt_with_a_strange_name_is_no_file(tmp_path: Path, name: str) -> None:
    recordings = Recordings(tmp_path / "prompts")
    words = devices.make_scenes(NOW).prompts["welcome"]
    with open_shelf() as shelf:
        shelf.files["/host/prompts/welcome.zh-CN.wav"] = b"RIFF"
        city = City(shelf.address, Clock(Remembered()))
        recordings.fetch(city, {name: words})
        city.close()
    assert [path.name for path in tmp_path.rglob("*")] == ["prompts"]
