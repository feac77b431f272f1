"""Texts on pages: one build for all languages, filled in where a page is served (see site.py)."""

import reflex as rx
from reflex.vars import VarData

from portal import locales

# `$/public/` is how a built module names what lies in assets/.
IMPORTS = {"$/public/texts.js": ["word", "slot", "query"]}


def word(key: str) -> rx.Var[str]:
    """The text `key` of content/locales in the reader's language; an unknown key fails the build."""
    if key not in locales.words(locales.DEFAULT):
        raise KeyError(f"content/locales has no text {key!r}")
    return _call("word", key)


def slot(name: str) -> rx.Var[str]:
    """A text that the server fills in for this one request, such as an error beside a field; else empty."""
    return _call("slot", name)


def query(name: str) -> rx.Var[str]:
    """A parameter of the page's own address; else empty."""
    return _call("query", name)


def _call(function: str, name: str) -> rx.Var[str]:
    found: rx.Var[str] = rx.Var(f'{function}("{name}")', _var_data=VarData(imports=IMPORTS)).to(str)
    return found
