"""The API: the only place where domains, adapters and servers meet."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.di import NamedDependency, Provide
from litestar.types import ControllerRouterHandler
from redis.asyncio import Redis

from backend import health
from backend.applications import routes as applications
from backend.applications.ports import Storage
from backend.city_codes import routes as city_codes
from backend.core import callers, db, keys, openapi, problems, sealing
from backend.core.actors import Actor, Anonymous, Department, Reader, Resident
from backend.core.problems import NotAllowed, NotSignedIn
from backend.core.requests import ApiRequest
from backend.core.settings import Settings, SettingsError
from backend.credentials import routes as credentials
from backend.evidence import routes as evidence
from backend.firms import routes as firms
from backend.messages import routes as messages
from backend.messages.ports import Provider, Providers
from backend.messages.rules.states import CHANNELS
from backend.people import routes as people
from backend.people.ports import IdentityRegister, TextMessages
from backend.people.service import authenticate_access_token, authenticate_cookie
from backend.places import routes as places
from backend.places.service import authenticate_reader
from backend.registers import routes as registers
from backend.registers.service import authenticate_department
from backend.reminders import routes as reminders
from backend.services import routes as services
from backend.staff import routes as staff
from backend.staff.schemas import Clerk
from backend.staff.service import clerk_of
from integrations import console, http, s3, sms_batch, sms_template, smtp, web_push, wechat

BODY_BYTES_MAX = 65_536
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
SESSION_COOKIE = "yima_session"


class Adapters(msgspec.Struct, frozen=True):
    """What stands at the domains' ports in this process."""

    identity_register: IdentityRegister
    text_messages: TextMessages
    storage: Storage
    providers: list[Provider]


# Who carries messages, with the settings that ask for it.
CARRIERS: tuple[tuple[Callable[[Settings], Provider], tuple[str, ...]], ...] = (
    (sms_batch.provider, ("sms_a_url", "sms_a_key", "sms_a_secret")),
    (sms_template.provider, ("sms_b_url", "sms_b_key", "sms_b_secret")),
    (smtp.provider, ("smtp_url", "smtp_from")),
    (wechat.provider, ("wechat_app_id", "wechat_secret", "wechat_template", "wechat_token")),
)


def adapters(settings: Settings, redis: Redis) -> Adapters:
    """The adapters that `settings` ask for; production without real ones is a SettingsError."""
    if not settings.is_demo:
        raise SettingsError(
            "No adapter for text messages and the identity register is set up for production;"
            " YIMA_PROFILE=demo runs a demo city with readable messages and made-up people."
        )
    storage = s3.storage(settings) if settings.storage_url else console.storage(settings)
    return Adapters(
        console.identity_register(), console.text_messages(redis), storage, providers(settings, redis)
    )


def providers(settings: Settings, redis: Redis) -> list[Provider]:
    """Who carries messages: web push always, whatever is set up, and in a demo its inbox for the rest.

    SettingsError for one that is set up by half.
    """
    found: list[Provider] = [web_push.provider(settings)]
    found += [
        make(settings)
        for make, names in CARRIERS
        if any(getattr(settings, name) is not None for name in names)
    ]
    if settings.is_demo:
        reached = {provider.channel for provider in found}
        found += [console.provider(channel, redis) for channel in CHANNELS if channel not in reached]
    return found


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Redis]:
    """The servers that `settings` name, the signing keys and the sealing key, as long as the block runs."""
    if not settings.database_url or not settings.redis_url:
        raise SettingsError(
            "YIMA_DATABASE_URL and YIMA_REDIS_URL are not set; `yima up` brings servers of its own."
        )
    sealing.unlock(settings.master_key or sealing.keep_master_key(settings.folder))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(db.connect(settings.database_url))
        redis: Redis = Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5)
        stack.push_async_callback(redis.aclose)
        await stack.enter_async_context(keys.running())
        await stack.enter_async_context(http.running())
        yield redis


