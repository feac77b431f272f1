"""The home page's own part."""

from portal.state.messages import name_count
from portal.state.records import Record, read_records
from portal.state.session import Session, asks, read_session

NEWEST = 3


class Home(Session):
    """The newest checks below the code card, and how many messages wait."""

    # Empty for none; "99+" for a hundred and more.
    unread: str = ""
    newest: list[Record] = []
    newest_ready: bool = False

    @asks
    async def load(self) -> None:
        """The account, how many messages are unread, and who checked the code last."""
        api, caller = await read_session(self)
        self.newest, self.unread = [], ""
        if self.device_confirmed:
            self.unread = name_count(await api.unread(caller))
            self.newest, _ = await read_records(api, caller, NEWEST)
        self.newest_ready = True
