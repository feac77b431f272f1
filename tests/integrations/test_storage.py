"""The storage port: the local folder, and a bucket of a real S3-speaking server."""

import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from backend.app import adapters
from backend.applications.errors import NoSuchFile, StorageAway
from backend.applications.ports import Storage
from backend.core.settings import Settings, SettingsError
from integrations import console, s3

KEY = "uploads/0198c0de-0000-7000-8000-000000000001/0198c0de-0000-7000-8000-000000000002"


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def failing() -> AsyncIterator[bytes]:
    yield b"half"
    raise ConnectionResetError


async def read(storage: Storage, key: str) -> bytes:
    return b"".join([piece async for piece in storage.get(key)])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """moto, which speaks S3 over HTTP, with one bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    moto.start()
    yield f"http://127.0.0.1:{port}"
    moto.stop()


def bucket_settings(server: str, name: str = "city", options: str = "region=us-east-1") -> Settings:
    url = f"s3://{name}/files?endpoint={server}&{options}"
    return Settings(profile="demo", storage_url=url, storage_key="k", storage_secret="s")


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Each adapter."""
    if request.param == "folder":
        return console.storage(Settings(profile="demo", data=str(tmp_path)))
    server = request.getfixturevalue("server")
    import httpx

    assert httpx.put(f"{server}/city").status_code == 200
    return s3.storage(bucket_settings(server))


async def test_a_file_is_there_whole_until_it_is_removed(storage: Storage) -> None:
    large = os.urandom(6 * 1024 * 1024)
    assert not await storage.exists(KEY)
    await storage.remove(KEY)
    await storage.put(KEY, pieces(large[:1000], large[1000:]))
    assert await storage.exists(KEY)
    assert await read(storage, KEY) == large
    await storage.put(KEY, pieces(b"another"))
    with pytest.raises((ConnectionResetError, StorageAway)):
        await storage.put(KEY, failing())
    assert await read(storage, KEY) == b"another"
    await storage.remove(KEY)
    assert not await storage.exists(KEY)
    with pytest.raises(NoSuchFile):
        await read(storage, KEY)


async def test_the_folder_is_its_owners_and_nothing_leads_out_of_it(tmp_path: Path) -> None:
    storage = console.storage(Settings(profile="demo", data=str(tmp_path)))
    await storage.put(KEY, pieces(b"x"))
    kept = [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]
    assert (tmp_path / "uploads").stat().st_mode & 0o777 == 0o700
    with pytest.raises(ValueError, match="leads out"):
        await storage.put("../elsewhere", pieces(b"x"))
    with contextlib.suppress(StorageAway):
        await storage.put(KEY, failing())
    assert list(kept[0].parent.iterdir()) == kept
    (tmp_path / "uploads" / "taken").write_text("a file where a folder should be")
    with pytest.raises(StorageAway):
        await storage.put("taken/below", pieces(b"x"))


async def test_a_storage_that_is_away_or_unknown_says_so(server: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = s3.storage(bucket_settings(f"http://127.0.0.1:{nobody.getsockname()[1]}"))
        with pytest.raises(StorageAway):
            await away.put(KEY, pieces(b"x"))
    with pytest.raises((StorageAway, NoSuchFile)):
        await s3.storage(bucket_settings(server, "nobodys-bucket")).put(KEY, pieces(b"x"))


def test_settings_choose_the_storage_and_are_checked(server: str, tmp_path: Path) -> None:
    folder = Settings(profile="demo", data=str(tmp_path))
    assert type(adapters(folder, None).storage).__name__ == "Folder"  # type: ignore[arg-type]
    assert type(adapters(bucket_settings(server), None).storage).__name__ == "Bucket"  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="colour"):
        s3.storage(bucket_settings(server, options="colour=red"))
    with pytest.raises(SettingsError, match="YIMA_STORAGE_KEY"):
        s3.storage(Settings(profile="demo", storage_url="s3://city"))
