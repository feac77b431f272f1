"""What one was reminded of."""

import uuid
from typing import Annotated, Literal

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.applications.errors import TooManyDrafts
from backend.core.actors import Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.firms.errors import FirmNotYours
from backend.people.errors import AccountSuspended, DeviceNotConfirmed, DeviceSuspended
from backend.reminders import errors, service
from backend.reminders.schemas.asking import GivenAnswer
from backend.reminders.schemas.views import Begun, Line, Reminder

NO_STORE = {"Cache-Control": "no-store"}
REFUSED = (DeviceNotConfirmed, DeviceSuspended)

Which = Annotated[
    Literal["open", "all"], QueryParameter(name="state", description="What is not settled, or everything.")
]


class OwnReminders(Controller):
    """What the city reminded one of."""

    path = "/v1/me/reminders"
    tags = ("reminders",)

    @get(responses=responses(*REFUSED))
    async def list_own(
        self,
        resident: NamedDependency[Resident],
        which: Which = "open",
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Response[Page[Line]]:
        """One's reminders, newest first."""
        return Response(await service.list_own(resident, which, limit, after), headers=NO_STORE)

    @get("/{reminder_id:uuid}", responses=responses(*REFUSED))
    async def read(
        self, reminder_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> Response[Reminder]:
        """A reminder, and why one gets it: the rule, the facts, their sources and dates."""
        return Response(await service.read_own(resident, reminder_id), headers=NO_STORE)

    @put("/{reminder_id:uuid}/answer", responses=responses(*REFUSED))
    async def answer(
        self,
        reminder_id: FromPath[uuid.UUID],
        data: JSONBody[GivenAnswer],
        resident: NamedDependency[Resident],
    ) -> Line:
        """Say that it is done, that it does not concern one, or: later."""
        return await service.answer(resident, reminder_id, data.answer)

    @post(
        "/{reminder_id:uuid}/application",
        responses=responses(
            errors.NothingToApplyFor, TooManyDrafts, FirmNotYours, AccountSuspended, *REFUSED
        ),
    )
    async def apply(self, reminder_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> Begun:
        """Begin the application that it is about, filled in as far as registers know; again, the same one."""
        return await service.begin_application(resident, reminder_id)
