"""A clerk's desk, the staff and their tasks."""

from urllib.parse import urlencode

from backend.applications.schemas.application import DeskStanding
from backend.applications.schemas.desk import Counts, DeskApplication, DeskLine, Facts, Template, Templates
from backend.core.pages import Page
from backend.reminders.schemas.calling import Call
from backend.staff.schemas import Completion, NewPost, OwnPosts, PostView, StaffPost, Task
from portal.callers import Caller
from portal.city import City, cursor

PATH = "/v1/desk"


async def posts(api: City, caller: Caller) -> list[PostView]:
    """The posts one holds."""
    return (await api.ask(caller, "GET", "/v1/me/posts", OwnPosts)).items


async def queue(
    api: City, caller: Caller, wish: dict[str, str], limit: int, after: str | None = None
) -> Page[DeskLine]:
    """What waits at one's posts, filtered."""
    filters = urlencode({name: value for name, value in wish.items() if value})
    return await api.ask(
        caller, "GET", f"{PATH}/applications?{filters}&{cursor(limit, after)}", Page[DeskLine]
    )


async def counts(api: City, caller: Caller) -> Counts:
    """How much waits."""
    return await api.ask(caller, "GET", f"{PATH}/counts", Counts)


async def case(api: City, caller: Caller, application: str) -> DeskApplication:
    """One application."""
    return await api.ask(caller, "GET", f"{PATH}/applications/{application}", DeskApplication)


async def facts(api: City, caller: Caller, application: str) -> Facts:
    """What registers say of its applicant."""
    return await api.ask(caller, "GET", f"{PATH}/applications/{application}/facts", Facts)


async def templates(api: City, caller: Caller) -> list[Template]:
    """Reasons that are needed often."""
    return (await api.ask(caller, "GET", f"{PATH}/templates", Templates)).items


async def act(
    api: City, caller: Caller, application: str, step: str, body: dict[str, object]
) -> DeskStanding:
    """A step with an application."""
    method = "PUT" if step == "assignment" else "POST"
    return await api.ask(caller, method, f"{PATH}/applications/{application}/{step}", DeskStanding, body)


async def staff(api: City, caller: Caller, limit: int, after: str | None = None) -> Page[StaffPost]:
    """The posts one may give and take."""
    return await api.ask(caller, "GET", f"/v1/staff?{cursor(limit, after)}", Page[StaffPost])


async def add_post(api: City, caller: Caller, wanted: NewPost, key: str) -> StaffPost:
    """Give somebody a post."""
    return await api.ask(caller, "POST", "/v1/staff", StaffPost, wanted, key)


async def remove_post(api: City, caller: Caller, post: str) -> None:
    """Take a post away."""
    await api.send(caller, "DELETE", f"/v1/staff/{post}")


async def tasks(api: City, caller: Caller, state: str, limit: int, after: str | None = None) -> Page[Task]:
    """What waits at one's nodes, or was done."""
    return await api.ask(caller, "GET", f"/v1/tasks?state={state}&{cursor(limit, after)}", Page[Task])


async def complete(api: City, caller: Caller, task: str, note: str) -> None:
    """Note how a task was done."""
    await api.send(caller, "PUT", f"/v1/tasks/{task}/completion", Completion(note))


async def call(api: City, caller: Caller, reminder: str) -> Call:
    """Whom to call about a reminder that nobody answered; they see that one looked."""
    return await api.ask(caller, "GET", f"{PATH}/reminders/{reminder}", Call)
