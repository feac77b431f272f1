"""The kinds of messages: content, kept in memory."""

import re
from functools import lru_cache
from pathlib import Path

from backend import content
from backend.messages.rules import is_well_formed, places
from backend.messages.schemas import Kind

SPACED = re.compile(r"[\u3000-\u9fff\uff00-\uffef] +[\u3000-\u9fff\uff00-\uffef]")


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every kind by its id, read once; ContentError when any of them is wrong."""
    return read_kinds(content.FOLDER / "messages")


def read_kinds(folder: Path) -> dict[str, Kind]:
    """The kinds in `folder`; ContentError with every mistake."""
    read = content.load(folder, Kind)
    errors = [f"content/messages/{id_}.yaml: {line}" for id_, kind in read.items() for line in _errors(kind)]
    if errors:
        raise content.ContentError(errors)
    return read


def _errors(kind: Kind) -> list[str]:
    errors = []
    for field, text in (("title", kind.title), ("body", kind.body)):
        if places(text.zh) != places(text.en):
            differing = ", ".join(sorted(places(text.zh) ^ places(text.en)))
            errors.append(f"$.{field}: only one language has a place for {differing}")
        errors += [
            f"$.{field}.{locale}: a brace belongs to no {{place}}"
            for locale, line in (("zh-CN", text.zh), ("en", text.en))
            if not is_well_formed(line)
        ]
        if SPACED.search(text.zh):
            errors.append(f"$.{field}.zh-CN: a space between Chinese characters, as folded lines leave one")
    errors += [
        f"$.otherwise.{name}: no text has a place for it"
        for name in kind.otherwise
        if name not in wanted_facts(kind)
    ]
    return errors


def wanted_facts(kind: Kind) -> set[str]:
    """The facts that the texts of `kind` have places for."""
    return places(kind.title.zh) | places(kind.body.zh)
