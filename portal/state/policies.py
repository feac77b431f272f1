"""The policies that the city tells people about, for operators and leads."""

import dataclasses

from backend.reminders.schemas.operating import PolicyLine
from portal.asking import policies
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.scenarios import say_sweep
from portal.state.session import Session, asks, read_session

TONES = {"draft": "warn", "live": "good", "ended": ""}


@dataclasses.dataclass
class PolicyRow:
    """One policy in the list."""

    id: str = ""
    title: str = ""
    summary: str = ""
    about: str = ""
    sweep: str = ""
    state: str = ""
    tone: str = ""
    path: str = ""


class Policies(Session):
    """What /policies shows."""

    policies_ready: bool = False
    policy_rows: list[PolicyRow] = []

    @asks
    async def load(self) -> None:
        """Every policy that one may change, drafts first, what has ended last."""
        self.policies_ready, self.policy_rows = False, []
        api, caller = await read_session(self)
        if self.gives_posts:
            order = list(TONES)
            found = sorted(await policies.every(api, caller), key=lambda one: order.index(one.state))
            self.policy_rows = [view(one, caller.locale) for one in found]
        self.policies_ready = True


def view(one: PolicyLine, locale: Locale) -> PolicyRow:
    """One policy in words."""
    audience = say_in(locale, f"policy.audience_{one.audience}")
    told = say_in(locale, "policies.reaches", count=f"{one.counts.told:,}")
    return PolicyRow(
        id=one.id,
        title=pick(one.title, locale),
        summary=pick(one.summary, locale),
        about=f"{pick(one.department_title, locale)} · {audience} · {told}",
        sweep=say_sweep(one.last_sweep, locale) if one.state == "live" else "",
        state=say_in(locale, f"policies.state_{one.state}"),
        tone=TONES[one.state],
        path=f"/policies/{one.id}",
    )
