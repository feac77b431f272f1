"""A clerk's queue."""

import dataclasses
from typing import Any

from backend.applications.schemas.desk import DeskLine
from portal.asking import desk
from portal.dates import name_date, name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.applications import tone
from portal.state.records import pick
from portal.state.session import Session, asks, read_session
from portal.state.venues import Choice, text

ON_A_PAGE = 20
LIGHTS = ("red", "amber", "green")


@dataclasses.dataclass
class QueueLine:
    """One application that waits."""

    id: str = ""
    title: str = ""
    number: str = ""
    who: str = ""
    place: str = ""
    state: str = ""
    tone: str = ""
    light: str = ""
    due: str = ""
    taken: str = ""
    since: str = ""


@dataclasses.dataclass
class CountLine:
    """How much waits of one kind."""

    id: str = ""
    title: str = ""
    count: str = ""


class Desk(Session):
    """What /desk shows."""

    desk_ready: bool = False
    is_clerk: bool = False
    posts: list[Choice] = []
    queue: list[QueueLine] = []
    counts: list[CountLine] = []
    lights: list[CountLine] = []
    mine_count: str = ""
    more_queue: bool = False
    # What is shown: a state or a light, "mine", or everything that is open.
    chosen: str = ""
    desk_words: str = ""
    csv_path: str = "/v1/desk/applications.csv"
    _after: str = ""

    @asks
    async def load(self) -> None:
        """What waits at one's posts."""
        self.desk_ready, self.chosen, self.desk_words, self.queue = False, "", "", []
        api, caller = await read_session(self)
        posts = await desk.posts(api, caller)
        self.is_clerk = bool(posts)
        self.posts = [
            Choice(
                str(post.id),
                f"{pick(post.department_title, caller.locale)} · {post.division_name}"
                f" · {say_in(caller.locale, f'staff.{post.role}')}",
            )
            for post in posts
        ]
        if posts:
            await self._read(None)
            await self._count()
        self.desk_ready = True

    @asks
    async def choose(self, what: str) -> None:
        """Show a state, a light, one's own, or all."""
        self.chosen = "" if self.chosen == what else what
        await self._read(None)

    @asks
    async def search(self, form: dict[str, Any]) -> None:
        """Look for a number, a person's number, or a service."""
        self.desk_words = text(form, "desk_q")[:100]
        await self._read(None)

    @asks
    async def load_more(self) -> None:
        """Those after them."""
        await self._read(self._after)

    def _wish(self) -> dict[str, str]:
        wish = {"q": self.desk_words}
        if self.chosen == "mine":
            wish["mine"] = "true"
        elif self.chosen in LIGHTS:
            wish |= {"light": self.chosen, "sort": "due"}
        elif self.chosen:
            wish["states"] = self.chosen
        return wish

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await desk.queue(api, caller, self._wish(), ON_A_PAGE, after)
        lines = [view(line, caller.locale) for line in page.items]
        self.queue = [*self.queue, *lines] if after else lines
        self._after = page.next or ""
        self.more_queue = bool(self._after)

    async def _count(self) -> None:
        api, caller = await read_session(self)
        found = await desk.counts(api, caller)
        self.counts = [
            CountLine(one.state, pick(one.title, caller.locale), say_count(one.count)) for one in found.states
        ]
        self.lights = [
            CountLine(one.light, say_in(caller.locale, f"desk.{one.light}"), say_count(one.count))
            for one in found.lights
        ]
        self.mine_count = say_count(found.mine)


def say_count(count: int) -> str:
    """A count; a thousand stands for more as well."""
    return "999+" if count >= 1_000 else str(count)


def view(line: DeskLine, locale: Locale) -> QueueLine:
    """One application in words."""
    holder = line.assigned_to
    taken = (
        ""
        if holder is None
        else say_in(locale, "desk.taken_by_you")
        if holder.you
        else holder.name_masked or "—"
    )
    return QueueLine(
        id=str(line.id),
        title=pick(line.service_title, locale),
        number=line.number,
        who=line.applicant_masked or "",
        place=line.division_name,
        state=pick(line.state_title, locale),
        tone=tone(line.state),
        light=line.light or "",
        due=say_in(locale, "desk.due", day=name_date(line.due_on, locale))
        if line.due_on and line.light
        else "",
        taken=taken,
        since=say_in(locale, "desk.since", time=name_time(line.submitted_at, locale)),
    )
