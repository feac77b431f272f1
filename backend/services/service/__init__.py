"""Everything that other domains, routes and commands may ask of the catalogue."""

from backend.services.service.catalogue import find_service, life_events, read_content, services
from backend.services.service.edition import edition
from backend.services.service.eligibility import tell_eligibility
from backend.services.service.exporting import export_catalogue, export_service
from backend.services.service.listing import list_life_events, list_services, read_service
from backend.services.service.searching import search, search_ids

__all__ = [
    "edition",
    "export_catalogue",
    "export_service",
    "find_service",
    "life_events",
    "list_life_events",
    "list_services",
    "read_content",
    "read_service",
    "search",
    "search_ids",
    "services",
    "tell_eligibility",
]
