"""Services, life events and departments."""

from urllib.parse import quote, urlencode

from backend.services.schemas.catalogue import Eligibility, LifeEvents, ServiceList, ServiceView
from backend.staff.schemas import Departments
from portal.callers import Caller
from portal.city import City


async def life_events(api: City, caller: Caller) -> LifeEvents:
    """What happens in people's lives."""
    return await api.ask(caller, "GET", "/v1/life-events", LifeEvents)


async def departments(api: City, caller: Caller) -> Departments:
    """The departments."""
    return await api.ask(caller, "GET", "/v1/departments", Departments)


async def services(api: City, caller: Caller, **wish: str | int) -> ServiceList:
    """A page of services that fit `wish` (life_event, department, limit, after)."""
    query = urlencode({name: value for name, value in wish.items() if value})
    return await api.ask(caller, "GET", f"/v1/services?{query}", ServiceList)


async def search(api: City, caller: Caller, words: str, limit: int) -> ServiceList:
    """The services that everyday words mean."""
    return await api.ask(caller, "GET", f"/v1/services/search?q={quote(words)}&limit={limit}", ServiceList)


async def service(api: City, caller: Caller, id_: str) -> ServiceView:
    """One service."""
    return await api.ask(caller, "GET", f"/v1/services/{quote(id_, safe='')}", ServiceView)


async def eligibility(api: City, caller: Caller, id_: str) -> Eligibility:
    """Whether a service is for oneself."""
    path = f"/v1/me/services/{quote(id_, safe='')}/eligibility"
    return await api.ask(caller, "GET", path, Eligibility)
