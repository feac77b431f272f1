"""A resident's own applications over HTTP."""

import uuid
from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from backend.applications import errors, service
from backend.applications.ports import Storage
from backend.applications.routes.files import send
from backend.applications.rules.moves import State
from backend.applications.schemas import application as shapes
from backend.applications.schemas import asking
from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import TooManyRequests, responses
from backend.firms.errors import FirmNotYours
from backend.people.errors import AccountSuspended, DeviceNotConfirmed, DeviceSuspended

CONFIRMED = (DeviceNotConfirmed, DeviceSuspended)
APPLICANT = (*CONFIRMED, AccountSuspended, FirmNotYours)
CHANGING = (errors.ApplicationChanged, errors.NotNow, *APPLICANT)
UPLOAD_BODY_MAX = 11 * 1024 * 1024

States = Annotated[list[State] | None, QueryParameter(max_items=10)]
FileName = Annotated[
    str, HeaderParameter(name="X-File-Name", max_length=400, description="Percent-encoded UTF-8.")
]


class Applications(Controller):
    """What one asks of the city (办件)."""

    path = "/v1/applications"
    tags = ("applications",)

    @post(
        responses=responses(
            errors.UnknownService, errors.NotOnline, errors.FirmNeeded, errors.NotForFirms,
            errors.TooManyDrafts, IdempotencyKeyReused, *APPLICANT,
        )
    )  # fmt: skip
    async def create(
        self,
        data: JSONBody[asking.NewApplication],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> shapes.Application:
        """Begin an application: a draft, filled in as far as registers know and one agreed."""
        return await service.create(resident, data, idempotency_key)

    @get(responses=responses(*CONFIRMED))
    async def list_own(
        self,
        resident: NamedDependency[Resident],
        states: States = None,
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Page[shapes.Line]:
        """One's own applications, newest first."""
        return await service.list_own(resident, states, limit, after)

    @get("/{application_id:uuid}", responses=responses(FirmNotYours, *CONFIRMED))
    async def read(
        self, application_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> shapes.Application:
        """One's own application, whole."""
        return await service.read_own(resident, application_id)

    @delete("/{application_id:uuid}", responses=responses(errors.NotNow, *APPLICANT))
    async def discard(self, application_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """Forget a draft."""
        await service.discard(resident, application_id)

    @put("/{application_id:uuid}/answers", responses=responses(errors.NotAsked, *CHANGING))
    async def save(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[asking.GivenAnswers],
        resident: NamedDependency[Resident],
    ) -> asking.Saved:
        """Keep the answers as they stand; what is wrong with them is told."""
        return await service.save(resident, application_id, data)

    @post(
        "/{application_id:uuid}/uploads/{material:str}",
        request_max_body_size=UPLOAD_BODY_MAX,
        responses=responses(
            errors.NotNow, errors.NotAsked, errors.FileTooLarge, errors.WrongKindOfFile, errors.UnusableFile,
            errors.TooManyFiles, errors.StorageAway, TooManyRequests, IdempotencyKeyReused, *APPLICANT,
        ),
    )  # fmt: skip
    async def upload(
        self,
        application_id: FromPath[uuid.UUID],
        material: FromPath[str],
        request: Request[Any, Any, Any],
        resident: NamedDependency[Resident],
        storage: NamedDependency[Storage],
        file_name: FileName,
        idempotency_key: Key,
    ) -> shapes.Upload:
        """Hand in a file: the body is the file itself."""
        return await service.add_upload(
            resident, storage, application_id, material, file_name, request.stream(), idempotency_key
        )

    @get(
        "/{application_id:uuid}/uploads/{upload_id:uuid}",
        responses=responses(errors.StorageAway, FirmNotYours, *CONFIRMED),
    )
    async def download(
        self,
        application_id: FromPath[uuid.UUID],
        upload_id: FromPath[uuid.UUID],
        resident: NamedDependency[Resident],
        storage: NamedDependency[Storage],
    ) -> Response[bytes]:
        """A file that one handed in."""
        return send(await service.read_own_file(resident, storage, application_id, upload_id))

    @delete(
        "/{application_id:uuid}/uploads/{upload_id:uuid}",
        responses=responses(errors.NotNow, errors.NotAsked, *APPLICANT),
    )
    async def remove_upload(
        self,
        application_id: FromPath[uuid.UUID],
        upload_id: FromPath[uuid.UUID],
        resident: NamedDependency[Resident],
    ) -> None:
        """Remove a file."""
        await service.remove_upload(resident, application_id, upload_id)

    @post(
        "/{application_id:uuid}/submission",
        status_code=200,
        responses=responses(errors.ApplicationIncomplete, *CHANGING),
    )
    async def submit(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[asking.AtVersion],
        resident: NamedDependency[Resident],
    ) -> shapes.Standing:
        """Send it in."""
        return await service.submit(resident, application_id, data)

    @post(
        "/{application_id:uuid}/correction",
        status_code=200,
        responses=responses(errors.ApplicationIncomplete, *CHANGING),
    )
    async def correct(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[asking.AtVersion],
        resident: NamedDependency[Resident],
    ) -> shapes.Standing:
        """Send in what was asked to be corrected."""
        return await service.correct(resident, application_id, data)

    @post("/{application_id:uuid}/withdrawal", status_code=200, responses=responses(*CHANGING))
    async def withdraw(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[asking.Withdrawal],
        resident: NamedDependency[Resident],
    ) -> shapes.Standing:
        """Take it back."""
        return await service.withdraw(resident, application_id, data)

    @put("/{application_id:uuid}/rating", responses=responses(errors.NotNow, errors.AlreadyRated, *APPLICANT))
    async def rate(
        self,
        application_id: FromPath[uuid.UUID],
        data: JSONBody[asking.GivenRating],
        resident: NamedDependency[Resident],
    ) -> shapes.Rating:
        """Say how it went (好差评)."""
        return await service.rate(resident, application_id, data)
