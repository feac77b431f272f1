"""One policy: whom it is for, what it says, and whether it is in force."""

from typing import Any, Literal

import reflex as rx

from backend.conditions.schemas import Condition
from backend.core.clock import today
from backend.reminders.schemas.policy_view import PolicyView
from portal.asking import catalogue, policies
from portal.callers import Caller
from portal.city import City, Refused
from portal.locales import say as say_in
from portal.state.condition_rows import RowFault
from portal.state.conditions import Conditions, say_fault
from portal.state.policies import TONES
from portal.state.policy_form import MARKS, find_place, read_form, view_form
from portal.state.records import pick
from portal.state.session import asks, event, new_form_key, read_session, say
from portal.state.venues import Choice

NEW = "new"
PREVIEWED = ("title_zh", "title_en", "text_zh", "text_en")


class OnePolicy(Conditions):
    """What /policies/[policy] shows; /policies/new is an empty one."""

    policy_ready: bool = False
    policy_new: bool = True
    policy_title: str = ""
    policy_state: str = ""
    policy_tone: str = ""
    policy_form: dict[str, str] = view_form(None)
    # Counts the times that the form was read anew, so that its fields show what was read.
    policy_round: int = 0
    offices: list[Choice] = []
    services: list[Choice] = []
    audiences: list[Choice] = []
    marks: list[Choice] = []
    may_change: bool = False
    may_publish: bool = False
    may_end: bool = False
    # "publish" or "end", while it is asked once more.
    asking: str = ""
    _view: PolicyView | None = None

    @asks
    async def load(self) -> None:
        """The policy as it stands, or an empty one."""
        self.policy_ready, self.asking, self._view = False, "", None
        api, caller = await read_session(self)
        if not self.gives_posts:
            return
        new_form_key(self)
        await self._offer(api, caller)
        await self._show(
            None if policy_id(self) == NEW else await policies.read(api, caller, policy_id(self))
        )
        self.policy_ready, self.policy_round = True, self.policy_round + 1

    @event
    def preview(self, name: str, value: str) -> None:
        """Show what was typed as residents will see it."""
        if name in PREVIEWED:
            self.policy_form = {**self.policy_form, name: value}

    @event
    def ask(self, what: str) -> None:
        """Ask once more before it is published or ended."""
        self.asking = what

    @asks
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep it; a new one has an address of its own from then on."""
        api, caller = await read_session(self)
        kept = self._view.definition if self._view else None
        by = next((one.title for one in self.offices if one.id == form.get("department")), "")
        try:
            wanted = read_form(form, await self._when(), kept, by, today())
        except RowFault as fault:
            self.problem, self.problem_in = say_fault(fault, caller.locale), "save"
            return None
        except ValueError:
            self.problem, self.problem_in = say(self, "scenario.day_wrong"), "save"
            return None
        try:
            if self._view is None:
                made = await policies.make(api, caller, wanted, self._form_key)
                return rx.redirect(f"/policies/{made.id}")
            await self._show(await policies.change(api, caller, self._view.id, wanted))
        except Refused as refused:
            place = find_place(refused.facts)
            if place is None:
                raise
            label = say(self, f"policy.{place}")
            self.problem, self.problem_in = say(self, "policy.look_at", label=label), "save"
            return None
        self.done = say(self, "policy.saved")
        return None

    @asks
    async def set_state(self, state: str) -> None:
        """Put it in force, or end it."""
        api, caller = await read_session(self)
        wanted: Literal["live", "ended"] = "live" if state == "live" else "ended"
        await self._show(await policies.set_state(api, caller, policy_id(self), wanted))
        self.asking, self.done = "", say(self, f"policy.{'published' if wanted == 'live' else 'ended'}")

    async def _when(self) -> Condition:
        """The rows' condition; one that no rows can say stays as it was."""
        if not self.as_rows and self._view:
            return self._view.definition.when
        return self._read(await self._facts())

    async def _offer(self, api: City, caller: Caller) -> None:
        """What can be chosen from."""
        known = (await catalogue.departments(api, caller)).items
        self.offices = [Choice(one.id, pick(one.title, caller.locale)) for one in known]
        found, after = [], ""
        while True:
            page = await catalogue.services(api, caller, limit=100, after=after)
            found += page.items
            after = page.next or ""
            if not after:
                break
        self.services = [Choice(one.id, pick(one.title, caller.locale)) for one in found]
        self.audiences = [
            Choice(one, say_in(caller.locale, f"policy.audience_{one}")) for one in ("resident", "firm")
        ]
        self.marks = [Choice(one, say_in(caller.locale, f"scenarios.mark_{one}")) for one in MARKS]

    async def _show(self, found: PolicyView | None) -> None:
        self._view, self.policy_new = found, found is None
        self.policy_form = view_form(found.definition if found else None)
        await self._begin(found.definition.when if found else None)
        state = found.state if found else "draft"
        self.policy_title = self.policy_form["title_zh"]
        self.policy_state, self.policy_tone = say(self, f"policies.state_{state}"), TONES[state]
        self.may_change = found is None or found.can_change
        self.may_publish = found is not None and state == "draft"
        self.may_end = found is not None and state == "live"


def policy_id(state: rx.State) -> str:
    """The policy in the page's address, or "new"."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
