"""What the city reminded one of."""

from backend.core.pages import Page
from backend.reminders.schemas.asking import GivenAnswer
from backend.reminders.schemas.views import Answer, Begun, Line, Reminder
from portal.callers import Caller
from portal.city import City, cursor

PATH = "/v1/me/reminders"


async def own(api: City, caller: Caller, state: str, limit: int, after: str | None = None) -> Page[Line]:
    """One's reminders, "open" or "all", newest first."""
    return await api.ask(caller, "GET", f"{PATH}?state={state}&{cursor(limit, after)}", Page[Line])


async def read(api: City, caller: Caller, reminder: str) -> Reminder:
    """One reminder, with why one got it."""
    return await api.ask(caller, "GET", f"{PATH}/{reminder}", Reminder)


async def answer(api: City, caller: Caller, reminder: str, given: Answer) -> None:
    """Say that it is done, not needed, or: later."""
    await api.send(caller, "PUT", f"{PATH}/{reminder}/answer", GivenAnswer(given))


async def begin(api: City, caller: Caller, reminder: str) -> str:
    """The application for what it is about, begun at most once."""
    begun = await api.ask(caller, "POST", f"{PATH}/{reminder}/application", Begun)
    return str(begun.application)
