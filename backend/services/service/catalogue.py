"""Services, shared fields and life events: content, checked against each other and kept in memory."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from backend import content
from backend.core.problems import NotFound
from backend.services.rules.fields import Field
from backend.services.schemas.life_event import LifeEvent
from backend.services.schemas.service import Service, Written, merge
from backend.services.service.checking import errors_of


class Catalogue(msgspec.Struct, frozen=True):
    """Everything there is, by id."""

    services: dict[str, Service]
    life_events: dict[str, LifeEvent]

    def offered(self) -> dict[str, Service]:
        """The services that one can apply for, online or at a counter."""
        return {id_: service for id_, service in self.services.items() if service.channels}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The city's catalogue, read once; ContentError with every mistake in it."""
    return read_catalogue(content.FOLDER)


def services() -> dict[str, Service]:
    """Every service by its id."""
    return catalogue().services


def offered() -> dict[str, Service]:
    """Those that one can apply for, online or at a counter."""
    return catalogue().offered()


def life_events() -> dict[str, LifeEvent]:
    """Every life event by its id."""
    return catalogue().life_events


def find_service(id_: str) -> Service:
    """The service `id_`; NotFound when there is none."""
    found = services().get(id_)
    if found is None:
        raise NotFound
    return found


def read_content() -> None:
    """Read all of this domain's content; ContentError with every mistake in it (for `content.check`)."""
    catalogue()


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in services/, fields/ and life-events/ of `folder`; ContentError with every mistake."""
    found: dict[str, Mapping[str, Any]] = {}
    errors: list[str] = []
    for name, type_ in (("services", Written), ("fields", Field), ("life-events", LifeEvent)):
        try:
            found[name] = content.load(folder / name, type_)
        except content.ContentError as error:
            errors += error.errors
    if errors:
        raise content.ContentError(errors)
    read: dict[str, Service] = {}
    for id_, written in found["services"].items():
        lines = list(_complete(id_, written, found["fields"], read))
        lines = lines or errors_of(read[id_], found["life-events"])
        errors += [f"content/services/{id_}.yaml: {line}" for line in lines]
    if errors:
        raise content.ContentError(errors)
    return Catalogue(read, dict(found["life-events"]))


def _complete(
    id_: str, written: Written, shared: Mapping[str, Field], into: dict[str, Service]
) -> Iterator[str]:
    """Put the service with its whole form `into` the others, or tell why it cannot be."""
    fields, complaints = [], []
    for place, entry in enumerate(written.fields):
        if entry.use is not None and entry.use not in shared:
            complaints.append(f"$.fields[{place}].use: there is no shared field {entry.use!r}")
            continue
        whole = merge(entry, shared.get(entry.use) if entry.use else None)
        try:
            fields.append(msgspec.convert(whole, Field))
        except msgspec.ValidationError as error:
            complaints.append(f"$.fields[{place}]: {error}")
    yield from complaints
    if not complaints:
        rest = {name: getattr(written, name) for name in written.__struct_fields__ if name != "fields"}
        into[id_] = Service(id=id_, fields=tuple(fields), **rest)
