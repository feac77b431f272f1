"""Files in a bucket of any storage that speaks S3: a cloud's, MinIO, Ceph."""

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from backend.applications.errors import NoSuchFile, StorageAway
from backend.core.settings import Settings, SettingsError

OPTIONS = {"endpoint", "region", "path_style"}
AWAY_SECONDS = 10
RETRIES = 2
TIMEOUT = timedelta(seconds=20)
CONNECT_TIMEOUT = timedelta(seconds=3)


class Bucket:
    """As `Storage`, in one bucket."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def put(self, key: str, content: AsyncIterable[bytes]) -> None:
        """As `Storage.put`."""
        with _explained():
            await obstore.put_async(self._store, key, content)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """As `Storage.get`."""
        with _explained():
            found = await obstore.get_async(self._store, key)
            async for piece in found.stream():
                yield bytes(piece)

    async def remove(self, key: str) -> None:
        """As `Storage.remove`."""
        with _explained():
            await obstore.delete_async(self._store, key)

    async def exists(self, key: str) -> bool:
        """As `Storage.exists`."""
        try:
            with _explained():
                await obstore.head_async(self._store, key)
        except NoSuchFile:
            return False
        return True


def storage(settings: Settings) -> Bucket:
    """The bucket in `YIMA_STORAGE_URL`: `s3://bucket/prefix?endpoint=https://…&region=…&path_style=true`.

    SettingsError for an option that nobody knows, and without a key.
    """
    url = urlsplit(settings.storage_url or "")
    given = {name: values[-1] for name, values in parse_qs(url.query).items()}
    if unknown := sorted(given.keys() - OPTIONS):
        raise SettingsError(f"YIMA_STORAGE_URL has an unknown option: {', '.join(unknown)}.")
    if not (settings.storage_key and settings.storage_secret):
        raise SettingsError("YIMA_STORAGE_URL needs YIMA_STORAGE_KEY and YIMA_STORAGE_SECRET.")
    endpoint = given.get("endpoint")
    return Bucket(
        S3Store(
            url.netloc,
            prefix=url.path.strip("/") or None,
            endpoint=endpoint,
            region=given.get("region", "us-east-1"),
            access_key_id=settings.storage_key,
            secret_access_key=settings.storage_secret,
            virtual_hosted_style_request=given.get("path_style", "false") != "true" and endpoint is None,
            client_options={
                "allow_http": bool(endpoint and endpoint.startswith("http://")),
                "timeout": TIMEOUT,
                "connect_timeout": CONNECT_TIMEOUT,
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": TIMEOUT},
        )
    )


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NoSuchFile from None
    except (BaseError, OSError) as error:
        raise StorageAway(retry_after_seconds=AWAY_SECONDS) from error
