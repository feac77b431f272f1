"""The home page's own part."""

from portal.state.records import Record, read_records
from portal.state.session import Session, asks, read_session

NEWEST = 3


class Home(Session):
    """The newest checks below the code card."""

    newest: list[Record] = []
    newest_ready: bool = False

    @asks
    async def load(self) -> None:
        """The account, and who checked the code last."""
        api, caller = await read_session(self)
        self.newest = []
        if self.device_confirmed:
            self.newest, _ = await read_records(api, caller, NEWEST)
        self.newest_ready = True
