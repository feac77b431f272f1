"""The catalogue over HTTP, for everybody."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.core.actors import Resident
from backend.core.pages import LIMIT_DEFAULT, Limit
from backend.core.problems import NotFound, responses
from backend.core.settings import Settings
from backend.people.errors import DeviceNotConfirmed, DeviceSuspended
from backend.services import errors, service
from backend.services.rules.vocabulary import MEDIA_TYPE
from backend.services.schemas.catalogue import Eligibility, LifeEvents, ServiceList, ServiceView
from backend.services.schemas.service import Audience

Slug = Annotated[str | None, QueryParameter(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Office = Annotated[str | None, QueryParameter(name="department", pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
ForWhom = Annotated[Audience | None, QueryParameter(description="Services for people, or for firms.")]
Words = Annotated[str, QueryParameter(max_length=400, description="Everyday words; at most 100 characters.")]
PUBLIC_FACTS = CacheControlHeader(public=True, max_age=300)
# What somebody looks for is nobody else's business, so no proxy keeps it.
OWN_QUESTION = CacheControlHeader(private=True, max_age=300)


def spare(request: Request[Any, Any, Any]) -> Response[None] | None:
    """304 for a caller who has this edition of the catalogue; otherwise the request goes on."""
    if service.edition() in request.headers.get("if-none-match", ""):
        return mark(Response(None, status_code=304))
    return None


def mark(response: Response[Any]) -> Response[Any]:
    """An answer with the name of the edition it is from."""
    response.headers["ETag"] = f'"{service.edition()}"'
    return response


class Services(Controller):
    """What the city does for people and firms (一网通办); a copy is good until there is another edition."""

    tags = ("services",)
    cache_control = PUBLIC_FACTS
    before_request = staticmethod(spare)
    after_request = staticmethod(mark)

    @get("/v1/life-events", sync_to_thread=False)
    def list_life_events(self) -> LifeEvents:
        """What happens in people's and firms' lives, with how many services there are for it."""
        return service.list_life_events()

    @get("/v1/services", sync_to_thread=False)
    def list_services(
        self,
        life_event: Slug = None,
        office: Office = None,
        audience: ForWhom = None,
        limit: Limit = LIMIT_DEFAULT,
        after: Slug = None,
    ) -> ServiceList:
        """A page of services."""
        return service.list_services(life_event, office, audience, limit, after)

    @get("/v1/services/cpsv-ap", media_type=MEDIA_TYPE, sync_to_thread=False)
    def export_all(self, settings: NamedDependency[Settings]) -> Response[dict[str, Any]]:
        """The whole catalogue for other catalogues, as CPSV-AP in JSON-LD."""
        return Response(service.export_catalogue(settings), media_type=MEDIA_TYPE)

    @get(
        "/v1/services/{service_id:str}/cpsv-ap",
        media_type=MEDIA_TYPE,
        sync_to_thread=False,
        responses=responses(NotFound),
    )
    def export(
        self, service_id: FromPath[str], settings: NamedDependency[Settings]
    ) -> Response[dict[str, Any]]:
        """A service for other catalogues, as CPSV-AP in JSON-LD."""
        return Response(service.export_service(service_id, settings), media_type=MEDIA_TYPE)

    @get("/v1/services/{service_id:str}", sync_to_thread=False, responses=responses(NotFound))
    def read(self, service_id: FromPath[str]) -> ServiceView:
        """A service, whole, with its form."""
        return service.read_service(service_id)


class Search(Controller):
    """Services by everyday words."""

    tags = ("services",)

    @get(
        "/v1/services/search",
        cache_control=OWN_QUESTION,
        sync_to_thread=False,
        responses=responses(errors.SearchTooLong),
    )
    def search(self, q: Words, limit: Limit = LIMIT_DEFAULT) -> ServiceList:
        """The services that everyday words mean, the best first."""
        return service.search(q, limit)


class Own(Controller):
    """What the catalogue is to oneself."""

    tags = ("services",)

    @get(
        "/v1/me/services/{service_id:str}/eligibility",
        responses=responses(NotFound, DeviceNotConfirmed, DeviceSuspended),
    )
    async def tell_eligibility(
        self, service_id: FromPath[str], resident: NamedDependency[Resident]
    ) -> Response[Eligibility]:
        """Whether a service is for oneself, as far as registers know; anybody may apply all the same."""
        found = await service.tell_eligibility(resident, service_id)
        return Response(found, headers={"Cache-Control": "no-store"})


ROUTES = [Services, Search, Own]