def create_app(settings: Settings) -> Litestar:
    """The API as an ASGI app; its lifespan connects the servers that `settings` name."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with connected(settings) as redis, city_codes.running(settings):
            app.state.redis = redis
            app.state.adapters = adapters(settings, redis)
            yield

    def provide_settings() -> Settings:
        return settings

    def provide_address(request: Request[Any, Any, Any]) -> str:
        return callers.address(request.scope, settings.trusted_proxies)

    async def identify(request: Request[Any, Any, Any]) -> Actor:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await authenticate_access_token(token) or Anonymous()
        cookie = request.cookies.get(SESSION_COOKIE)
        if cookie is None:
            return Anonymous()
        if request.method not in SAFE_METHODS:
            callers.require_same_origin(request.scope, settings.origin)
        return await authenticate_cookie(cookie) or Anonymous()

    app = Litestar(
        [*routes(), *wechat.ROUTES, *(console.ROUTES if settings.is_demo else [])],
        lifespan=[lifespan],
        dependencies={
            "settings": Provide(provide_settings, sync_to_thread=False),
            "caller_address": Provide(provide_address, sync_to_thread=False),
            "redis": Provide(provide_redis, sync_to_thread=False),
            "identity_register": Provide(provide_identity_register, sync_to_thread=False),
            "storage": Provide(provide_storage, sync_to_thread=False),
            "providers": Provide(provide_providers, sync_to_thread=False),
            "actor": Provide(identify),
            "resident": Provide(require_resident, sync_to_thread=False),
            "operator": Provide(require_operator, sync_to_thread=False),
            "clerk": Provide(require_clerk),
            "reader": Provide(require_reader),
            "department": Provide(require_department),
        },
        exception_handlers=problems.HANDLERS,
        openapi_config=openapi.CONFIG,
        request_class=ApiRequest,
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,
    )
    openapi.complete(app)
    return app


def routes() -> list[ControllerRouterHandler]:
    """Every route of every domain."""
    return [
        *health.ROUTES,
        *people.ROUTES,
        *messages.ROUTES,
        *places.ROUTES,
        *credentials.ROUTES,
        *city_codes.ROUTES,
        *evidence.ROUTES,
        *staff.ROUTES,
        *registers.ROUTES,
        *firms.ROUTES,
        *services.ROUTES,
        *applications.ROUTES,
        *reminders.ROUTES,
    ]


def provide_redis(request: Request[Any, Any, Any]) -> Redis:
    """The process's Valkey client."""
    redis: Redis = request.app.state.redis
    return redis


def provide_identity_register(request: Request[Any, Any, Any]) -> IdentityRegister:
    """What stands at the identity port."""
    found: Adapters = request.app.state.adapters
    return found.identity_register


def provide_storage(request: Request[Any, Any, Any]) -> Storage:
    """What stands at the storage port."""
    found: Adapters = request.app.state.adapters
    return found.storage


def provide_providers(request: Request[Any, Any, Any]) -> Providers:
    """Who carries messages."""
    found: Adapters = request.app.state.adapters
    return Providers(found.providers)


def require_resident(actor: NamedDependency[Actor]) -> Resident:
    """The resident who is signed in, or NotSignedIn."""
    if isinstance(actor, Resident):
        return actor
    raise NotSignedIn


def require_operator(resident: NamedDependency[Resident]) -> Resident:
    """The operator who is signed in, or NotAllowed."""
    if resident.is_operator and not resident.suspended:
        return resident
    raise NotAllowed


async def require_clerk(resident: NamedDependency[Resident]) -> Clerk:
    """Somebody who works for the city; NotAllowed, DeviceNotConfirmed."""
    return await clerk_of(resident)


async def require_reader(request: Request[Any, Any, Any]) -> Reader:
    """The venue's reader by its token, or NotSignedIn."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    reader = await authenticate_reader(token) if scheme.lower() == "bearer" else None
    if reader is None:
        raise NotSignedIn
    return reader


async def require_department(request: Request[Any, Any, Any]) -> Department:
    """The department whose own system asks, by its key, or NotSignedIn."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    department = await authenticate_department(secret) if scheme.lower() == "bearer" else None
    if department is None:
        raise NotSignedIn
    return department
