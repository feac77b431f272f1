"""Finding the right service: by words, by what happens in life, by department."""

import dataclasses
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from backend.services.schemas.catalogue import LifeEventCard, ServiceCard
from portal.asking import catalogue
from portal.callers import Caller
from portal.city import City
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_visitor
from portal.state.venues import text

# The best match stands at the top; what comes after these is seldom meant.
FOUND_MAX = 8
ON_A_PAGE = 100
WORDS_MAX = 100


@dataclasses.dataclass
class ServiceLine:
    """One service in a list."""

    id: str = ""
    title: str = ""
    summary: str = ""
    facts: str = ""


@dataclasses.dataclass
class Tile:
    """A life event or a department."""

    title: str = ""
    text: str = ""
    icon: str = ""
    path: str = ""


class Services(Session):
    """What /services shows, to everybody."""

    services_ready: bool = False
    people_tiles: list[Tile] = []
    firm_tiles: list[Tile] = []
    department_tiles: list[Tile] = []
    service_lines: list[ServiceLine] = []
    # What was asked for, and what the list is about; empty for the whole catalogue.
    words: str = ""
    heading: str = ""

    @asks
    async def load(self) -> None:
        """The whole catalogue, or the part of it that the address names."""
        query = self.router.url.query_parameters
        self.words, self.heading, self.service_lines = "", "", []
        self.services_ready = False
        api, caller = await read_visitor(self)
        if words := str(query.get("q", "")).strip()[:WORDS_MAX]:
            await self._search(api, caller, words)
        elif event := str(query.get("event", "")):
            await self._list_event(api, caller, event)
        elif department := str(query.get("department", "")):
            await self._list_department(api, caller, department)
        if not self.heading:
            await self._read_tiles(api, caller)
        self.services_ready = True

    @asks
    async def search(self, form: dict[str, Any]) -> Any:
        """Go to what everyday words mean: the address keeps them, so that one can come back."""
        words = text(form, "q")[:WORDS_MAX]
        return rx.redirect(f"/services?{urlencode({'q': words})}" if words else "/services")

    async def _search(self, api: City, caller: Caller, words: str) -> None:
        found = await catalogue.search(api, caller, words, FOUND_MAX)
        self.words, self.heading = words, say_in(caller.locale, "services.found", words=words)
        self.service_lines = [view(card, caller.locale) for card in found.items]

    async def _list_event(self, api: City, caller: Caller, event: str) -> None:
        known = {one.id: one for one in (await catalogue.life_events(api, caller)).items}
        if event in known:
            found = await catalogue.services(api, caller, limit=ON_A_PAGE, life_event=event)
            self.heading = pick(known[event].title, caller.locale)
            self.service_lines = [view(card, caller.locale) for card in found.items]

    async def _list_department(self, api: City, caller: Caller, department: str) -> None:
        known = {one.id: one for one in (await catalogue.departments(api, caller)).items}
        if department in known:
            found = await catalogue.services(api, caller, limit=ON_A_PAGE, department=department)
            self.heading = pick(known[department].title, caller.locale)
            self.service_lines = [view(card, caller.locale) for card in found.items]

    async def _read_tiles(self, api: City, caller: Caller) -> None:
        events = (await catalogue.life_events(api, caller)).items
        tiles = [(event.audience, tile(event, caller.locale)) for event in events]
        self.people_tiles = [one for audience, one in tiles if audience == "resident"]
        self.firm_tiles = [one for audience, one in tiles if audience == "firm"]
        self.department_tiles = [
            Tile(
                pick(one.title, caller.locale),
                pick(one.duties, caller.locale),
                "",
                f"/services?department={one.id}",
            )
            for one in (await catalogue.departments(api, caller)).items
        ]


def tile(event: LifeEventCard, locale: Locale) -> Tile:
    """A life event in words."""
    return Tile(
        pick(event.title, locale),
        pick(event.summary, locale),
        event.icon.replace("-", "_"),
        f"/services?event={event.id}",
    )


def view(card: ServiceCard, locale: Locale) -> ServiceLine:
    """One service in words."""
    days = say_in(locale, "services.days", days=card.working_days)
    return ServiceLine(
        id=card.id,
        title=pick(card.title, locale),
        summary=pick(card.summary, locale),
        facts=" · ".join((pick(card.department_title, locale), days, name_cost(card.cost_fen, locale))),
    )


def name_cost(fen: int, locale: Locale) -> str:
    """What it costs: free, or yuan with fen only where there are some."""
    if not fen:
        return say_in(locale, "services.free")
    yuan = f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"
    return say_in(locale, "services.yuan", yuan=yuan)
