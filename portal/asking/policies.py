"""Policies: whom they are for, and how many those are."""

from typing import Literal
from urllib.parse import quote

from backend.conditions.schemas import Condition
from backend.reminders.schemas.asking import Asked, GivenState
from backend.reminders.schemas.operating import PolicyLine, PolicyList, Reach
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.policy_view import PolicyView
from portal.callers import Caller
from portal.city import City

PATH = "/v1/policies"


async def every(api: City, caller: Caller) -> list[PolicyLine]:
    """Every policy that one may change."""
    return (await api.ask(caller, "GET", PATH, PolicyList)).items


async def read(api: City, caller: Caller, policy: str) -> PolicyView:
    """One policy, whole."""
    return await api.ask(caller, "GET", f"{PATH}/{quote(policy, safe='')}", PolicyView)


async def make(api: City, caller: Caller, wanted: Policy, key: str) -> PolicyView:
    """A new policy, as a draft."""
    return await api.ask(caller, "POST", PATH, PolicyView, wanted, key)


async def change(api: City, caller: Caller, policy: str, wanted: Policy) -> PolicyView:
    """Change a policy; `wanted.version` is the one that is changed."""
    return await api.ask(caller, "PUT", f"{PATH}/{quote(policy, safe='')}", PolicyView, wanted)


async def set_state(api: City, caller: Caller, policy: str, state: Literal["live", "ended"]) -> PolicyView:
    """Put it in force, or end it."""
    path = f"{PATH}/{quote(policy, safe='')}/state"
    return await api.ask(caller, "PUT", path, PolicyView, GivenState(state))


async def count(api: City, caller: Caller, when: Condition) -> Reach:
    """For how many people a condition holds now."""
    return await api.ask(caller, "POST", f"{PATH}/count", Reach, Asked(when))
