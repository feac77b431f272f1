"""One's own applications and firms."""

from collections.abc import Iterable
from typing import Any

from backend.applications.rules.moves import State
from backend.applications.schemas.application import Application, Line, Rating, Standing
from backend.applications.schemas.asking import GivenRating, NewApplication, Saved
from backend.core.pages import Page
from backend.firms.schemas import Agent, Agents, Firm, Firms, NewAgent, NewFirm
from portal.callers import Caller
from portal.city import City, cursor

PATH = "/v1/applications"


async def begin(api: City, caller: Caller, wanted: NewApplication, key: str) -> Application:
    """A draft."""
    return await api.ask(caller, "POST", PATH, Application, wanted, key)


async def own(
    api: City, caller: Caller, limit: int, after: str | None = None, states: Iterable[State] = ()
) -> Page[Line]:
    """One's applications, newest first; only those in `states`, if there are any."""
    wish = "".join(f"&states={state}" for state in states)
    return await api.ask(caller, "GET", f"{PATH}?{cursor(limit, after)}{wish}", Page[Line])


async def read(api: City, caller: Caller, application: str) -> Application:
    """One application, whole."""
    return await api.ask(caller, "GET", f"{PATH}/{application}", Application)


async def save(api: City, caller: Caller, application: str, version: int, answers: dict[str, Any]) -> Saved:
    """Keep the answers as they stand."""
    body = {"version": version, "answers": answers}
    return await api.ask(caller, "PUT", f"{PATH}/{application}/answers", Saved, body)


async def take(
    api: City, caller: Caller, application: str, step: str, version: int, **more: object
) -> Standing:
    """Submit, correct or withdraw."""
    body = {"version": version, **more}
    return await api.ask(caller, "POST", f"{PATH}/{application}/{step}", Standing, body)


async def discard(api: City, caller: Caller, application: str) -> None:
    """Forget a draft."""
    await api.send(caller, "DELETE", f"{PATH}/{application}")


async def remove_upload(api: City, caller: Caller, application: str, upload: str) -> None:
    """Remove a file."""
    await api.send(caller, "DELETE", f"{PATH}/{application}/uploads/{upload}")


async def rate(api: City, caller: Caller, application: str, given: GivenRating) -> Rating:
    """Say how it went."""
    return await api.ask(caller, "PUT", f"{PATH}/{application}/rating", Rating, given)


async def firms(api: City, caller: Caller) -> list[Firm]:
    """The firms one may act for."""
    return (await api.ask(caller, "GET", "/v1/me/firms", Firms)).items


async def claim(api: City, caller: Caller, credit_code: str) -> Firm:
    """Say that one represents a firm."""
    return await api.ask(caller, "POST", "/v1/firms", Firm, NewFirm(credit_code))


async def agents(api: City, caller: Caller, firm: str) -> list[Agent]:
    """Who may act for a firm."""
    return (await api.ask(caller, "GET", f"/v1/firms/{firm}/agents", Agents)).items


async def add_agent(api: City, caller: Caller, firm: str, phone: str, key: str) -> Agent:
    """Let somebody act for a firm."""
    return await api.ask(caller, "POST", f"/v1/firms/{firm}/agents", Agent, NewAgent(phone), key)


async def remove_agent(api: City, caller: Caller, firm: str, agent: str) -> None:
    """Let somebody no longer act for a firm."""
    await api.send(caller, "DELETE", f"/v1/firms/{firm}/agents/{agent}")
