"""Readers over HTTP: what managers do with them, and what the devices do themselves."""

import uuid

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Reader, Resident
from backend.core.problems import TooManyRequests, responses
from backend.core.settings import Settings
from backend.places import errors, service
from backend.places.schemas import venues

NO_STORE = {"Cache-Control": "no-store"}


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
