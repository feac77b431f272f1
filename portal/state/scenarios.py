"""The scenarios that remind people, for operators and leads."""

import dataclasses
from collections.abc import Sequence
from typing import Any, get_args

from backend.reminders.schemas.operating import LastSweep, Runs, ScenarioLine
from backend.reminders.schemas.views import Category
from portal.asking import scenarios
from portal.dates import name_time
from portal.locales import Locale
from portal.locales import say as say_in
from portal.state.records import pick
from portal.state.session import Session, asks, locale_of, read_session, say
from portal.state.venues import Choice, text

TONES = {"live": "good", "off": "", "dry-run-only": "warn"}


@dataclasses.dataclass
class ScenarioRow:
    """One scenario in the list."""

    id: str = ""
    title: str = ""
    about: str = ""
    counts: str = ""
    sweep: str = ""
    failed: bool = False
    state: str = ""
    tone: str = ""
    path: str = ""
    # What it is found by.
    category: str = ""
    runs: str = ""
    words: str = ""


class Scenarios(Session):
    """What /scenarios shows."""

    scenarios_ready: bool = False
    shown_scenarios: list[ScenarioRow] = []
    how_many: str = ""
    scenario_kinds: list[Choice] = []
    scenario_runs: list[Choice] = []
    # The filters; empty for everything.
    chosen_kind: str = ""
    chosen_runs: str = ""
    scenario_words: str = ""
    _all: list[ScenarioRow] = []

    @asks
    async def load(self) -> None:
        """Every scenario that one may switch; policies have a page of their own."""
        self.scenarios_ready, self.chosen_kind, self.chosen_runs, self.scenario_words = False, "", "", ""
        api, caller = await read_session(self)
        self._all = []
        if self.gives_posts:
            found = [one for one in await scenarios.every(api, caller) if not one.policy]
            self._all = [view(one, caller.locale) for one in found]
        self.scenario_kinds = offer(self._all, caller.locale)
        self.scenario_runs = [Choice(one, say(self, f"scenarios.{one}")) for one in get_args(Runs)]
        self._filter()
        self.scenarios_ready = True

    @asks
    async def choose_kind(self, kind: str) -> None:
        """Only one category, or all again."""
        self.chosen_kind = "" if self.chosen_kind == kind else kind
        self._filter()

    @asks
    async def choose_runs(self, runs: str) -> None:
        """Only those that run so, or all again."""
        self.chosen_runs = "" if self.chosen_runs == runs else runs
        self._filter()

    @asks
    async def search(self, form: dict[str, Any]) -> None:
        """Only those with these words."""
        self.scenario_words = text(form, "scenario_q")[:100]
        self._filter()

    def _filter(self) -> None:
        wanted = self.scenario_words.lower().split()
        self.shown_scenarios = [
            one
            for one in self._all
            if self.chosen_kind in ("", one.category)
            and self.chosen_runs in ("", one.runs)
            and all(word in one.words for word in wanted)
        ]
        self.how_many = say_in(locale_of(self), "scenarios.shown", count=len(self.shown_scenarios))


def offer(rows: Sequence[ScenarioRow], locale: Locale) -> list[Choice]:
    """The categories that there are, in the house's order."""
    there = {one.category for one in rows}
    return [Choice(one, say_in(locale, f"messages.kind_{one}")) for one in get_args(Category) if one in there]


def view(one: ScenarioLine, locale: Locale) -> ScenarioRow:
    """One scenario in words."""
    office = pick(one.department_title, locale)
    kind = say_in(locale, f"messages.kind_{one.category}")
    mark = say_in(locale, f"scenarios.mark_{one.mark}")
    counts = {name: f"{getattr(one.counts, name):,}" for name in one.counts.__struct_fields__}
    return ScenarioRow(
        id=one.id,
        title=pick(one.title, locale),
        about=f"{kind} · {office} · {mark}",
        counts=say_in(locale, "scenarios.counts", **counts),
        sweep=say_sweep(one.last_sweep, locale),
        failed=bool(one.last_sweep and one.last_sweep.error),
        state=say_in(locale, f"scenarios.{one.runs}"),
        tone=TONES[one.runs],
        path=f"/scenarios/{one.id}",
        category=one.category,
        runs=one.runs,
        words=" ".join((one.id, one.title.zh, one.title.en, office)).lower(),
    )


def say_sweep(sweep: LastSweep | None, locale: Locale) -> str:
    """When everybody was looked at last, and what came of it."""
    if sweep is None:
        return say_in(locale, "scenarios.never_swept")
    time = name_time(sweep.at, locale)
    if sweep.error:
        return say_in(locale, "scenarios.sweep_failed", time=time)
    if sweep.made is None:
        return say_in(locale, "scenarios.sweeping", time=time)
    return say_in(locale, "scenarios.last_sweep", time=time, made=f"{sweep.made:,}")
