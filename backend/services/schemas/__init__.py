"""The shapes of services: as content has them, and as the API gives them."""

from backend.services.rules.fields import Field
from backend.services.schemas.catalogue import (
    Eligibility,
    Form,
    LifeEventCard,
    LifeEvents,
    ServiceCard,
    ServiceList,
    ServiceView,
)
from backend.services.schemas.life_event import LifeEvent
from backend.services.schemas.service import Material, Result, Service

__all__ = [
    "Eligibility",
    "Field",
    "Form",
    "LifeEvent",
    "LifeEventCard",
    "LifeEvents",
    "Material",
    "Result",
    "Service",
    "ServiceCard",
    "ServiceList",
    "ServiceView",
]
