"""The organisations and venues that the caller manages, and opening another venue."""

import dataclasses
import math
import unicodedata
from typing import Any

import reflex as rx

from backend.places.schemas import venues
from portal.callers import Caller
from portal.city import City
from portal.state.records import pick
from portal.state.session import Session, asks, new_form_key, read_session, say

ON_A_PAGE = 50


@dataclasses.dataclass
class Choice:
    """Something that can be chosen, by its id."""

    id: str = ""
    title: str = ""


@dataclasses.dataclass
class VenueLine:
    """One venue as a line of the list."""

    id: str = ""
    name: str = ""
    place: str = ""
    scenes: str = ""
    suspended: bool = False


class Venues(Session):
    """What /venues and /venues/new show."""

    venues: list[VenueLine] = []
    organisations: list[Choice] = []
    venues_ready: bool = False
    more_venues: bool = False
    counties: list[Choice] = []
    townships: list[Choice] = []
    scenes: list[Choice] = []
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The venues, newest first, and the organisations."""
        api, caller = await read_session(self)
        self.organisations = await read_organisations(api, caller)
        self.venues, self._after = await read_venues(api, caller)
        self.more_venues, self.venues_ready = bool(self._after), True

    @asks
    async def load_more(self) -> None:
        """The venues after those."""
        api, caller = await read_session(self)
        older, self._after = await read_venues(api, caller, self._after)
        self.venues += older
        self.more_venues = bool(self._after)

    @asks
    async def open_form(self) -> None:
        """What a new venue can be made of."""
        new_form_key(self)
        api, caller = await read_session(self)
        self.organisations = await read_organisations(api, caller)
        self.scenes = [
            Choice(scene.id, pick(scene.title, caller.locale)) for scene in await api.scenes(caller)
        ]
        cities = await api.divisions(caller, None)
        found = await api.divisions(caller, cities[0].code) if cities else []
        self.counties = [Choice(division.code, division.name) for division in found]
        self.townships, self.venues_ready = [], True

    @asks
    async def choose_county(self, county: str) -> None:
        """The townships of a county."""
        api, caller = await read_session(self)
        found = await api.divisions(caller, county) if county else []
        self.townships = [Choice(division.code, division.name) for division in found]

    @asks
    async def create(self, form: dict[str, Any]) -> Any:
        """Open the venue and go to its page; a second tap on the same form does not go there again."""
        if not self._form_key:
            return None
        api, caller = await read_session(self)
        try:
            position = read_position(text(form, "latitude"), text(form, "longitude"))
        except ValueError:
            self.problem, self.problem_in = say(self, "new_venue.position_wrong"), "create"
            return None
        wanted = venues.NewVenue(
            name=venues.Name(zh=text(form, "name_zh"), en=text(form, "name_en")),
            division=text(form, "township") or text(form, "county"),
            scenes=[scene.id for scene in self.scenes if form.get(f"scene-{scene.id}")],
            position=position,
        )
        made = await api.create_venue(caller, text(form, "organisation"), wanted, self._form_key)
        self._form_key = ""
        return rx.redirect(f"/venues/{made.id}")


async def read_organisations(api: City, caller: Caller) -> list[Choice]:
    """The organisations that the caller may manage, at most a hundred."""
    page = await api.organisations(caller, 100)
    return [Choice(str(found.id), pick(found.name, caller.locale)) for found in page.items]


async def read_venues(api: City, caller: Caller, after: str | None = None) -> tuple[list[VenueLine], str]:
    """Some venues in the caller's language, and the cursor of the next ones (empty at the end)."""
    titles = {scene.id: pick(scene.title, caller.locale) for scene in await api.scenes(caller)}
    page = await api.venues(caller, ON_A_PAGE, after)
    comma = ", " if caller.locale == "en" else "、"
    lines = [
        VenueLine(
            id=str(venue.id),
            name=pick(venue.name, caller.locale),
            place=f"{pick(venue.organisation.name, caller.locale)} · {venue.division.name}",
            scenes=comma.join(titles.get(scene, scene) for scene in venue.scenes),
            suspended=venue.suspension is not None,
        )
        for venue in page.items
    ]
    return lines, page.next or ""


def read_position(latitude: str, longitude: str) -> venues.Position | None:
    """Where a venue is, None when nothing was typed; ValueError for what is no place on Earth."""
    if not latitude and not longitude:
        return None
    north, east = read_degrees(latitude), read_degrees(longitude)
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise ValueError("this is no place on Earth")
    return venues.Position(north, east)


def read_degrees(typed: str) -> float:
    """The number that was typed, in full-width digits as well; NaN for anything else."""
    try:
        return float(unicodedata.normalize("NFKC", typed))
    except ValueError:
        return math.nan


def text(form: dict[str, Any], name: str) -> str:
    """A field of a submitted form, without spaces around."""
    return str(form.get(name) or "").strip()
