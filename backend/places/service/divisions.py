"""The divisions of the city, from one file, kept in memory: 3,754 of them, so that no query is needed."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from backend import content
from backend.core.problems import NotFound
from backend.places.schemas.catalogue import CityNode, Division

FILE = content.FOLDER / "divisions" / "langfang.json"
FILE_BYTES_MAX = 2 * 1024 * 1024


class Divisions(msgspec.Struct, frozen=True):
    """Every division by its code, and the codes right below and right above each."""

    by_code: dict[str, Division]
    below: dict[str, list[str]]
    above: dict[str, str]
    root: str


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The city's divisions, read once; ContentError when the file is wrong."""
    return read_divisions(FILE)


def find_division(code: str) -> Division | None:
    """The division with `code`, or None. 131099, where the demo city's ID numbers come from, is none."""
    return divisions().by_code.get(code)


def list_ancestors(code: str) -> list[Division]:
    """The divisions above `code`, nearest first, the city last; none for the city or an unknown code."""
    known = divisions()
    found = []
    while (parent := known.above.get(code)) is not None:
        found.append(known.by_code[parent])
        code = parent
    return found


def list_divisions(parent: str | None) -> list[Division]:
    """The divisions right below `parent`, or the city itself without one; NotFound for an unknown code."""
    known = divisions()
    if parent is None:
        return [known.by_code[known.root]]
    if parent not in known.by_code:
        raise NotFound
    return [known.by_code[code] for code in known.below.get(parent, ())]


def read_divisions(file: Path) -> Divisions:
    """The divisions in `file`; ContentError when a code stands twice or outside of what it belongs to."""
    try:
        raw = file.read_bytes()
        if len(raw) > FILE_BYTES_MAX:
            raise content.ContentError([f"{file.name}: larger than {FILE_BYTES_MAX} bytes"])
        city = msgspec.json.decode(raw, type=CityNode)
    except (OSError, msgspec.MsgspecError) as error:
        raise content.ContentError([f"content/divisions/{file.name}: {error}"]) from None
    read = Divisions({}, {}, {}, city.code)
    errors = [f"content/divisions/{file.name}: {line}" for line in _fill(read, city)]
    if errors:
        raise content.ContentError(errors)
    return read


def _fill(read: Divisions, city: CityNode) -> Iterator[str]:
    for division, parent in _walk(city):
        if division.code in read.by_code:
            yield f"{division.code} stands twice"
            continue
        read.by_code[division.code] = division
        if parent is not None:
            read.below.setdefault(parent, []).append(division.code)
            read.above[division.code] = parent
            # A city's code ends in 00; every other code begins with its parent's.
            if not division.code.startswith(parent.removesuffix("00") if parent == city.code else parent):
                yield f"{division.code} does not belong to {parent}"


def _walk(city: CityNode) -> Iterator[tuple[Division, str | None]]:
    yield Division(city.code, city.name, "city"), None
    for county in city.counties:
        yield Division(county.code, county.name, "county"), city.code
        for township in county.towns:
            yield Division(township.code, township.name, "township"), county.code
            for village in township.villages:
                yield Division(village.code, village.name, "village"), township.code
