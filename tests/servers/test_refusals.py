"""What prevents a start is told in one sentence, and `yima up` leaves with an error."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend.core.embedded import Servers, places
from tests.servers.city import City


@contextmanager
def somebody_on(port: int) -> Iterator[None]:
    """Another program listens on the port."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
        yield


@pytest.mark.parametrize("setting", ["YIMA_PORT", "YIMA_POSTGRES_PORT", "YIMA_VALKEY_PORT"])
def test_a_port_in_use_is_named_with_its_setting(city: City, setting: str) -> None:
    port = city.settings[setting]
    with somebody_on(int(port)):
        assert city.refusal() == (
            f"Port {port} is in use by another program: stop it or set {setting} to a free port."
        )


def test_a_full_disk_is_told_before_anything_is_written(full_disk: City) -> None:
    assert (
        full_disk.refusal()
        == f"The disk that holds {full_disk.folder} is full: make room there and start again."
    )


def test_a_disk_that_fills_up_while_the_database_is_made_leaves_no_half_of_it(folder: Path) -> None:
    small = City(folder / "var", file_bytes_max=100_000)
    assert small.refusal() == f"The disk that holds {small.folder} is full: make room there and start again."
    with Servers(small.folder, free_ports=True) as servers:
        assert servers.died() == []


def test_a_data_folder_that_cannot_be_written_is_named(locked_folder: Path) -> None:
    data = locked_folder / "var"
    assert City(data).refusal() == (
        f"The data folder {data} cannot be written: make it writable or set YIMA_DATA to another."
    )


def test_data_without_a_version_are_damaged(with_data: City) -> None:
    (with_data.folder / "postgres" / "PG_VERSION").unlink()
    assert with_data.refusal() == (
        f"The data folder of PostgreSQL, {with_data.folder}/postgres, is damaged (PG_VERSION is missing):"
        " restore the folder from a backup, or move it away to start with an empty city."
    )


def test_data_of_another_postgresql_are_left_alone(with_data: City) -> None:
    (with_data.folder / "postgres" / "PG_VERSION").write_text("17\n")
    assert "was made by PostgreSQL 17, this Yima brings 18" in with_data.refusal()


@pytest.mark.parametrize("content", [b"", b"\0" * 8192, b"nonsense" * 1024])
def test_a_broken_control_file_is_damage(with_data: City, content: bytes) -> None:
    (with_data.folder / "postgres" / "global" / "pg_control").write_bytes(content)
    sentence = with_data.refusal()
    assert sentence.startswith(f"The data folder of PostgreSQL, {with_data.folder}/postgres, is damaged (")
    assert sentence.endswith(
        ": restore the folder from a backup, or move it away to start with an empty city."
    )


def test_a_missing_journal_is_damage(with_data: City) -> None:
    for segment in (with_data.folder / "postgres" / "pg_wal").glob("0*"):
        segment.unlink()
    assert "is damaged (" in with_data.refusal()


def test_a_broken_valkey_says_that_it_may_be_deleted(with_data: City) -> None:
    journal = with_data.folder / "valkey" / "appendonlydir"
    for part in journal.glob("*.aof"):
        part.write_bytes(b"nonsense\n" * 100)
    assert with_data.refusal() == (
        f"The data folder of Valkey, {with_data.folder}/valkey, is damaged (its journal cannot be read):"
        " nothing in it is the only copy, so delete it and start again."
    )


def test_wrong_passwords_and_silent_servers_are_told_without_showing_the_password(
    city: City, servers: Servers
) -> None:
    database, cache = servers.database_url, servers.redis_url
    where_database = database.rpartition("@")[2].partition("/")[0]
    where_cache = cache.rpartition("@")[2].partition("/")[0]
    nowhere = f"127.0.0.1:{places.free_port()}"
    cases = {
        (database.replace("yima:", "yima:wrong"), cache): (
            f"PostgreSQL at {where_database} refuses the user or password in YIMA_DATABASE_URL: correct it."
        ),
        (database, cache.replace("redis://:", "redis://:wrong")): (
            f"Valkey at {where_cache} refuses the user or password in YIMA_REDIS_URL: correct it."
        ),
        (f"postgresql://yima:secret@{nowhere}/yima", cache): (
            f"No PostgreSQL answers at {nowhere}: start it or correct YIMA_DATABASE_URL."
        ),
        (database, f"redis://:secret@{nowhere}/0"): (
            f"No Valkey answers at {nowhere}: start it or correct YIMA_REDIS_URL."
        ),
        (database.removesuffix("/yima") + "/nothing", cache): (
            f"PostgreSQL at {where_database} has no database nothing: create it or correct YIMA_DATABASE_URL."
        ),
    }
    for (database_url, redis_url), sentence in cases.items():
        city.settings |= {"YIMA_DATABASE_URL": database_url, "YIMA_REDIS_URL": redis_url}
        assert city.refusal() == sentence


def test_an_unknown_setting_is_refused(city: City) -> None:
    city.settings["YIMA_POTR"] = "8000"
    assert "YIMA_POTR" in city.refusal()


def test_production_without_adapters_says_so(city: City) -> None:
    city.settings["YIMA_PROFILE"] = "production"
    assert "No adapter for text messages" in city.refusal()


def test_commands_beside_a_city_that_never_ran_say_so(city: City) -> None:
    done = city.ask("keys", "list")
    assert done.returncode == 1
    assert done.stderr == (
        f"yima: No city was ever started in {city.folder}: run `yima up`, or set YIMA_DATABASE_URL.\n"
    )
