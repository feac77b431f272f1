"""The desk over HTTP, for the clerks of a department at their node."""

import uuid
from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.applications import errors, service
from backend.applications.ports import Storage
from backend.applications.routes.files import send
from backend.applications.rules.clocks import Light
from backend.applications.rules.moves import State
from backend.applications.schemas import desk
from backend.applications.schemas.application import DeskStanding
from backend.applications.schemas.asking import AtVersion
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import NotFound, responses
from backend.people.errors import DeviceNotConfirmed
from backend.staff.schemas import Clerk

CHANGING = (errors.ApplicationChanged, errors.NotNow, errors.OwnApplication, DeviceNotConfirmed)

States = Annotated[list[State] | None, QueryParameter(max_items=10)]
Office = Annotated[str | None, QueryParameter(name="department", pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Division = Annotated[str | None, QueryParameter(pattern=r"^\d{6}(\d{3}){0,2}$")]
Lights = Annotated[Light | None, QueryParameter(description="How near the deadline is.")]
Mine = Annotated[bool, QueryParameter(description="Only what the clerk has taken.")]
Sort = Annotated[desk.Sort, QueryParameter(description="By arrival, or by deadline.")]
Words = Annotated[
    str | None,
    QueryParameter(max_length=100, description="A number, an applicant's ID or phone number, or words."),
]


class Desk(Controller):
    """What waits at a clerk's posts; a desk that is not the clerk's is not found."""

    path = "/v1/desk"
    tags = ("desk",)

    @get("/applications", responses=responses(NotFound, DeviceNotConfirmed))
    async def list_queue(
        self,
        clerk: NamedDependency[Clerk],
        states: States = None,
        office: Office = None,
        division: Division = None,
        mine: Mine = False,
        light: Lights = None,
        q: Words = None,
        sort: Sort = "newest",
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Page[desk.DeskLine]:
        """The queue: what is open, unless other states are named."""
        wish = service.Wish(
            states=states, department=office, division=division, mine=mine, light=light, q=q, sort=sort
        )
        return await service.list_queue(clerk, wish, limit, after)

    @get("/applications.csv", media_type="text/csv", responses=responses(NotFound, DeviceNotConfirmed))
    async def export(
        self,
        clerk: NamedDependency[Clerk],
        states: States = None,
        office: Office = None,
        division: Division = None,
        light: Lights = None,
        sort: Sort = "newest",
    ) -> Response[bytes]:
        """The queue for a spreadsheet: at most 10,000 rows, names masked."""
        wish = service.Wish(states=states, department=office, division=division, light=light, sort=sort)
        headers = {
            "content-disposition": 'attachment; filename="applications.csv"',
            "cache-control": "no-store",
        }
        return Response(
            await service.export(clerk, wish), media_type="text/csv; charset=utf-8", headers=headers
        )

    @get("/counts", responses=responses(NotFound, DeviceNotConfirmed))
    async def count(self, clerk: NamedDependency[Clerk]) -> desk.Counts:
        """How much waits, by state and by light."""
        return await service.count(clerk)

    @get("/templates", responses=responses(DeviceNotConfirmed), sync_to_thread=False)
    def list_templates(self, clerk: NamedDependency[Clerk]) -> desk.Templates:  # noqa: ARG002 - its lock
        """Reasons that are needed often."""
        return service.list_templates()

    @get("/applications/{application_id:uuid}", responses=responses(DeviceNotConfirmed))
    async def read(
        self, application_id: FromPath[uuid.UUID], clerk: NamedDependency[Clerk]
    ) -> desk.DeskApplication:
        """An application, whole; the look is the applicant's to see."""
        return await service.read_handled(clerk, application_id)

    @get("/applications/{application_id:uuid}/facts", responses=responses(DeviceNotConfirmed))
    async def read_facts(
        self, application_id: FromPath[uuid.UUID], clerk: NamedDependency[Clerk]
    ) -> desk.Facts:
        """What registers say of the applicant; the look is the applicant's to see."""
        return await service.read_facts(clerk, application_id)

    @get(
        "/applications/{application_id:uuid}/uploads/{upload_id:uuid}",
        responses=responses(errors.StorageAway, DeviceNotConfirmed),
    )
    async def download(
        self,
        application_id: FromPath[uuid.UUID],
        upload_id: FromPath[uuid.UUID],
        clerk: NamedDependency[Clerk],
        storage: NamedDependency[Storage],
    ) -> Response[bytes]:
        """A file of an application; the look is the applicant's to see."""
        return send(await service.read_handled_file(clerk, storage, application_id, upload_id))

    @put(
        "/applications/{application_id:uuid}/assignment", responses=responses(errors.NotAtThisDesk, *CHANGING)
    )
    async def assign(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[desk.Assignment],
        clerk: NamedDependency[Clerk],
    ) -> DeskStanding:
        """Take it, give it to a colleague, or put it back."""
        return await service.assign(clerk, application_id, data)

    @post("/applications/{application_id:uuid}/acceptance", status_code=200, responses=responses(*CHANGING))
    async def accept(
        self, application_id: FromPath[uuid.UUID], data: JSONBody[AtVersion], clerk: NamedDependency[Clerk]
    ) -> DeskStanding:
        """Take it on: its time limit begins."""
        return await service.accept(clerk, application_id, data)

    @post(
        "/applications/{application_id:uuid}/correction-request",
        status_code=200,
        responses=responses(*CHANGING),
    )
    async def ask_correction(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[desk.CorrectionRequest],
        clerk: NamedDependency[Clerk],
    ) -> DeskStanding:
        """Ask the applicant to correct something."""
        return await service.ask_correction(clerk, application_id, data)

    @post("/applications/{application_id:uuid}/review", status_code=200, responses=responses(*CHANGING))
    async def review(
        self, application_id: FromPath[uuid.UUID], data: JSONBody[AtVersion], clerk: NamedDependency[Clerk]
    ) -> DeskStanding:
        """Begin the review."""
        return await service.review(clerk, application_id, data)

    @post("/applications/{application_id:uuid}/approval", status_code=200, responses=responses(*CHANGING))
    async def approve(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[desk.Approval],
        clerk: NamedDependency[Clerk],
    ) -> DeskStanding:
        """Grant it; what it results in is in the wallet at once."""
        return await service.approve(clerk, application_id, data)

    @post(
        "/applications/{application_id:uuid}/refusal",
        status_code=200,
        responses=responses(errors.UnknownTemplate, *CHANGING),
    )
    async def refuse(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[desk.Refusal],
        clerk: NamedDependency[Clerk],
    ) -> DeskStanding:
        """Refuse it, with a reason."""
        return await service.refuse(clerk, application_id, data)

    @post("/applications/{application_id:uuid}/delivery", status_code=200, responses=responses(*CHANGING))
    async def deliver(
        self, application_id: FromPath[uuid.UUID], data: JSONBody[AtVersion], clerk: NamedDependency[Clerk]
    ) -> DeskStanding:
        """Note that what was granted is in the applicant's hands."""
        return await service.deliver(clerk, application_id, data)
