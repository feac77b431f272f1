"""Places over HTTP: scenes and divisions for everybody, venues and readers for those who run them."""

from litestar.types import ControllerRouterHandler

from backend.places.routes.catalogue import Catalogue
from backend.places.routes.organisations import Organisations
from backend.places.routes.readers import Readers
from backend.places.routes.venues import Venues

ROUTES: list[ControllerRouterHandler] = [Catalogue, Organisations, Venues, Readers]
