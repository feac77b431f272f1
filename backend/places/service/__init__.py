"""Everything that other domains, routes and commands may ask of places."""

from backend import content
from backend.places.service.catalogue import attributes as attributes
from backend.places.service.catalogue import catalogue as catalogue
from backend.places.service.catalogue import list_scenes as list_scenes
from backend.places.service.catalogue import prompt_for as prompt_for
from backend.places.service.catalogue import prompts as prompts
from backend.places.service.catalogue import scene_card as scene_card
from backend.places.service.catalogue import scenes as scenes
from backend.places.service.divisions import divisions as divisions
from backend.places.service.divisions import find_division as find_division
from backend.places.service.divisions import list_ancestors as list_ancestors
from backend.places.service.divisions import list_divisions as list_divisions


def read_content() -> None:
    """Read all of this domain's content; ContentError with every mistake in it (for `content.check`)."""
    content.check(catalogue, divisions)
