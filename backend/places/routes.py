"""Places over HTTP: scenes and divisions for everybody, venues and readers for those who run them."""

import uuid
from typing import Annotated

from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from backend.core.actors import Reader, Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import NotFound, TooManyRequests, responses
from backend.core.settings import Settings
from backend.people.errors import InvalidPhone
from backend.places import errors, service
from backend.places.schemas import catalogue, venues

PUBLIC_FACTS = CacheControlHeader(public=True, max_age=300)
NO_STORE = {"Cache-Control": "no-store"}

Parent = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^\d{6}(\d{3}){0,2}$", max_length=12, description="The division above; none for the city."
    ),
]


class Catalogue(Controller):
    """Public facts of the city."""

    path = "/v1"
    tags = ("places",)

    @get("/scenes", cache_control=PUBLIC_FACTS)
    async def scenes(self) -> catalogue.SceneList:
        """The scenes in which a city code is shown, and what a venue learns in each."""
        return catalogue.SceneList(service.list_scenes())

    @get("/divisions", cache_control=PUBLIC_FACTS, responses=responses(NotFound))
    async def divisions(self, parent: Parent = None) -> catalogue.DivisionList:
        """The divisions right below one, or the city itself."""
        return catalogue.DivisionList(service.list_divisions(parent))


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


class Readers(Controller):
    """Scanners: what their managers do with them, and what they do themselves."""

    path = "/v1/readers"
    tags = ("places",)

    @post("/enrolments", responses=responses(errors.EnrolmentRefused, TooManyRequests))
    async def enrol(
        self, data: JSONBody[venues.Enrolment], caller_address: NamedDependency[str]
    ) -> Response[venues.ReaderPlace]:
        """Become a reader with a one-time code and a key of one's own; repeated, it gives the same answer."""
        place = await service.enrol(data, caller_address)
        return Response(place, status_code=201, headers=NO_STORE)

    @get("/current")
    async def current(self, reader: NamedDependency[Reader]) -> Response[venues.ReaderPlace]:
        """The reader that asks, and where it stands."""
        return Response(await service.read_place(reader), headers=NO_STORE)

    @post(
        "/{reader_id:uuid}/tokens",
        status_code=200,
        responses=responses(errors.AssertionRefused, errors.ReaderSuspended, TooManyRequests),
    )
    async def issue_token(
        self,
        reader_id: FromPath[uuid.UUID],
        data: JSONBody[venues.TokenRequest],
        caller_address: NamedDependency[str],
        settings: NamedDependency[Settings],
    ) -> Response[venues.AccessToken]:
        """A short token for a reader that signs with its own key; each signature counts once."""
        token = await service.issue_token(
            reader_id, data.assertion, caller_address, settings.reader_token_seconds
        )
        return Response(token, headers=NO_STORE)

    @post("/{reader_id:uuid}/enrolment-codes")
    async def renew_code(
        self, reader_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> Response[venues.ReaderWithCode]:
        """A new one-time code for a reader whose device is lost or replaced."""
        return Response(await service.renew_code(resident, reader_id), status_code=201, headers=NO_STORE)

    @put("/{reader_id:uuid}/suspension", responses=responses(errors.InvalidName))
    async def suspend(
        self,
        reader_id: FromPath[uuid.UUID],
        data: JSONBody[venues.GivenReason],
        resident: NamedDependency[Resident],
    ) -> venues.Suspension:
        """Suspend a reader; it works at once."""
        return await service.suspend(resident, "reader", reader_id, data)

    @delete("/{reader_id:uuid}/suspension", responses=responses(errors.SuspendedByOperator))
    async def lift(self, reader_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """End a reader's suspension; a manager cannot end an operator's."""
        await service.lift(resident, "reader", reader_id)


ROUTES: list[ControllerRouterHandler] = [Catalogue, Organisations, Venues, Readers]
