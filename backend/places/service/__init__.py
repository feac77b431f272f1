"""Everything that other domains, routes and commands may ask of places."""

from backend import content
from backend.places.service.catalogue import (
    REASONS,
    attributes,
    catalogue,
    list_scenes,
    prompt_for,
    prompts,
    scene_card,
    scenes,
)
from backend.places.service.divisions import divisions, find_division, list_ancestors, list_divisions
from backend.places.service.enrolling import enrol
from backend.places.service.names import name_places
from backend.places.service.organisations import (
    add_manager,
    create_organisation,
    list_managers,
    list_organisations,
    read_organisation,
    remove_manager,
)
from backend.places.service.readers import create_reader, list_readers, renew_code
from backend.places.service.standing import read_place
from backend.places.service.suspensions import lift, suspend
from backend.places.service.tokens import (
    ReaderToken,
    authenticate_reader,
    forget_assertions,
    issue_token,
    read_reader_token,
    read_signed_by,
)
from backend.places.service.venues import create_venue, list_venues, read_venue

__all__ = [
    "REASONS",
    "ReaderToken",
    "add_manager",
    "attributes",
    "authenticate_reader",
    "catalogue",
    "create_organisation",
    "create_reader",
    "create_venue",
    "divisions",
    "enrol",
    "find_division",
    "forget_assertions",
    "issue_token",
    "lift",
    "list_ancestors",
    "list_divisions",
    "list_managers",
    "list_organisations",
    "list_readers",
    "list_scenes",
    "list_venues",
    "name_places",
    "prompt_for",
    "prompts",
    "read_content",
    "read_organisation",
    "read_place",
    "read_reader_token",
    "read_signed_by",
    "read_venue",
    "remove_manager",
    "renew_code",
    "scene_card",
    "scenes",
    "suspend",
]


def read_content() -> None:
    """Read all of this domain's content; ContentError with every mistake in it (for `content.check`)."""
    content.check(catalogue, divisions)
