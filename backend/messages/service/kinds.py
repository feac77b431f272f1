"""The kinds of messages: content, kept in memory."""

import re
from functools import lru_cache
from pathlib import Path

from backend import content
from backend.messages.rules import fill, is_well_formed, places
from backend.messages.rules.text_messages import is_short
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
    texts = {"title": kind.title, "body": kind.body, "sms": kind.sms, "masked": kind.masked}
    for field, text in texts.items():
        if text is None:
            continue
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
    if kind.masked is not None and places(kind.masked.zh) | places(kind.masked.en):
        errors.append("$.masked: what anybody may see has no place for a fact")
    return errors + _text_message_errors(kind)


def _text_message_errors(kind: Kind) -> list[str]:
    if kind.sms is None:
        return [f"$.longest.{name}: there is no text message" for name in kind.longest]
    wanted = places(kind.sms.zh)
    errors = [
        f"$.longest.{name}: missing, the text message has a place for it"
        for name in wanted - kind.longest.keys()
    ]
    errors += [
        f"$.longest.{name}: the text message has no place for it" for name in kind.longest.keys() - wanted
    ]
    if not errors:
        zh = fill(kind.sms.zh, {name: "字" * longest.zh for name, longest in kind.longest.items()}, "zh-CN")
        en = fill(kind.sms.en, {name: "x" * longest.en for name, longest in kind.longest.items()}, "en")
        if not is_short(zh, "zh-CN"):
            errors.append(f"$.sms.zh-CN: {len(zh)} characters with its longest facts; two parts hold 130")
        if not is_short(en, "en"):
            errors.append(
                f"$.sms.en: {len(en)} characters with its longest facts, of GSM-7; one part holds 153"
            )
    return errors


def wanted_facts(kind: Kind) -> set[str]:
    """The facts that the texts of `kind` have places for."""
    return places(kind.title.zh) | places(kind.body.zh)
