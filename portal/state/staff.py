"""Who works where."""

import dataclasses
from typing import Any, cast

from backend.staff.rules import Role
from backend.staff.schemas import NewPost, StaffPost
from portal.asking import catalogue, desk
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, new_form_key, read_session, say
from portal.state.venues import Choice, text

ON_A_PAGE = 50
ROLES = ("clerk", "lead")


@dataclasses.dataclass
class PostLine:
    """One post."""

    id: str = ""
    who: str = ""
    where: str = ""
    role: str = ""


class Staff(Session):
    """What /staff shows."""

    staff_ready: bool = False
    staff_posts: list[PostLine] = []
    more_staff: bool = False
    departments: list[Choice] = []
    roles: list[Choice] = []
    counties: list[Choice] = []
    townships: list[Choice] = []
    villages: list[Choice] = []
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The posts that one may give and take, and what a new one may be; nothing for those who may not."""
        self.staff_ready = False
        new_form_key(self)
        api, caller = await read_session(self)
        if not self.gives_posts:
            return
        known = (await catalogue.departments(api, caller)).items
        if not self.is_operator:
            led = {post.department for post in await desk.posts(api, caller) if post.role == "lead"}
            known = [one for one in known if one.id in led]
        self.departments = [Choice(one.id, pick(one.title, caller.locale)) for one in known]
        self.roles = [Choice(role, say_in(caller.locale, f"staff.{role}")) for role in ROLES]
        cities = await api.divisions(caller, None)
        counties = await api.divisions(caller, cities[0].code)
        self.counties = [Choice(one.code, one.name) for one in (cities[0], *counties)]
        self.townships, self.villages = [], []
        await self._read(None)
        self.staff_ready = True

    @asks
    async def choose_county(self, value: str) -> None:
        """The townships of a county."""
        self.townships, self.villages = await self._below(value), []

    @asks
    async def choose_township(self, value: str) -> None:
        """The villages of a township."""
        self.villages = await self._below(value)

    @asks
    async def load_more(self) -> None:
        """Those before."""
        await self._read(self._after)

    @asks
    async def add(self, form: dict[str, Any]) -> None:
        """Give somebody a post."""
        api, caller = await read_session(self)
        await desk.add_post(api, caller, read_post(form), self._form_key)
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

    async def _below(self, division: str) -> list[Choice]:
        """What a county or a township is divided into; nothing for the city, whose counties are known."""
        if not division or division.endswith("00"):
            return []
        api, caller = await read_session(self)
        return [Choice(one.code, one.name) for one in await api.divisions(caller, division)]

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await desk.staff(api, caller, ON_A_PAGE, after)
        lines = [view_post(one, caller.locale) for one in page.items]
        self.staff_posts = [*self.staff_posts, *lines] if after else lines
        self._after = page.next or ""
        self.more_staff = bool(self._after)


def read_post(form: dict[str, Any]) -> NewPost:
    """The post that was asked for, at the lowest place that was chosen; the API checks all of it."""
    return NewPost(
        phone=text(form, "phone"),
        department=text(form, "department"),
        division=text(form, "village") or text(form, "township") or text(form, "county"),
        role=cast("Role", text(form, "role")),
    )


def view_post(one: StaffPost, locale: Locale) -> PostLine:
    """A post as a line."""
    return PostLine(
        str(one.id),
        f"{one.name_masked or ''} {one.phone_masked}".strip(),
        f"{pick(one.department_title, locale)} · {one.division_name}",
        say_in(locale, f"staff.{one.role}"),
    )
