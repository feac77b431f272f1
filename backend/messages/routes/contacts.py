"""Where messages reach one, over HTTP."""

import uuid

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.problems import TooManyRequests, responses
from backend.messages import errors, schemas, service
from backend.messages.ports import Providers
from backend.messages.routes.inbox import NO_STORE, REFUSED
from backend.people.errors import DeviceNotConfirmed, DeviceSuspended


class Contacts(Controller):
    """Where messages reach one."""

    path = "/v1/me/contacts"
    tags = ("messages",)

    @get(responses=REFUSED)
    async def list_own(self, resident: NamedDependency[Resident]) -> Response[schemas.Contacts]:
        """One's own addresses, newest first."""
        return Response(await service.list_contacts(resident), headers=NO_STORE)

    @post(
        responses=responses(
            errors.InvalidAddress,
            errors.TooManyContacts,
            TooManyRequests,
            IdempotencyKeyReused,
            DeviceNotConfirmed,
            DeviceSuspended,
        )
    )
    async def add(
        self,
        data: JSONBody[schemas.NewContact],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> schemas.Contact:
        """Add an address; a code of six digits is sent there."""
        return await service.add_contact(resident, data, idempotency_key)

    @put(
        "/{contact_id:uuid}/confirmation",
        responses=responses(errors.WrongCode, errors.CodeOver, DeviceNotConfirmed, DeviceSuspended),
    )
    async def confirm(
        self,
        contact_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.GivenCode],
        resident: NamedDependency[Resident],
    ) -> schemas.Contact:
        """Show that the code came; from now on messages go there."""
        return await service.confirm_contact(resident, contact_id, data.code)

    @delete("/{contact_id:uuid}", responses=REFUSED)
    async def remove(self, contact_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """Forget an address or a browser."""
        await service.remove_contact(resident, contact_id)


class Push(Controller):
    """Notices in browsers."""

    path = "/v1"
    tags = ("messages",)

    @get("/push/key", responses=responses(errors.PushAway), sync_to_thread=False)
    def key(self, providers: NamedDependency[Providers]) -> schemas.PushKey:
        """The key that a browser's subscription is made for."""
        return service.read_push_key(providers.items)

    @post(
        "/me/push-subscriptions",
        responses=responses(
            errors.TooManyContacts, IdempotencyKeyReused, DeviceNotConfirmed, DeviceSuspended
        ),
    )
    async def subscribe(
        self,
        data: JSONBody[schemas.NewSubscription],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> schemas.Contact:
        """Show notices in this browser, which shows nobody else's from now on."""
        return await service.add_subscription(resident, data, idempotency_key)
