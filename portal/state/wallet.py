"""Certificates as their holders see them."""

import dataclasses
import re
from datetime import date
from urllib.parse import urlencode

from backend.registers.schemas.wallet import Card
from portal.asking import own_data
from portal.dates import name_date, name_day
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session

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
