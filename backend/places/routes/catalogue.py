"""Public facts over HTTP: scenes and divisions."""

from typing import Annotated

from litestar import Controller, get
from litestar.datastructures import CacheControlHeader
from litestar.params import QueryParameter

from backend.core.problems import NotFound, responses
from backend.places import service
from backend.places.schemas import catalogue

PUBLIC_FACTS = CacheControlHeader(public=True, max_age=300)

Parent = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^\d{6}(\d{3}){0,2}$", max_length=12, description="The division above; none for the city."
    ),
]


class Catalogue(Controller):
    """Public facts of the city."""

    path = "/v1"
    tags = ("places",)

    @get("/scenes", cache_control=PUBLIC_FACTS)
    async def scenes(self) -> catalogue.SceneList:
        """The scenes in which a city code is shown, and what a venue learns in each."""
        return catalogue.SceneList(service.list_scenes())

    @get("/divisions", cache_control=PUBLIC_FACTS, responses=responses(NotFound))
    async def divisions(self, parent: Parent = None) -> catalogue.DivisionList:
        """The divisions right below one, or the city itself."""
        return catalogue.DivisionList(service.list_divisions(parent))
