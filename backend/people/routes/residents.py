"""What operators do for residents at a counter."""

import uuid

from litestar import Controller, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.problems import TooManyRequests, responses
from backend.core.settings import Settings
from backend.people import errors, schemas, service


class Residents(Controller):
    """What operators do for residents at a counter."""

    path = "/v1/residents"
    tags = ("people",)

    @post("/search", status_code=200, responses=responses(errors.InvalidPhone, TooManyRequests))
    async def search(
        self, data: JSONBody[schemas.WantedResident], operator: NamedDependency[Resident]
    ) -> schemas.Residents:
        """The resident with this phone; a POST, so that no phone number stands in an address."""
        return await service.search(operator, data.phone)

    @put("/{resident_id:uuid}/suspension")
    async def suspend(
        self,
        resident_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.GivenReason],
        operator: NamedDependency[Resident],
    ) -> schemas.Suspension:
        """Suspend a resident; it works at once."""
        return await service.suspend(operator, resident_id, data.reason)

    @delete("/{resident_id:uuid}/suspension")
    async def lift(self, resident_id: FromPath[uuid.UUID], operator: NamedDependency[Resident]) -> None:
        """End a resident's suspension."""
        await service.lift_suspension(operator, resident_id)

    @put(
        "/{resident_id:uuid}/identity",
        responses=responses(errors.IdentityNotConfirmed, errors.IdentityTaken, errors.IdentityDiffers),
    )
    async def confirm(
        self,
        resident_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.CounterIdentity],
        operator: NamedDependency[Resident],
        settings: NamedDependency[Settings],
    ) -> schemas.Resident:
        """Confirm a resident whose ID card the operator has seen."""
        return await service.confirm_at_counter(operator, resident_id, data, settings)
