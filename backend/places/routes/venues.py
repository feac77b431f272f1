"""Venues over HTTP, for operators and managers."""

import uuid

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.places import errors, service
from backend.places.schemas import venues

NO_STORE = {"Cache-Control": "no-store"}


class Venues(Controller):
    """Places where codes are shown, for operators and the organisation's managers."""

    path = "/v1/venues"
    tags = ("places",)

    @get()
    async def list_own(
        self, resident: NamedDependency[Resident], limit: Limit = LIMIT_DEFAULT, after: After = None
    ) -> Page[venues.Venue]:
        """The venues that one may manage, newest first; an operator's are all."""
        return await service.list_venues(resident, limit, after)

    @get("/{venue_id:uuid}")
    async def read(self, venue_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> venues.Venue:
        """One venue."""
        return await service.read_venue(resident, venue_id)

    @put("/{venue_id:uuid}/suspension", responses=responses(errors.InvalidName))
    async def suspend(
        self,
        venue_id: FromPath[uuid.UUID],
        data: JSONBody[venues.GivenReason],
        resident: NamedDependency[Resident],
    ) -> venues.Suspension:
        """Suspend a venue with all its readers; it works at once."""
        return await service.suspend(resident, "venue", venue_id, data)

    @delete("/{venue_id:uuid}/suspension", responses=responses(errors.SuspendedByOperator))
    async def lift(self, venue_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """End a venue's suspension; a manager cannot end an operator's."""
        await service.lift(resident, "venue", venue_id)

    @post(
        "/{venue_id:uuid}/readers",
        responses=responses(
            errors.InvalidName, errors.UnknownScene, errors.LimitReached, IdempotencyKeyReused
        ),
    )
    async def create_reader(
        self,
        venue_id: FromPath[uuid.UUID],
        data: JSONBody[venues.NewReader],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> Response[venues.ReaderWithCode]:
        """Set up a reader; its one-time code is shown here only (a repeated request shows it again)."""
        made = await service.create_reader(resident, venue_id, data, idempotency_key)
        return Response(made, status_code=201, headers=NO_STORE)

    @get("/{venue_id:uuid}/readers")
    async def list_readers(
        self,
        venue_id: FromPath[uuid.UUID],
        resident: NamedDependency[Resident],
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Page[venues.Reader]:
        """The readers of a venue, newest first."""
        return await service.list_readers(resident, venue_id, limit, after)
