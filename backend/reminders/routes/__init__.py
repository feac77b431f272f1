"""Reminders over HTTP: one's own, and for those who run scenarios and policies."""

from litestar.types import ControllerRouterHandler

from backend.reminders.routes.desk import Calls
from backend.reminders.routes.own import OwnReminders
from backend.reminders.routes.policies import Policies
from backend.reminders.routes.scenarios import Scenarios

ROUTES: list[ControllerRouterHandler] = [OwnReminders, Calls, Scenarios, Policies]
