"""What waits for staff."""

import dataclasses
from typing import Any

from backend.staff.schemas import Task
from portal.asking import desk
from portal.dates import name_date, name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import text

ON_A_PAGE = 50
# How the facts of each kind of task are said.
FACTS = {"bad-rating": "tasks.bad_rating"}


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
        if not self.is_staff:
            return
        page = await desk.tasks(api, caller, self.which_tasks, ON_A_PAGE, after)
        lines = [view_task(one, caller.locale) for one in page.items]
        self.tasks = [*self.tasks, *lines] if after else lines
        self._after = page.next or ""
        self.more_tasks = bool(self._after)


def view_task(one: Task, locale: Locale) -> TaskLine:
    """A task as a line; what was done says when and how."""
    return TaskLine(
        str(one.id),
        pick(one.title, locale),
        f"{pick(one.department_title, locale)} · {one.division_name}",
        say_in(locale, "tasks.due", day=name_date(one.due_on, locale)),
        one.overdue,
        say_in(locale, FACTS[one.kind], **one.facts) if one.kind in FACTS else "",
        f"/desk/{one.about}",
        f"{name_day(one.done_at, locale)} · {one.note}" if one.done_at else "",
    )
