"""People over HTTP: signing in, one's own account, and the operator's counter."""

from litestar.types import ControllerRouterHandler

from backend.people.routes.devices import Devices
from backend.people.routes.me import Me
from backend.people.routes.residents import Residents
from backend.people.routes.sessions import Sessions, SignIns

ROUTES: list[ControllerRouterHandler] = [SignIns, Sessions, Me, Residents, Devices]
