"""Which servers this city uses, and whether they answer."""

import asyncio
from urllib.parse import urlsplit

import asyncpg
import msgspec
import redis.asyncio
import redis.exceptions

from backend.core.embedded import CannotStart, places, postgres, valkey
from backend.core.settings import Settings

PATIENCE_SECONDS = 5

DATABASE = "YIMA_DATABASE_URL"
REDIS = "YIMA_REDIS_URL"


def complete(settings: Settings) -> Settings:
    """`settings` with the addresses of the servers that `yima up` runs on the same data, unless given."""
    folder = places.place_for_data(settings.folder)
    database_url, redis_url = settings.database_url, settings.redis_url
    if database_url is None and (folder / "postgres.password").exists():
        database_url = postgres.url(folder, settings.postgres_port)
    if redis_url is None and (folder / "valkey.password").exists():
        redis_url = valkey.url(folder, settings.valkey_port)
    for name, url in ((DATABASE, database_url), (REDIS, redis_url)):
        if url is None:
            raise CannotStart(f"No city was ever started in {settings.folder}: run `yima up`, or set {name}.")
    return msgspec.structs.replace(settings, database_url=database_url, redis_url=redis_url)


async def require_answers(settings: Settings) -> None:
    """Both servers answer and let us in; otherwise CannotStart says which one does not, and why."""
    await asyncio.gather(
        _require_database(str(settings.database_url)), _require_redis(str(settings.redis_url))
    )


async def _require_database(url: str) -> None:
    try:
        connection = await asyncpg.connect(url, timeout=PATIENCE_SECONDS)
        await connection.close()
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        raise _refused("PostgreSQL", url, DATABASE) from None
    except asyncpg.InvalidCatalogNameError:
        name = urlsplit(url).path.lstrip("/")
        raise CannotStart(
            f"PostgreSQL at {_where(url)} has no database {name}: create it or correct {DATABASE}."
        ) from None
    except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError):
        raise _silent("PostgreSQL", url, DATABASE) from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise _unusable("PostgreSQL", error, DATABASE) from None


async def _require_redis(url: str) -> None:
    client = redis.asyncio.Redis.from_url(
        url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS
    )
    try:
        await client.execute_command("PING")  # type: ignore[no-untyped-call]
    except (redis.exceptions.AuthenticationError, redis.exceptions.NoPermissionError):
        raise _refused("Valkey", url, REDIS) from None
    except (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError, OSError):
        raise _silent("Valkey", url, REDIS) from None
    except redis.exceptions.RedisError as error:
        raise _unusable("Valkey", error, REDIS) from None
    finally:
        await client.aclose()


def _where(url: str) -> str:
    """The part of `url` that may be shown: without user and password."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _refused(server: str, url: str, setting: str) -> CannotStart:
    return CannotStart(f"{server} at {_where(url)} refuses the user or password in {setting}: correct it.")


def _silent(server: str, url: str, setting: str) -> CannotStart:
    return CannotStart(f"No {server} answers at {_where(url)}: start it or correct {setting}.")


def _unusable(server: str, error: Exception, setting: str) -> CannotStart:
    return CannotStart(f"{server} cannot be used ({type(error).__name__}: {error}): correct {setting}.")
