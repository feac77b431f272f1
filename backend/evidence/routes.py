"""Evidence over HTTP: readers hand it in, operators see what it tells, venues see what they checked."""

import uuid
from typing import Annotated, Literal

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from backend.core.actors import Reader, Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.evidence import errors, service
from backend.evidence.schemas import (
    Evidence,
    EvidenceHead,
    Finding,
    Resolution,
    Taken,
    VenueReport,
)
from backend.places.errors import InvalidName

NO_STORE = {"Cache-Control": "no-store"}
# A thousand records of the longest codes.
BODY_BYTES_MAX = 1_000_000

Days = Annotated[int, QueryParameter(ge=1, le=31, description="How many days, today included.")]
State = Annotated[
    Literal["open", "closed"], QueryParameter(name="state", description="Whether somebody closed them.")
]


class EvidenceIntake(Controller):
    """Where readers hand in what they decided without a network."""

    path = "/v1/evidence"
    tags = ("evidence",)

    @get("/head")
    async def head(self, reader: NamedDependency[Reader]) -> Response[EvidenceHead]:
        """The last record that the city has of this reader's key: the next one continues it."""
        return Response(await service.read_head(reader), headers=NO_STORE)

    @post(
        status_code=200,
        request_max_body_size=BODY_BYTES_MAX,
        responses=responses(errors.EvidenceGap, errors.EvidenceForked, errors.EvidenceRefused),
    )
    async def hand_in(self, data: JSONBody[Evidence], reader: NamedDependency[Reader]) -> Taken:
        """Hand in records in the reader's own order; sent again, they are answered as the first time."""
        return await service.hand_in(reader, data)


class Findings(Controller):
    """What does not fit together, for operators."""

    path = "/v1/findings"
    tags = ("evidence",)

    @get()
    async def list_findings(
        self,
        operator: NamedDependency[Resident],
        which: State = "open",
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Page[Finding]:
        """Findings, newest first."""
        return await service.list_findings(operator, which, limit, after)

    @put(
        "/{finding_id:uuid}/resolution",
        status_code=204,
        responses=responses(InvalidName, errors.FindingResolved),
    )
    async def resolve(
        self,
        finding_id: FromPath[uuid.UUID],
        data: JSONBody[Resolution],
        operator: NamedDependency[Resident],
    ) -> None:
        """Close a finding with a note."""
        await service.resolve(operator, finding_id, data)


class VenueReports(Controller):
    """What venues checked."""

    path = "/v1/venues"
    tags = ("evidence",)

    @get("/{venue_id:uuid}/report")
    async def read(
        self, venue_id: FromPath[uuid.UUID], resident: NamedDependency[Resident], days: Days = 7
    ) -> VenueReport:
        """How often a venue checked codes, with which outcome, and when its readers last handed in."""
        return await service.read_report(resident, venue_id, days)


ROUTES: list[ControllerRouterHandler] = [EvidenceIntake, Findings, VenueReports]
