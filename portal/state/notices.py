"""How the caller wants to be told: what about, by which ways, and when not."""

import dataclasses
from typing import Any, get_args

from backend.messages.rules.states import CHANNELS
from backend.messages.schemas import MessagePreferences
from backend.messages.schemas.wishes import Mutable
from portal.asking import notices
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.session import Session, asks, read_session, say
from portal.state.venues import Choice, text

KINDS: tuple[Mutable, ...] = get_args(Mutable)


@dataclasses.dataclass
class WishLine:
    """Something to tick."""

    id: str = ""
    title: str = ""
    text: str = ""
    chosen: bool = False


class Notices(Session):
    """The part of /preferences that is kept with the account."""

    notices_ready: bool = False
    # Counts the times that the wishes were read anew, so that the boxes show what was read.
    notices_round: int = 0
    kind_wishes: list[WishLine] = []
    channel_wishes: list[WishLine] = []
    silent: bool = False
    staff_may_call: bool = True
    quiet_from: str = ""
    quiet_to: str = ""
    notice_locale: str = ""
    locales: list[Choice] = [Choice("zh-CN", "中文"), Choice("en", "English")]

    @asks
    async def load(self) -> None:
        """What one wishes now."""
        self.notices_ready = False
        api, caller = await read_session(self)
        if self.device_confirmed:
            self._show(await notices.preferences(api, caller), caller.locale)
        self.notices_round += 1
        self.notices_ready = True

    @asks
    async def save(self, form: dict[str, Any]) -> None:
        """Keep all of it."""
        api, caller = await read_session(self)
        saved = await notices.save_preferences(api, caller, read_wishes(form))
        self._show(saved, caller.locale)
        self.done = say(self, "preferences.saved")

    def _show(self, found: MessagePreferences, locale: Locale) -> None:
        self.kind_wishes = [
            WishLine(
                f"kind-{one}",
                say_in(locale, f"messages.kind_{one}"),
                say_in(locale, f"preferences.about_{one}"),
                one not in found.muted,
            )
            for one in KINDS
        ]
        self.channel_wishes = [
            WishLine(
                f"channel-{one}",
                say_in(locale, f"preferences.channel_{one}"),
                say_in(locale, f"preferences.about_{one}"),
                one in found.channels,
            )
            for one in CHANNELS
        ]
        self.silent, self.staff_may_call = found.silent, found.staff_may_call
        self.quiet_from, self.quiet_to = found.quiet_from, found.quiet_to
        self.notice_locale = found.locale


def read_wishes(form: dict[str, Any]) -> MessagePreferences:
    """The wishes that the form says."""
    locale: Any = text(form, "notice_locale")
    return MessagePreferences(
        muted=[one for one in KINDS if not form.get(f"kind-{one}")],
        channels=[one for one in CHANNELS if form.get(f"channel-{one}")],
        locale=locale,
        silent=bool(form.get("silent")),
        quiet_from=text(form, "quiet_from"),
        quiet_to=text(form, "quiet_to"),
        staff_may_call=bool(form.get("staff_may_call")),
    )
