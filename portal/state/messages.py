"""What the city has told the caller."""

import dataclasses

from backend.messages.schemas import Message
from portal.dates import name_time
from portal.locales import Locale
from portal.state.records import pick
from portal.state.session import Session, asks, read_session

ON_A_PAGE = 20
COUNTED_MAX = 100


@dataclasses.dataclass
class Letter:
    """One message as a line of the inbox."""

    id: str = ""
    title: str = ""
    body: str = ""
    time: str = ""
    path: str = ""
    unread: bool = False


class Messages(Session):
    """The inbox, growing downwards."""

    letters: list[Letter] = []
    letters_ready: bool = False
    more_letters: bool = False
    # The message that is open.
    opened: str = ""
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The newest messages, all closed."""
        self.opened, self.letters, self.letters_ready = "", [], False
        await self._read(None)
        self.letters_ready = True

    @asks
    async def load_more(self) -> None:
        """The messages before those."""
        await self._read(self._after)

    @asks
    async def open(self, message: str) -> None:
        """Open a message, which is read then; an open one is closed."""
        self.opened = "" if self.opened == message else message
        unread = [letter for letter in self.letters if letter.id == self.opened and letter.unread]
        if unread:
            api, caller = await read_session(self)
            await api.mark_read(caller, message)
            self.letters = [
                dataclasses.replace(letter, unread=letter.unread and letter.id != message)
                for letter in self.letters
            ]

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        page = await api.messages(caller, ON_A_PAGE, after)
        letters = [view(message, caller.locale) for message in page.items]
        self.letters = [*self.letters, *letters] if after else letters
        self._after = page.next or ""
        self.more_letters = bool(self._after)


def view(message: Message, locale: Locale) -> Letter:
    """One message in words."""
    return Letter(
        id=str(message.id),
        title=pick(message.title, locale),
        body=pick(message.body, locale),
        time=name_time(message.at, locale),
        path=message.path or "",
        unread=message.read_at is None,
    )


def name_count(count: int) -> str:
    """How many are unread, as a badge says it: 1 to 99, then 99+; empty for none."""
    if count >= COUNTED_MAX:
        return "99+"
    return str(count) if count else ""
