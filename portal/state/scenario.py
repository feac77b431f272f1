"""One scenario: what it says and when, whom it would reach, and its switch."""

import dataclasses
from datetime import date
from typing import Any

import reflex as rx

from backend.reminders.schemas.operating import ScenarioView, Tried
from portal.asking import catalogue, scenarios
from portal.callers import Caller
from portal.city import City
from portal.dates import name_date
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.scenario_words import view_facts, view_steps
from portal.state.scenarios import TONES
from portal.state.service import Titled
from portal.state.session import Session, asks, event, read_session, say
from portal.state.venues import text


@dataclasses.dataclass
class TriedLine:
    """A district and its count, or somebody who would be told."""

    title: str = ""
    text: str = ""
    more: str = ""


class OneScenario(Session):
    """What /scenarios/[scenario] shows."""

    scenario_ready: bool = False
    scenario_title: str = ""
    scenario_id: str = ""
    scenario_state: str = ""
    scenario_tone: str = ""
    text_zh: str = ""
    text_en: str = ""
    is_sensitive: bool = False
    scenario_steps: list[Titled] = []
    scenario_facts: list[Titled] = []
    scenario_laws: list[Titled] = []
    scenario_note: str = ""
    is_live: bool = False
    may_run: bool = False
    switching: bool = False
    tried_ready: bool = False
    tried_nobody: bool = False
    tried_count: str = ""
    tried_districts: list[TriedLine] = []
    tried_sample: list[TriedLine] = []

    @asks
    async def load(self) -> None:
        """The scenario as it stands."""
        self.scenario_ready, self.switching, self.tried_ready = False, False, False
        api, caller = await read_session(self)
        if self.gives_posts:
            await self._show(api, caller, await scenarios.read(api, caller, scenario_id(self)))
        self.scenario_ready = True

    @event
    def ask_to_switch(self, wanted: bool) -> None:
        """Ask once more before it is switched."""
        self.switching = wanted

    @asks
    async def switch(self) -> None:
        """Let it tell people, or no longer."""
        api, caller = await read_session(self)
        found = await scenarios.switch(api, caller, scenario_id(self), live=not self.is_live)
        await self._show(api, caller, found)
        self.switching, self.done = False, say(self, f"scenario.turned_{'on' if self.is_live else 'off'}")

    @asks
    async def dry_run(self, form: dict[str, Any]) -> None:
        """Whom it would tell on a day."""
        api, caller = await read_session(self)
        typed = text(form, "on")
        try:
            on = date.fromisoformat(typed) if typed else None
        except ValueError:
            self.problem, self.problem_in = say(self, "scenario.day_wrong"), "dry_run"
            return
        self._show_tried(await scenarios.dry_run(api, caller, scenario_id(self), on), caller.locale)

    async def _show(self, api: City, caller: Caller, found: ScenarioView) -> None:
        locale, opens = caller.locale, found.path or ""
        if found.service:
            opens = pick((await catalogue.service(api, caller, found.service)).title, locale)
        self.scenario_title, self.scenario_id = pick(found.title, locale), found.id
        self.scenario_state = say_in(locale, f"scenarios.{found.runs}")
        self.scenario_tone = TONES[found.runs]
        self.text_zh, self.text_en = found.text.zh, found.text.en
        self.is_sensitive = found.sensitivity == "sensitive"
        self.scenario_steps = view_steps(found, locale)
        self.scenario_facts = view_facts(found, opens, locale)
        self.scenario_laws = [
            Titled(f"《{law.title}》{law.article or ''}", say_in(locale, f"scenarios.mark_{law.mark}"))
            for law in found.rule
        ]
        self.scenario_note = found.note or ""
        self.is_live, self.may_run = found.runs == "live", found.runs != "dry-run-only"

    def _show_tried(self, tried: Tried, locale: Locale) -> None:
        day = name_date(tried.on, locale)
        self.tried_count = f"{day} · {say_in(locale, 'scenario.count', count=f'{tried.count:,}')}"
        self.tried_nobody = tried.count == 0
        self.tried_districts = [TriedLine(one.name, f"{one.count:,}") for one in tried.by_district]
        self.tried_sample = [
            TriedLine(
                one.person_masked,
                name_date(one.due_on, locale) if one.due_on else "",
                say_in(locale, "scenario.step_number", number=one.step + 1),
            )
            for one in tried.sample
        ]
        self.tried_ready = True


def scenario_id(state: rx.State) -> str:
    """The scenario in the page's address."""
    return str(state.router.url.path.rstrip("/").rsplit("/", 1)[-1])
