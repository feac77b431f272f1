"""Organisations over HTTP, for operators and, where it is theirs, managers."""

import uuid

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.people.errors import InvalidPhone
from backend.places import errors, service
from backend.places.schemas import venues


class Organisations(Controller):
    """Whoever runs venues; operators register them and name their managers."""

    path = "/v1/organisations"
    tags = ("places",)

    @post(
        responses=responses(
            errors.InvalidName, errors.InvalidCreditCode, errors.CreditCodeTaken, IdempotencyKeyReused
        )
    )
    async def create(
        self,
        data: JSONBody[venues.NewOrganisation],
        operator: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> venues.Organisation:
        """Register an organisation."""
        return await service.create_organisation(operator, data, idempotency_key)

    @get()
    async def list_own(
        self, resident: NamedDependency[Resident], limit: Limit = LIMIT_DEFAULT, after: After = None
    ) -> Page[venues.Organisation]:
        """The organisations that one may manage, newest first; an operator's are all."""
        return await service.list_organisations(resident, limit, after)

    @get("/{organisation_id:uuid}")
    async def read(
        self, organisation_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> venues.Organisation:
        """One organisation."""
        return await service.read_organisation(resident, organisation_id)

    @put("/{organisation_id:uuid}/suspension", responses=responses(errors.InvalidName))
    async def suspend(
        self,
        organisation_id: FromPath[uuid.UUID],
        data: JSONBody[venues.GivenReason],
        operator: NamedDependency[Resident],
    ) -> venues.Suspension:
        """Suspend an organisation with all its venues and readers; it works at once."""
        return await service.suspend(operator, "organisation", organisation_id, data)

    @delete("/{organisation_id:uuid}/suspension")
    async def lift(self, organisation_id: FromPath[uuid.UUID], operator: NamedDependency[Resident]) -> None:
        """End an organisation's suspension."""
        await service.lift(operator, "organisation", organisation_id)

    @post(
        "/{organisation_id:uuid}/managers",
        responses=responses(InvalidPhone, errors.LimitReached, IdempotencyKeyReused),
    )
    async def add_manager(
        self,
        organisation_id: FromPath[uuid.UUID],
        data: JSONBody[venues.NewManager],
        operator: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> venues.Manager:
        """Let somebody manage an organisation's venues; the answer is the same for every phone."""
        return await service.add_manager(operator, organisation_id, data, idempotency_key)

    @get("/{organisation_id:uuid}/managers")
    async def list_managers(
        self, organisation_id: FromPath[uuid.UUID], operator: NamedDependency[Resident]
    ) -> venues.ManagerList:
        """Who manages an organisation's venues."""
        return await service.list_managers(operator, organisation_id)

    @delete("/{organisation_id:uuid}/managers/{manager_id:uuid}")
    async def remove_manager(
        self,
        organisation_id: FromPath[uuid.UUID],
        manager_id: FromPath[uuid.UUID],
        operator: NamedDependency[Resident],
    ) -> None:
        """Take the manager's role away at once."""
        await service.remove_manager(operator, organisation_id, manager_id)

    @post(
        "/{organisation_id:uuid}/venues",
        responses=responses(
            errors.InvalidName,
            errors.UnknownDivision,
            errors.UnknownScene,
            errors.LimitReached,
            IdempotencyKeyReused,
        ),
    )
    async def create_venue(
        self,
        organisation_id: FromPath[uuid.UUID],
        data: JSONBody[venues.NewVenue],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> venues.Venue:
        """Open a venue."""
        return await service.create_venue(resident, organisation_id, data, idempotency_key)
