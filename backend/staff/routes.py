"""Departments, staff and their tasks over HTTP."""

import uuid
from typing import Annotated, Literal

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import NotAllowed, responses
from backend.people.errors import DeviceNotConfirmed, InvalidPhone
from backend.places.errors import InvalidName
from backend.staff import errors, schemas, service

Which = Annotated[
    Literal["open", "done"], QueryParameter(name="state", description="What waits, or what was done.")
]
Office = Annotated[str | None, QueryParameter(name="department", pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Division = Annotated[str | None, QueryParameter(pattern=r"^\d{6}(\d{3}){0,2}$")]


class Staff(Controller):
    """Who works for the city."""

    path = "/v1"
    tags = ("staff",)

    @get("/departments", sync_to_thread=False)
    def list_departments(self) -> schemas.Departments:
        """The departments of the city."""
        return service.list_departments()

    @get("/me/posts")
    async def list_own(self, resident: NamedDependency[Resident]) -> schemas.OwnPosts:
        """The posts that one holds."""
        return await service.list_own_posts(resident)

    @post(
        "/staff",
        responses=responses(
            errors.NoSuchNode, errors.PostTaken, errors.TooManyPosts, InvalidPhone, IdempotencyKeyReused
        ),
    )
    async def add(
        self, data: JSONBody[schemas.NewPost], resident: NamedDependency[Resident], idempotency_key: Key
    ) -> schemas.StaffPost:
        """Give somebody a post; for operators, and leads in their department, at and below their node."""
        return await service.add_post(resident, data, idempotency_key)

    @get("/staff", responses=responses(NotAllowed))
    async def list_all(
        self,
        resident: NamedDependency[Resident],
        office: Office = None,
        division: Division = None,
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Page[schemas.StaffPost]:
        """The posts that one may give and take."""
        return await service.list_posts(resident, office, division, limit, after)

    @delete("/staff/{post_id:uuid}")
    async def remove(self, post_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]) -> None:
        """Take a post away."""
        await service.remove_post(resident, post_id)

    @get("/tasks", responses=responses(DeviceNotConfirmed))
    async def list_tasks(
        self,
        clerk: NamedDependency[schemas.Clerk],
        which: Which = "open",
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
    ) -> Page[schemas.Task]:
        """What waits at one's nodes."""
        return await service.list_tasks(clerk, which, limit, after)

    @put(
        "/tasks/{task_id:uuid}/completion",
        status_code=204,
        responses=responses(errors.TaskDone, InvalidName, DeviceNotConfirmed),
    )
    async def complete(
        self,
        task_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.Completion],
        clerk: NamedDependency[schemas.Clerk],
    ) -> None:
        """Note how a task was done."""
        await service.complete_task(clerk, task_id, data)


ROUTES = [Staff]
