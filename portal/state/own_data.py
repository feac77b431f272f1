"""What departments know about one, who looked at it, and what one agreed to."""

import dataclasses
import re
from datetime import date
from urllib.parse import urlencode

from backend.registers.schemas.looks import Look
from backend.registers.schemas.wallet import Card
from portal.asking import catalogue, own_data
from portal.dates import name_date, name_day, name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session, say

ON_A_PAGE = 20
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What people would say; the search knows everyday words.
RENEW = "{}到期"
TONES = {"valid": "good", "long-term": "good", "ending": "warn", "ended": "bad"}


@dataclasses.dataclass
class CardLine:
    """One certificate."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    holder: str = ""
    state: str = ""
    tone: str = ""
    until: str = ""
    source: str = ""
    lines: list[str] = dataclasses.field(default_factory=list)
    # Where a service for it can be found when it ends; else empty.
    renewal: str = ""


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


@dataclasses.dataclass
class ConsentLine:
    """One thing to agree to."""

    id: str = ""
    title: str = ""
    text: str = ""
    given: str = ""


class OwnCards(Session):
    """What /wallet shows."""

    cards: list[CardLine] = []
    cards_ready: bool = False

    @asks
    async def load(self) -> None:
        """Every certificate."""
        self.cards, self.cards_ready = [], False
        api, caller = await read_session(self)
        if self.device_confirmed:
            self.cards = [view_card(card, caller.locale) for card in await own_data.wallet(api, caller)]
        self.cards_ready = True


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


class Consents(Session):
    """What /consents shows."""

    consents: list[ConsentLine] = []
    consents_ready: bool = False

    @asks
    async def load(self) -> None:
        """Everything that one may agree to."""
        self.consents, self.consents_ready = [], False
        await self._read()
        self.consents_ready = True

    @asks
    async def agree(self, consent: str) -> None:
        """Agree to something."""
        api, caller = await read_session(self)
        await own_data.agree(api, caller, consent)
        await self._read()
        self.done = say(self, "consents.given_done")

    @asks
    async def withdraw(self, consent: str) -> None:
        """Take it back."""
        api, caller = await read_session(self)
        await own_data.withdraw(api, caller, consent)
        await self._read()
        self.done = say(self, "consents.withdrawn_done")

    async def _read(self) -> None:
        api, caller = await read_session(self)
        self.consents = [
            ConsentLine(
                one.id,
                pick(one.title, caller.locale),
                pick(one.text, caller.locale),
                say_in(caller.locale, "consents.since", day=name_day(one.given_at, caller.locale))
                if one.given_at
                else "",
            )
            for one in sorted(await own_data.consents(api, caller), key=lambda one: one.id)
        ]


def view_card(card: Card, locale: Locale) -> CardLine:
    """One certificate in words."""
    until = name_date(card.valid_to, locale) if card.valid_to else ""
    colon = ": " if locale == "en" else "："
    return CardLine(
        title=pick(card.title, locale),
        issuer=pick(card.issuer, locale),
        number=card.number_masked,
        holder="" if card.holder.kind == "me" else card.holder.name or "",
        state=say_in(locale, f"wallet.{card.state}"),
        tone=TONES.get(card.state, ""),
        until=say_in(locale, "wallet.until", day=until) if until else "",
        source=say_in(
            locale,
            "wallet.from_here" if card.origin == "yima" else "wallet.from_department",
            day=name_day(card.as_of, locale),
        ),
        lines=[
            f"{pick(line.title, locale)}{colon}{name_value(pick(line.value, locale), locale)}"
            for line in card.lines
        ],
        renewal=f"/services?{urlencode({'q': RENEW.format(pick(card.title, 'zh-CN'))})}"
        if card.state in ("ending", "ended") and card.holder.kind != "child"
        else "",
    )


def name_value(value: str, locale: Locale) -> str:
    """A fact on a certificate; a day as people read it."""
    try:
        return name_date(date.fromisoformat(value), locale) if DAY.fullmatch(value) else value
    except ValueError:
        return value


def view_look(look: Look, services: dict[str, str], locale: Locale) -> LookLine:
    """One look in words."""
    department = look.who.department_title or look.for_department_title
    who = say_in(locale, "looks.you") if look.who.you else pick(department, locale) if department else ""
    comma = ", " if locale == "en" else "、"
    service = services.get(look.service or "", "")
    purpose = pick(look.purpose_title, locale) if look.purpose_title else ""
    return LookLine(
        who=who or say_in(locale, f"looks.{look.who.kind}"),
        what=pick(look.title, locale),
        why=" · ".join(part for part in (purpose, service) if part),
        time=name_time(look.at, locale),
        path=f"/applications/{look.case}" if look.case else "",
        facts=comma.join(pick(title, locale) for title in (look.fields_titles or look.register_titles)),
    )
