"""One's applications."""

import dataclasses

from backend.applications.schemas.application import Line as OwnLine
from portal.asking import applications
from portal.dates import name_date, name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session

ON_A_PAGE = 20


GOOD, BAD, WAITING = {"approved", "delivered"}, {"refused"}, {"correction-asked"}


@dataclasses.dataclass
class ApplicationLine:
    """One application in the list. `tone`: good, bad, warn or none."""

    id: str = ""
    title: str = ""
    number: str = ""
    state: str = ""
    tone: str = ""
    text: str = ""
    path: str = ""


class Applications(Session):
    """What /applications shows."""

    application_lines: list[ApplicationLine] = []
    applications_ready: bool = False
    more_applications: bool = False
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The newest."""
        self.application_lines, self.applications_ready = [], False
        await read_session(self)
        if self.device_confirmed:
            await self._read(None)
        self.applications_ready = True

    @asks
    async def load_more(self) -> None:
        """Those before."""
        await self._read(self._after)

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await applications.own(api, caller, ON_A_PAGE, after)
        lines = [view(line, caller.locale) for line in page.items]
        self.application_lines = [*self.application_lines, *lines] if after else lines
        self._after = page.next or ""
        self.more_applications = bool(self._after)


def view(line: OwnLine, locale: Locale) -> ApplicationLine:
    """One application in words."""
    since = say_in(locale, "application.changed", time=name_day(line.updated_at, locale))
    # Only while the time runs: not while it waits for the applicant, nor once it is over.
    running = line.due_on if line.light else None
    due = say_in(locale, "application.due", day=name_date(running, locale)) if running else ""
    return ApplicationLine(
        id=str(line.id),
        title=pick(line.service_title, locale),
        number=line.number,
        state=pick(line.state_title, locale),
        tone=tone(line.state),
        text=due or since,
        path=f"/apply/{line.id}" if line.state == "draft" else f"/applications/{line.id}",
    )


def tone(state: str) -> str:
    """How a state looks."""
    return "good" if state in GOOD else "bad" if state in BAD else "warn" if state in WAITING else ""
