"""Texts on pages: one build for all languages, filled in where a page is served (see site.py)."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from portal import locales

# A Reflex variable that holds a text; Reflex 0.10.1 gives its operators no types.
Text = Any
# `$/public/` is how a built module names what lies in assets/.
IMPORTS = {"$/public/texts.js": ["word", "slot", "query"]}


def word(key: str) -> Text:
    """The text `key` of content/locales in the reader's language; an unknown key fails the build."""
    if key not in locales.words(locales.DEFAULT):
        raise KeyError(f"content/locales has no text {key!r}")
    return _call("word", key)


def slot(name: str) -> Text:
    """A text that the server fills in for this one request, such as an error beside a field; else empty."""
    return _call("slot", name)


def query(name: str) -> Text:
    """A parameter of the page's own address; else empty."""
    return _call("query", name)


def _call(function: str, name: str) -> Text:
    return rx.Var(f'{function}("{name}")', _var_data=VarData(imports=IMPORTS)).to(str)
