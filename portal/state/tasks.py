"""What waits for staff."""

import dataclasses
from datetime import date
from typing import Any

from backend.staff.schemas import Task
from portal.asking import desk
from portal.dates import name_date, name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.reminders import say_due
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import text

ON_A_PAGE = 50
# How the facts of each kind of task are said.
FACTS = {"bad-rating": "tasks.bad_rating", "correction-unanswered": "tasks.correction_unanswered"}
CALL = "reminder-unanswered"


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
    # The reminder that somebody is to be called about.
    reminder: str = ""
    note: str = ""


class Tasks(Session):
    """What /tasks shows."""

    tasks_ready: bool = False
    tasks: list[TaskLine] = []
    more_tasks: bool = False
    which_tasks: str = "open"
    # The task that is being completed.
    completing: str = ""
    # The reminder whose person is shown, and what one needs for the call.
    calling: str = ""
    call_who: str = ""
    call_phone: str = ""
    call_text: str = ""
    call_told: str = ""
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
    async def show_call(self, reminder: str) -> None:
        """Whom to call about a reminder; they see that one looked."""
        api, caller = await read_session(self)
        found = await desk.call(api, caller, reminder)
        told = say(self, "tasks.told", day=name_date(found.told_on, caller.locale))
        over = "" if found.state == "open" else say(self, f"reminder.over_{found.state}")
        self.calling, self.call_phone = reminder, found.phone or ""
        self.call_who = found.name or say(self, "tasks.nameless")
        self.call_text, self.call_told = pick(found.text, caller.locale), over or told

    @asks
    async def complete(self, form: dict[str, Any]) -> None:
        """Note how it was done."""
        api, caller = await read_session(self)
        await desk.complete(api, caller, self.completing, text(form, "note"))
        self.tasks = [one for one in self.tasks if one.id != self.completing]
        self.completing, self.done = "", say(self, "tasks.completed")

    async def _show(self, which: str) -> None:
        self.which_tasks, self.tasks, self.tasks_ready = which, [], False
        self.completing = self.calling = ""
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
    is_call = one.kind == CALL
    return TaskLine(
        id=str(one.id),
        title=pick(one.title, locale),
        where=f"{pick(one.department_title, locale)} · {one.division_name}",
        due=say_in(locale, "tasks.due", day=name_date(one.due_on, locale)),
        overdue=one.overdue,
        facts=say_reminder(one, locale) if is_call else say_facts(one, locale),
        path="" if is_call else f"/desk/{one.about}",
        reminder=str(one.about) if is_call else "",
        note=f"{name_day(one.done_at, locale)} · {one.note}" if one.done_at else "",
    )


def say_facts(one: Task, locale: Locale) -> str:
    """What it is about."""
    return say_in(locale, FACTS[one.kind], **one.facts) if one.kind in FACTS else ""


def say_reminder(one: Task, locale: Locale) -> str:
    """What somebody was reminded of, and until when."""
    title = str(one.facts.get(f"title_{'en' if locale == 'en' else 'zh'}", ""))
    due = str(one.facts.get("due_on", ""))
    return f"{title} · {say_due(date.fromisoformat(due), locale)}" if due else title
