"""Firms over HTTP, for those who act for them."""

import uuid

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.problems import responses
from backend.firms import errors, schemas, service
from backend.people.errors import AccountSuspended, DeviceNotConfirmed, DeviceSuspended, InvalidPhone

CONFIRMED = (DeviceNotConfirmed, DeviceSuspended)


class Firms(Controller):
    """Firms that people act for."""

    path = "/v1"
    tags = ("firms",)

    @post(
        "/firms",
        status_code=200,
        responses=responses(errors.InvalidCreditCode, errors.FirmNotYours, AccountSuspended, *CONFIRMED),
    )
    async def claim(
        self, data: JSONBody[schemas.NewFirm], resident: NamedDependency[Resident]
    ) -> schemas.Firm:
        """Say that one is a firm's legal representative; the business register decides."""
        return await service.claim(resident, data)

    @get("/me/firms")
    async def list_own(self, resident: NamedDependency[Resident]) -> schemas.Firms:
        """The firms that one may act for."""
        return await service.list_own(resident)

    @get(
        "/firms/{firm_id:uuid}/agents",
        responses=responses(errors.FirmNotYours, errors.NotLegalRepresentative, *CONFIRMED),
    )
    async def list_agents(
        self, firm_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> schemas.Agents:
        """Everybody who may act for a firm."""
        return await service.list_agents(resident, firm_id)

    @post(
        "/firms/{firm_id:uuid}/agents",
        responses=responses(
            errors.FirmNotYours, errors.NotLegalRepresentative, errors.TooManyAgents, InvalidPhone,
            IdempotencyKeyReused, *CONFIRMED,
        ),
    )  # fmt: skip
    async def add_agent(
        self,
        firm_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.NewAgent],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> schemas.Agent:
        """Let somebody act for a firm."""
        return await service.add_agent(resident, firm_id, data, idempotency_key)

    @delete(
        "/firms/{firm_id:uuid}/agents/{agent_id:uuid}",
        responses=responses(errors.FirmNotYours, errors.NotLegalRepresentative, *CONFIRMED),
    )
    async def remove_agent(
        self, firm_id: FromPath[uuid.UUID], agent_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> None:
        """Let somebody no longer act for a firm."""
        await service.remove_agent(resident, firm_id, agent_id)


ROUTES = [Firms]
