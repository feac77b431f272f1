"""The home page's own part."""

from backend.applications.rules.moves import OPEN
from portal.asking import applications
from portal.callers import Caller
from portal.city import City
from portal.state.applications import ApplicationLine, view
from portal.state.messages import name_count
from portal.state.records import Record, read_records
from portal.state.reminders import ReminderLine, read_open
from portal.state.session import Session, asks, read_session

NEWEST = 3
# Where the applicant must do something comes first.
URGENT = {"correction-asked": 0, "draft": 1}


class Home(Session):
    """What comes up, what is under way, the newest checks, and how many messages wait."""

    # Empty for none; "99+" for a hundred and more.
    unread: str = ""
    newest: list[Record] = []
    newest_ready: bool = False
    cases: list[ApplicationLine] = []
    reminders: list[ReminderLine] = []

    @asks
    async def load(self) -> None:
        """The account, how many messages are unread, and who checked the code last."""
        api, caller = await read_session(self)
        self.newest, self.unread, self.cases, self.reminders = [], "", [], []
        if self.device_confirmed:
            self.reminders = await read_open(api, caller, NEWEST)
            self.cases = await read_cases(api, caller)
            self.unread = name_count(await api.unread(caller))
            self.newest, _ = await read_records(api, caller, NEWEST)
        self.newest_ready = True


async def read_cases(api: City, caller: Caller) -> list[ApplicationLine]:
    """Some applications that are not over, those first that wait for the applicant."""
    found = (await applications.own(api, caller, 20, states=("draft", *sorted(OPEN)))).items
    urgent = sorted(found, key=lambda line: URGENT.get(line.state, len(URGENT)))
    return [view(line, caller.locale) for line in urgent[:NEWEST]]
