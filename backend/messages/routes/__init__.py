"""Messages over HTTP."""

from litestar.types import ControllerRouterHandler

from backend.messages.routes.boards import Deliveries
from backend.messages.routes.contacts import Contacts, Push
from backend.messages.routes.inbox import Messages
from backend.messages.routes.preferences import Preferences
from backend.messages.routes.reports import Reports

ROUTES: list[ControllerRouterHandler] = [Messages, Preferences, Contacts, Push, Deliveries, Reports]
