"""How messages go out."""

from urllib.parse import urlencode

from backend.core.pages import Page
from backend.messages.schemas import Board, DeliveryLine
from portal.callers import Caller
from portal.city import City, cursor

PATH = "/v1/deliveries"


async def board(api: City, caller: Caller) -> Board:
    """How each provider has been doing."""
    return await api.ask(caller, "GET", f"{PATH}/board", Board)


async def listed(
    api: City, caller: Caller, state: str, limit: int, after: str | None = None
) -> Page[DeliveryLine]:
    """The deliveries in one state, newest first."""
    wish = urlencode({"state": state})
    return await api.ask(caller, "GET", f"{PATH}?{wish}&{cursor(limit, after)}", Page[DeliveryLine])
