"""How messages go out, for operators."""

from backend.messages.rules import State
from portal.asking import deliveries
from portal.callers import Caller
from portal.city import City
from portal.state.boards import BoardLine, DeliveryRow, view_board, view_delivery
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import Choice

ON_A_PAGE = 20
REFRESH_SECONDS = 5
# What somebody may have to look after, the worst first.
LISTED: tuple[State, ...] = ("gave-up", "failed", "unknown", "queued", "sending", "sent")


class Deliveries(Session):
    """What /deliveries shows."""

    deliveries_ready: bool = False
    boards: list[BoardLine] = []
    read_at: str = ""
    refreshing: bool = True
    delivery_states: list[Choice] = []
    chosen_state: str = LISTED[0]
    delivery_lines: list[DeliveryRow] = []
    more_deliveries: bool = False
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The board, and what was given up."""
        self.deliveries_ready, self.refreshing, self.chosen_state = False, True, LISTED[0]
        api, caller = await read_session(self)
        self.delivery_states = [Choice(one, say(self, f"deliveries.{one}")) for one in LISTED]
        if self.is_operator:
            await self._read_board(api, caller)
            await self._read_list(api, caller, None)
        self.deliveries_ready = True

    @asks
    async def refresh(self) -> None:
        """The board as it stands now; the list below stays where one reads."""
        api, caller = await read_session(self)
        await self._read_board(api, caller)

    @event
    def set_refreshing(self, wanted: bool) -> None:
        """Go on refreshing, or stand still."""
        self.refreshing = wanted

    @asks
    async def choose(self, state: str) -> None:
        """The deliveries in another state."""
        self.chosen_state = next((one for one in LISTED if one == state), LISTED[0])
        api, caller = await read_session(self)
        await self._read_list(api, caller, None)

    @asks
    async def load_more(self) -> None:
        """Those before."""
        api, caller = await read_session(self)
        await self._read_list(api, caller, self._after)

    async def _read_board(self, api: City, caller: Caller) -> None:
        self.read_at, self.boards = view_board(await deliveries.board(api, caller), caller.locale)

    async def _read_list(self, api: City, caller: Caller, after: str | None) -> None:
        page = await deliveries.listed(api, caller, self.chosen_state, ON_A_PAGE, after)
        lines = [view_delivery(one, caller.locale) for one in page.items]
        self.delivery_lines = [*self.delivery_lines, *lines] if after else lines
        self._after = page.next or ""
        self.more_deliveries = bool(self._after)
