"""The scenarios that remind people, and whom they would reach."""

from datetime import date
from urllib.parse import quote

from backend.reminders.schemas.asking import DryRun, Switch
from backend.reminders.schemas.operating import (
    FactList,
    FactView,
    ScenarioLine,
    ScenarioList,
    ScenarioView,
    Tried,
)
from portal.callers import Caller
from portal.city import City

PATH = "/v1/scenarios"


async def every(api: City, caller: Caller) -> list[ScenarioLine]:
    """Every scenario that one may switch."""
    return (await api.ask(caller, "GET", PATH, ScenarioList)).items


async def read(api: City, caller: Caller, scenario: str) -> ScenarioView:
    """One scenario, whole."""
    return await api.ask(caller, "GET", f"{PATH}/{quote(scenario, safe='')}", ScenarioView)


async def dry_run(api: City, caller: Caller, scenario: str, on: date | None) -> Tried:
    """Whom it would tell on a day, today without one."""
    return await api.ask(caller, "POST", f"{PATH}/{quote(scenario, safe='')}/dry-run", Tried, DryRun(on))


async def switch(api: City, caller: Caller, scenario: str, *, live: bool) -> ScenarioView:
    """Let it tell people, or no longer."""
    path = f"{PATH}/{quote(scenario, safe='')}/switch"
    return await api.ask(caller, "PUT", path, ScenarioView, Switch(live))


async def facts(api: City, caller: Caller) -> list[FactView]:
    """The facts that conditions may name."""
    return (await api.ask(caller, "GET", "/v1/facts", FactList)).items
