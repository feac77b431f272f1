"""What the city reminded the caller of."""

import dataclasses
from datetime import date

from backend.reminders.schemas.views import Line
from portal.asking import reminders
from portal.callers import Caller
from portal.city import City
from portal.dates import name_date, name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session

ON_A_PAGE = 20
SOON_DAYS = 7
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


@dataclasses.dataclass
class ReminderLine:
    """One reminder in a list. `tone`: good, bad, warn or none."""

    id: str = ""
    title: str = ""
    kind: str = ""
    due: str = ""
    state: str = ""
    tone: str = ""
    path: str = ""


class Reminders(Session):
    """What /reminders shows."""

    reminder_lines: list[ReminderLine] = []
    reminders_ready: bool = False
    more_reminders: bool = False
    # "open" or "all".
    which_reminders: str = "open"
    _after: str = ""

    @asks
    async def load(self) -> None:
        """What is to be done."""
        await self._show("open")

    @asks
    async def choose(self, which: str) -> None:
        """What is to be done, or everything."""
        await self._show("all" if which == "all" else "open")

    @asks
    async def load_more(self) -> None:
        """Those before."""
        await self._read(self._after)

    async def _show(self, which: str) -> None:
        self.which_reminders, self.reminder_lines, self.reminders_ready = which, [], False
        await self._read(None)
        self.reminders_ready = True

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        if not self.device_confirmed:
            return
        page = await reminders.own(api, caller, self.which_reminders, ON_A_PAGE, after)
        lines = [view(line, caller.locale) for line in page.items]
        self.reminder_lines = [*self.reminder_lines, *lines] if after else lines
        self._after = page.next or ""
        self.more_reminders = bool(self._after)


async def read_open(api: City, caller: Caller, limit: int) -> list[ReminderLine]:
    """A few open reminders, those first that are due first."""
    found = (await reminders.own(api, caller, "open", ON_A_PAGE)).items
    urgent = sorted(found, key=lambda line: line.due_on or date.max)
    return [view(line, caller.locale) for line in urgent[:limit]]


def view(line: Line, locale: Locale) -> ReminderLine:
    """One reminder in words."""
    is_open = line.state == "open" or line.category == "greeting"
    return ReminderLine(
        id=str(line.id),
        title=pick(line.title, locale),
        kind=say_in(locale, f"messages.kind_{line.category}"),
        due=say_due(line.due_on, locale) or name_day(line.told_at, locale),
        state=say_left(line.days_left, locale) if is_open else say_in(locale, f"reminders.{line.state}"),
        tone=name_tone(line.days_left) if is_open else "",
        path=f"/reminders/{line.id}",
    )


def say_due(day: date | None, locale: Locale) -> str:
    """Until when; empty where there is no such day."""
    return say_in(locale, "reminders.due", day=name_date(day, locale)) if day else ""


def say_left(days: int | None, locale: Locale) -> str:
    """How many days are left; empty where nothing runs out."""
    if days is None:
        return ""
    if days in NEAR:
        return say_in(locale, f"reminders.{NEAR[days]}")
    return say_in(locale, f"reminders.days_{'left' if days > 0 else 'late'}", days=abs(days))


def name_tone(days: int | None) -> str:
    """How urgent it looks."""
    if days is None:
        return ""
    return "bad" if days < 0 else "warn" if days <= SOON_DAYS else ""
