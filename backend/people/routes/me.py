"""One's own account."""

import uuid

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.problems import TooManyRequests, responses
from backend.core.settings import Settings
from backend.people import errors, schemas, service
from backend.people.ports import IdentityRegister

NO_STORE = {"Cache-Control": "no-store"}


class Me(Controller):
    """One's own account."""

    path = "/v1/me"
    tags = ("people",)

    @get()
    async def read(self, resident: NamedDependency[Resident]) -> Response[schemas.Me]:
        """The account of the one who asks."""
        return Response(await service.read_me(resident), headers=NO_STORE)

    @post(
        "/identity",
        status_code=200,
        responses=responses(
            errors.IdentityNotConfirmed,
            errors.IdentityTaken,
            errors.IdentityRegisterAway,
            errors.AccountSuspended,
            errors.DeviceSuspended,
            TooManyRequests,
        ),
    )
    async def confirm(
        self,
        data: JSONBody[schemas.GivenIdentity],
        resident: NamedDependency[Resident],
        identity_register: NamedDependency[IdentityRegister],
        settings: NamedDependency[Settings],
    ) -> Response[schemas.Me]:
        """Confirm one's identity, and on a new device confirm it again."""
        me = await service.confirm_identity(resident, data, identity_register, settings)
        return Response(me, headers=NO_STORE)

    @get("/devices")
    async def devices(self, resident: NamedDependency[Resident]) -> schemas.Devices:
        """The devices that have signed in."""
        return await service.list_devices(resident)

    @delete("/devices/{device_id:uuid}", responses=responses(errors.DeviceNotConfirmed))
    async def remove_device(
        self, device_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> None:
        """Sign a device out and forget that it was confirmed."""
        await service.remove_device(resident, device_id)
