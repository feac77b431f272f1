"""One reminder: what, until when, the way to it, and why one gets it."""

from typing import Any

import msgspec
import reflex as rx

from backend.reminders.schemas.views import Answer, Reminder
from portal.asking import catalogue, notices, reminders
from portal.callers import Caller
from portal.city import City
from portal.dates import name_date
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.notices import KINDS
from portal.state.offers import agree_to_offers, find_offers
from portal.state.records import pick
from portal.state.reminders import name_tone, say_left
from portal.state.service import Titled
from portal.state.session import Session, asks, event, read_session, say
from portal.state.why import view_circumstances, view_facts, view_rules

ANSWERS: tuple[Answer, ...] = ("done", "not-needed", "later")


class OneReminder(Session):
    """What /reminders/[reminder] shows."""

    reminder_ready: bool = False
    reminder_title: str = ""
    reminder_text: str = ""
    reminder_kind: str = ""
    reminder_until: str = ""
    reminder_left: str = ""
    reminder_tone: str = ""
    reminder_open: bool = False
    # Why nothing is to be done any more, or when one is told again.
    reminder_over: str = ""
    reminder_next: str = ""
    # What the big button does: begin a service, go on with what was begun, or open a page.
    action_title: str = ""
    is_begun: bool = False
    has_service: bool = False
    action_path: str = ""
    offers_prefill: bool = False
    offers_sensitive: bool = False
    why_rules: list[Titled] = []
    why_facts: list[Titled] = []
    why_lines: list[Titled] = []
    may_mute: bool = False
    muting: bool = False
    mute_label: str = ""
    mute_question: str = ""
    _category: str = ""

    @asks
    async def load(self) -> None:
        """The reminder as it stands."""
        self.reminder_ready, self.muting = False, False
        await self._read()
        self.reminder_ready = True

    @asks
    async def begin(self, form: dict[str, Any]) -> Any:
        """Begin what it is about, filled in, and go to the form."""
        api, caller = await read_session(self)
        await agree_to_offers(api, caller, form)
        return rx.redirect(f"/apply/{await reminders.begin(api, caller, reminder_id(self))}")

    @asks
    async def answer(self, given: str) -> None:
        """Say that it is done, not needed, or: later."""
        api, caller = await read_session(self)
        chosen = next(one for one in ANSWERS if one == given)
        await reminders.answer(api, caller, reminder_id(self), chosen)
        await self._read()
        self.done = say(self, f"reminder.{chosen.replace('-', '_')}_done")

    @event
    def ask_to_mute(self, wanted: bool) -> None:
        """Ask once more before its whole kind is muted."""
        self.muting = wanted

    @asks
    async def mute(self) -> None:
        """Send no more of its kind."""
        api, caller = await read_session(self)
        wishes = await notices.preferences(api, caller)
        muted = [one for one in KINDS if one in wishes.muted or one == self._category]
        await notices.save_preferences(api, caller, msgspec.structs.replace(wishes, muted=muted))
        self.muting, self.may_mute, self.done = False, False, say(self, "reminder.muted")

    async def _read(self) -> None:
        api, caller = await read_session(self)
        found = await reminders.read(api, caller, reminder_id(self))
        self._show(found, caller.locale)
        self.why_rules = view_rules(found.why, caller.locale)
        self.why_facts = view_facts(found.why, caller.locale)
        self.why_lines = view_circumstances(found.why, caller.locale)
        await self._offer(api, caller, found)
        self._category = found.category
        self.may_mute = found.category not in (await notices.preferences(api, caller)).muted

    async def _offer(self, api: City, caller: Caller, found: Reminder) -> None:
        """The way to what it is about."""
        action = found.action if self.reminder_open else None
        self.action_title = pick(action.title, caller.locale) if action else ""
        self.has_service, self.is_begun = bool(action and action.service), found.application is not None
        self.offers_prefill = self.offers_sensitive = False
        self.action_path = "" if action is None or action.service else action.path or ""
        if action and action.service and not self.is_begun:
            service = await catalogue.service(api, caller, action.service)
            self.offers_prefill, self.offers_sensitive = await find_offers(api, caller, service)

    def _show(self, found: Reminder, locale: Locale) -> None:
        self.reminder_title, self.reminder_text = pick(found.title, locale), pick(found.text, locale)
        self.reminder_kind = say_in(locale, f"messages.kind_{found.category}")
        self.reminder_until = name_date(found.due_on, locale) if found.due_on else ""
        is_greeting = found.category == "greeting"
        self.reminder_open = found.state == "open" and not is_greeting
        self.reminder_left = say_left(found.days_left, locale) if self.reminder_open else ""
        self.reminder_tone = name_tone(found.days_left)
        is_over = not self.reminder_open and not is_greeting
        self.reminder_over = say_in(locale, f"reminder.over_{found.state}") if is_over else ""
        self.reminder_next = say_next(found, locale) if self.reminder_open else ""
        self.mute_label = say_in(locale, "reminder.mute", kind=self.reminder_kind)
        self.mute_question = say_in(locale, "reminder.mute_sure", kind=self.reminder_kind)


def say_next(found: Reminder, locale: Locale) -> str:
    """When one is told again, if one is."""
    if found.next_on is None:
        return say_in(locale, "reminder.no_next")
    return say_in(locale, "reminder.next", day=name_date(found.next_on, locale))


def reminder_id(state: rx.State) -> str:
    """The reminder in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
