"""Finding the right service: by words, by what happens in life, by department."""

import dataclasses
from typing import Any

from backend.services.schemas.catalogue import ServiceCard
from portal.asking import catalogue
from portal.city import city
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, caller_of, read_session
from portal.state.venues import text

FOUND_MAX = 20
ON_A_PAGE = 100


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

    id: str = ""
    title: str = ""
    text: str = ""
    path: str = ""


class Services(Session):
    """What /services shows."""

    services_ready: bool = False
    people_tiles: list[Tile] = []
    firm_tiles: list[Tile] = []
    department_tiles: list[Tile] = []
    service_lines: list[ServiceLine] = []
    # What was asked for, and what the list is about.
    words: str = ""
    heading: str = ""

    @asks
    async def load(self) -> None:
        """The whole catalogue, or the part of it that the address names."""
        query = self.router.url.query_parameters
        self.words, self.heading, self.service_lines = "", "", []
        self.services_ready = False
        await read_session(self)
        if words := str(query.get("q", "")):
            await self._search(words)
        elif event := str(query.get("event", "")):
            await self._list(life_event=event)
        elif department := str(query.get("department", "")):
            await self._list(department=department)
        await self._read_tiles()
        self.services_ready = True

    @asks
    async def search(self, form: dict[str, Any]) -> None:
        """What everyday words mean."""
        await self._search(text(form, "q"))

    @asks
    async def clear(self) -> None:
        """Back to the whole catalogue."""
        self.words, self.heading, self.service_lines = "", "", []

    async def _search(self, words: str) -> None:
        self.words = words
        if not words:
            self.heading, self.service_lines = "", []
            return
        caller = caller_of(self)
        found = await catalogue.search(city(), caller, words[:100], FOUND_MAX)
        self.heading = say_in(caller.locale, "services.found", words=words[:100])
        self.service_lines = [view(card, caller.locale) for card in found.items]

    async def _list(self, **wish: str) -> None:
        caller = caller_of(self)
        found = await catalogue.services(city(), caller, limit=ON_A_PAGE, **wish)
        self.service_lines = [view(card, caller.locale) for card in found.items]
        if "department" in wish and found.items:
            self.heading = pick(found.items[0].department_title, caller.locale)
        elif "life_event" in wish:
            events = (await catalogue.life_events(city(), caller)).items
            titles = {event.id: pick(event.title, caller.locale) for event in events}
            self.heading = titles.get(wish["life_event"], "")

    async def _read_tiles(self) -> None:
        caller = caller_of(self)
        events = (await catalogue.life_events(city(), caller)).items
        tiles = {
            audience: [
                Tile(
                    event.id,
                    pick(event.title, caller.locale),
                    pick(event.summary, caller.locale),
                    f"/services?event={event.id}",
                )
                for event in events
                if event.audience == audience
            ]
            for audience in ("resident", "firm")
        }
        self.people_tiles, self.firm_tiles = tiles["resident"], tiles["firm"]
        known = (await catalogue.departments(city(), caller)).items
        self.department_tiles = [
            Tile(one.id, pick(one.short, caller.locale), "", f"/services?department={one.id}")
            for one in known
        ]


def view(card: ServiceCard, locale: Locale) -> ServiceLine:
    """One service in words."""
    cost = say_in(locale, "services.free") if not card.cost_fen else say_in(locale, "services.with_cost")
    days = say_in(locale, "services.days", days=card.working_days)
    return ServiceLine(
        id=card.id,
        title=pick(card.title, locale),
        summary=pick(card.summary, locale),
        facts=" · ".join((pick(card.department_title, locale), days, cost)),
    )
