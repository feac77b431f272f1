"""What the city has told the caller."""

import dataclasses
from typing import Any, get_args

from backend.messages.schemas import Category, Message
from portal.asking import messages
from portal.dates import name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, read_session, say
from portal.state.venues import Choice, text

ON_A_PAGE = 20
WORDS_MAX = 60
COUNTED_MAX = 100


@dataclasses.dataclass
class Letter:
    """One message as a line of the inbox."""

    id: str = ""
    title: str = ""
    body: str = ""
    time: str = ""
    kind: str = ""
    path: str = ""
    unread: bool = False


class Messages(Session):
    """The inbox, growing downwards."""

    letters: list[Letter] = []
    letters_ready: bool = False
    more_letters: bool = False
    # The message that is open.
    opened: str = ""
    # What is shown: a category, or what was searched for; empty for everything.
    letter_kinds: list[Choice] = []
    chosen_kind: str = ""
    letter_words: str = ""
    letters_about: str = ""
    # Whether any message waits to be read.
    any_unread: bool = False
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The newest messages, all closed."""
        self.chosen_kind, self.letter_words = "", ""
        self.letter_kinds = [Choice(one, say(self, f"messages.kind_{one}")) for one in get_args(Category)]
        await self._show()

    @asks
    async def choose(self, kind: str) -> None:
        """Only one category, or all again."""
        self.chosen_kind = "" if self.chosen_kind == kind else kind
        await self._show()

    @asks
    async def search(self, form: dict[str, Any]) -> None:
        """Only those with these words."""
        self.letter_words = text(form, "message_q")[:WORDS_MAX]
        await self._show()

    @asks
    async def read_all(self) -> None:
        """Note that one has read everything."""
        api, caller = await read_session(self)
        await messages.read_all(api, caller)
        self.letters = [dataclasses.replace(letter, unread=False) for letter in self.letters]
        self.any_unread, self.done = False, say(self, "messages.read_all_done")

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

    async def _show(self) -> None:
        self.opened, self.letters, self.letters_ready = "", [], False
        await self._read(None)
        words = self.letter_words
        self.letters_about = say(self, "messages.found", words=words) if words else ""
        self.letters_ready = True

    async def _read(self, after: str | None) -> None:
        api, caller = await read_session(self)
        if after is None:
            self.any_unread = bool(await api.unread(caller))
        page = await messages.inbox(api, caller, ON_A_PAGE, after, self.chosen_kind, self.letter_words)
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
        kind=say_in(locale, f"messages.kind_{message.category}"),
        path=message.path or "",
        unread=message.read_at is None,
    )


def name_count(count: int) -> str:
    """How many are unread, as a badge says it: 1 to 99, then 99+; empty for none."""
    if count >= COUNTED_MAX:
        return "99+"
    return str(count) if count else ""
