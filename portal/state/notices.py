"""How the caller wants to be told: what about, by which ways, and when not."""

import dataclasses
from datetime import time
from typing import Any

from backend.messages.schemas import Preferences
from portal.asking import notices
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.session import Session, asks, read_session, say
from portal.state.venues import Choice, text

# Always sent, whatever one wishes.
ALWAYS = ("security",)
KINDS = ("case", "certificate", "business", "benefit", "greeting", "city", "other")
CHANNELS = ("push", "sms", "email", "wechat", "voice")


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
        self.notices_ready = True

    @asks
    async def save(self, form: dict[str, Any]) -> None:
        """Keep all of it."""
        api, caller = await read_session(self)
        try:
            wanted = read_wishes(form)
        except ValueError:
            self.problem, self.problem_in = say(self, "preferences.time_wrong"), "save"
            return
        self._show(await notices.save_preferences(api, caller, wanted), caller.locale)
        self.done = say(self, "preferences.saved")

    def _show(self, found: Preferences, locale: Locale) -> None:
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
        self.quiet_from, self.quiet_to = f"{found.quiet_from:%H:%M}", f"{found.quiet_to:%H:%M}"
        self.notice_locale = found.locale


def read_wishes(form: dict[str, Any]) -> Preferences:
    """The wishes that the form says; ValueError for what is no time of the day."""
    locale: Any = text(form, "notice_locale")
    return Preferences(
        muted=[one for one in KINDS if not form.get(f"kind-{one}")],  # type: ignore[misc]  # categories
        channels=[one for one in CHANNELS if form.get(f"channel-{one}")],  # type: ignore[misc]  # channels
        locale=locale,
        silent=bool(form.get("silent")),
        quiet_from=time.fromisoformat(text(form, "quiet_from")),
        quiet_to=time.fromisoformat(text(form, "quiet_to")),
        staff_may_call=bool(form.get("staff_may_call")),
    )
