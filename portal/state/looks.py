"""Who looked at one's data."""

import dataclasses

from backend.registers.schemas.looks import Look
from portal.asking import catalogue, own_data
from portal.dates import name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session

ON_A_PAGE = 20


@dataclasses.dataclass
class LookLine:
    """One look."""

    who: str = ""
    what: str = ""
    why: str = ""
    time: str = ""
    facts: str = ""
    # The application that it was about; empty for none.
    path: str = ""


class Looks(Session):
    """What /looks shows."""

    looks: list[LookLine] = []
    looks_ready: bool = False
    more_looks: bool = False
    with_own: bool = False
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The newest looks of others."""
        self.with_own = False
        await self._show()

    @asks
    async def choose(self, which: str) -> None:
        """Others' looks, or all of them."""
        self.with_own = which == "all"
        await self._show()

    @asks
    async def load_more(self) -> None:
        """Those before."""
        await self._read(self._after)

    async def _show(self) -> None:
        self.looks, self.looks_ready = [], False
        await read_session(self)
        if self.device_confirmed:
            await self._read(None)
        self.looks_ready = True

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await own_data.looks(api, caller, own=self.with_own, limit=ON_A_PAGE, after=after)
        wanted = {look.service for look in page.items if look.service}
        titles = {
            id_: pick((await catalogue.service(api, caller, id_)).title, caller.locale) for id_ in wanted
        }
        lines = [view_look(look, titles, caller.locale) for look in page.items]
        self.looks = [*self.looks, *lines] if after else lines
        self._after = page.next or ""
        self.more_looks = bool(self._after)


def view_look(look: Look, services: dict[str, str], locale: Locale) -> LookLine:
    """One look in words."""
    department = look.who.department_title or look.for_department_title
    who = say_in(locale, "looks.you") if look.who.you else pick(department, locale) if department else ""
    service = services.get(look.service or "", "")
    purpose = pick(look.purpose_title, locale) if look.purpose_title else ""
    return LookLine(
        who=who or say_in(locale, f"looks.{look.who.kind}"),
        what=pick(look.title, locale),
        why=" · ".join(part for part in (purpose, service) if part),
        time=name_time(look.at, locale),
        path=f"/applications/{look.case}" if look.case else "",
        facts=say_facts(look, locale),
    )


def say_facts(look: Look, locale: Locale) -> str:
    """From which registers, and which of their facts where not all of them were looked at."""
    comma, colon = (", ", ": ") if locale == "en" else ("、", "：")
    named = [
        comma.join(dict.fromkeys(pick(title, locale) for title in titles))
        for titles in (look.register_titles, look.fields_titles)
    ]
    return colon.join(part for part in named if part)
