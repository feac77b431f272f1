"""What the city told one."""

from urllib.parse import urlencode

from backend.core.pages import Page
from backend.messages.schemas import Message
from portal.callers import Caller
from portal.city import City, cursor

PATH = "/v1/me/messages"


async def inbox(
    api: City, caller: Caller, limit: int, after: str | None = None, category: str = "", words: str = ""
) -> Page[Message]:
    """What the city told one, newest first; only of a category, or with these words, if there are any."""
    wish = urlencode({name: value for name, value in (("category", category), ("q", words)) if value})
    return await api.ask(caller, "GET", f"{PATH}?{wish}&{cursor(limit, after)}", Page[Message])


async def read_all(api: City, caller: Caller) -> None:
    """Note that one has read everything."""
    await api.send(caller, "POST", f"{PATH}/read-all")
