"""Who works where, and what waits for staff."""

import dataclasses
from typing import Any

import msgspec

from backend.staff.schemas import NewPost
from portal.asking import catalogue, desk
from portal.dates import name_date, name_day
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, event, new_form_key, read_session, say
from portal.state.venues import Choice, text

ON_A_PAGE = 50
ROLES = ("clerk", "lead", "auditor")


@dataclasses.dataclass
class PostLine:
    """One post."""

    id: str = ""
    who: str = ""
    where: str = ""
    role: str = ""


@dataclasses.dataclass
class TaskLine:
    """One task."""

    id: str = ""
    title: str = ""
    where: str = ""
    due: str = ""
    overdue: bool = False
    facts: str = ""
    path: str = ""
    note: str = ""


class Staff(Session):
    """What /staff shows."""

    staff_ready: bool = False
    staff_posts: list[PostLine] = []
    more_staff: bool = False
    departments: list[Choice] = []
    roles: list[Choice] = []
    counties: list[Choice] = []
    townships: list[Choice] = []
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The posts that one may give and take."""
        self.staff_ready = False
        new_form_key(self)
        api, caller = await read_session(self)
        known = (await catalogue.departments(api, caller)).items
        self.departments = [Choice(one.id, pick(one.title, caller.locale)) for one in known]
        self.roles = [Choice(role, say_in(caller.locale, f"staff.{role}")) for role in ROLES]
        cities = await api.divisions(caller, None)
        counties = await api.divisions(caller, cities[0].code)
        self.counties = [Choice(one.code, one.name) for one in (cities[0], *counties)]
        self.townships = []
        await self._read(None)
        self.staff_ready = True

    @asks
    async def choose_county(self, value: str) -> None:
        """The townships of a county."""
        api, caller = await read_session(self)
        found = await api.divisions(caller, value) if value and not value.endswith("00") else []
        self.townships = [Choice(one.code, one.name) for one in found]

    @asks
    async def load_more(self) -> None:
        """Those before."""
        await self._read(self._after)

    @asks
    async def add(self, form: dict[str, Any]) -> None:
        """Give somebody a post."""
        api, caller = await read_session(self)
        wanted = {
            "phone": text(form, "phone"),
            "department": text(form, "department"),
            "division": text(form, "township") or text(form, "county"),
            "role": text(form, "role"),
        }
        await desk.add_post(api, caller, msgspec.convert(wanted, NewPost), self._form_key)
        new_form_key(self)
        await self._read(None)
        self.done = say(self, "staff.added")

    @asks
    async def remove(self, post: str) -> None:
        """Take a post away."""
        api, caller = await read_session(self)
        await desk.remove_post(api, caller, post)
        self.staff_posts = [one for one in self.staff_posts if one.id != post]
        self.done = say(self, "staff.removed")

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await desk.staff(api, caller, ON_A_PAGE, after)
        lines = [
            PostLine(
                str(one.id),
                f"{one.name_masked or ''} {one.phone_masked}".strip(),
                f"{pick(one.department_title, caller.locale)} · {one.division_name}",
                say_in(caller.locale, f"staff.{one.role}"),
            )
            for one in page.items
        ]
        self.staff_posts = [*self.staff_posts, *lines] if after else lines
        self._after = page.next or ""
        self.more_staff = bool(self._after)


class Tasks(Session):
    """What /tasks shows."""

    tasks_ready: bool = False
    tasks: list[TaskLine] = []
    more_tasks: bool = False
    which_tasks: str = "open"
    # The task that is being completed.
    completing: str = ""
    _after: str = ""

    @asks
    async def load(self) -> None:
        """What waits."""
        await self._show("open")

    @asks
    async def choose(self, which: str) -> None:
        """What waits, or what was done."""
        await self._show("done" if which == "done" else "open")

    @asks
    async def load_more(self) -> None:
        """Those before."""
        await self._read(self._after)

    @event
    def ask(self, task: str) -> None:
        """Ask how it was done."""
        self.completing = task

    @asks
    async def complete(self, form: dict[str, Any]) -> None:
        """Note how it was done."""
        api, caller = await read_session(self)
        await desk.complete(api, caller, self.completing, text(form, "note"))
        self.tasks = [one for one in self.tasks if one.id != self.completing]
        self.completing, self.done = "", say(self, "tasks.completed")

    async def _show(self, which: str) -> None:
        self.which_tasks, self.tasks, self.tasks_ready, self.completing = which, [], False, ""
        await self._read(None)
        self.tasks_ready = True

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await desk.tasks(api, caller, self.which_tasks, ON_A_PAGE, after)
        lines = [
            TaskLine(
                str(one.id),
                pick(one.title, caller.locale),
                f"{pick(one.department_title, caller.locale)} · {one.division_name}",
                say_in(caller.locale, "tasks.due", day=name_date(one.due_on, caller.locale)),
                one.overdue,
                " · ".join(str(value) for value in one.facts.values()),
                f"/desk/{one.about}",
                f"{name_day(one.done_at, caller.locale)} · {one.note}" if one.done_at else "",
            )
            for one in page.items
        ]
        self.tasks = [*self.tasks, *lines] if after else lines
        self._after = page.next or ""
        self.more_tasks = bool(self._after)
