"""Registers over HTTP: departments hand in, everybody sees what there is, residents see their own."""

from litestar.types import ControllerRouterHandler

from backend.registers.routes.catalogue import Registers
from backend.registers.routes.keys import DepartmentKeys
from backend.registers.routes.own import OwnRecords

ROUTES: list[ControllerRouterHandler] = [Registers, DepartmentKeys, OwnRecords]
