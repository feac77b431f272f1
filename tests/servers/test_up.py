"""`yima up`, as a person starts and stops it, and as a machine kills it."""

import functools
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from backend.core.embedded import temporary_servers
from tests.servers.city import (
    City,
    children,
    family,
    interrupt,
    temporary_folder,
    wait_for,
    wait_until_gone,
)


class Begun(NamedTuple):
    """The data of a city that was started once and stopped, and the keys it had."""

    data: Path
    keys: str


@pytest.fixture(scope="module")
def begun() -> Iterator[Begun]:
    """What the tests of this file go on from, each with a copy of its own: a first start takes longest."""
    with temporary_folder() as folder:
        city = City(folder / "var")
        with city.up():
            keys = city.ask("keys", "list").stdout
        yield Begun(city.folder, keys)


def copy(begun: Begun, folder: Path) -> City:
    """A city that goes on from there in `folder`."""
    subprocess.run(["cp", "-a", begun.data, folder / "var"], check=True)
    return City(folder / "var")


@pytest.fixture
def begun_city(begun: Begun, folder: Path) -> City:
    """A city that ran before."""
    return copy(begun, folder)


@pytest.fixture(scope="module")
def running(begun: Begun) -> Iterator[tuple[City, int]]:
    """A city that runs and that no test of this file stops, and its process."""
    with temporary_folder() as folder:
        city = copy(begun, folder)
        with city.up() as up:
            yield city, up.pid


def test_it_prints_the_address_the_accounts_and_how_to_stop(running: tuple[City, int]) -> None:
    city, _ = running
    said = city.said()
    assert f"Yima runs at http://127.0.0.1:{city.port} " in said
    assert f"http://127.0.0.1:{city.port}/demo/inbox" in said
    for phone in ("13800000001", "13800000002", "13800000005", "13800000009"):
        assert f"  {phone}  " in said
    assert "Stop: Ctrl-C" in said
    assert is_ready(city)


def test_a_second_city_on_the_same_data_is_refused(running: tuple[City, int]) -> None:
    city, process = running
    assert City(city.folder).refusal() == (
        f"Another Yima (process {process}) already runs on {city.folder}:"
        " stop it or set YIMA_DATA to another."
    )


def test_operators_and_keys_are_cared_for_beside_a_running_city(running: tuple[City, int]) -> None:
    city, _ = running
    assert city.ask("operator", "add", "13800000008").returncode == 0
    refused = city.ask("operator", "add", "12345")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert city.ask("keys", "rotate", "city-code", "--force").returncode == 0
    assert city.ask("keys", "revoke", "none").returncode == 1
    assert city.ask("keys", "rotate-fields").stdout.startswith("Generation 2 seals from now on; ")
    assert city.ask("check", "audit").stdout.startswith("The audit is whole: ")
    heads = city.folder / "audit" / "heads.jsonl"
    heads.write_text(heads.read_text().replace('"hash":"', '"hash":"X'))
    broken = city.ask("check", "audit")
    assert (broken.returncode, broken.stderr.count("\n")) == (1, 1)
    assert "is not the one that was exported" in broken.stderr


def test_control_c_stops_everything_within_seconds_and_a_second_start_finds_the_city_again(
    begun: Begun, begun_city: City
) -> None:
    city = begun_city
    assert begun.keys.count("current") == 6
    with city.up() as up:
        assert city.ask("keys", "list").stdout == begun.keys
        everything = family(up.pid)
        assert {"postgres", "valkey-server"} <= {process.name() for process in everything}
        assert interrupt(up) < 10
        wait_until_gone(everything)
        assert city.said().endswith("\nStopping.\n")


def test_a_killed_city_leaves_no_orphan_and_starts_again_at_once(begun_city: City) -> None:
    with begun_city.up() as up:
        everything = family(up.pid)
        assert len(everything) > 6
        up.send_signal(signal.SIGKILL)
        up.wait()
    with begun_city.up():
        wait_until_gone(everything)


def test_it_stops_with_the_process_that_started_it_when_asked(begun_city: City) -> None:
    with begun_city.up(through_shell=True) as shell:
        everything = family(shell.pid)
        shell.send_signal(signal.SIGKILL)
        shell.wait()
        wait_until_gone(everything)


def test_crashed_parts_start_again_and_it_says_so(begun_city: City) -> None:
    city = begun_city
    with city.up() as up:
        for name, sentence in (
            ("worker", "`yima worker` ended (killed by SIGKILL)"),
            ("serve", "`yima serve` ended (killed by SIGKILL)"),
            ("postgres", "postgres ended and is started again"),
        ):
            crashed = children(up.pid, name)
            crashed[0].kill()
            wait_until_gone(crashed)
            wait_for(functools.partial(has_said, city, sentence), city.said)
            wait_for(functools.partial(runs, up.pid, name), city.said)
        wait_for(functools.partial(is_ready, city), city.said)


def test_with_servers_of_others_it_starts_none_and_another_master_key_does_not_open_their_data(
    city: City,
) -> None:
    with temporary_servers() as theirs:
        city.settings |= {"YIMA_DATABASE_URL": theirs.database_url, "YIMA_REDIS_URL": theirs.redis_url}
        with city.up() as up:
            assert not {"postgres", "valkey-server"} & {process.name() for process in family(up.pid)}
        city.settings["YIMA_MASTER_KEY"] = "A" * 43
        assert city.refusal() == (
            "The data were sealed under another master key: put back master.key or correct YIMA_MASTER_KEY."
        )


def has_said(city: City, sentence: str) -> bool:
    """Whether the city has printed the sentence."""
    return sentence in city.said()


def runs(process: int, word: str) -> bool:
    """Whether `word` runs below `process`."""
    return bool(children(process, word))


def is_ready(city: City) -> bool:
    """Whether the city answers that it is ready."""
    try:
        return httpx.get(f"http://127.0.0.1:{city.port}/health/ready").status_code == 200
    except httpx.TransportError:
        return False
