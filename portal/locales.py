"""What the portal says, in every language of content/locales."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Locale = Literal["zh-CN", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
DEFAULT: Locale = "zh-CN"
FOLDER = Path(__file__).parent.parent / "content" / "locales"


@cache
def words(locale: Locale) -> dict[str, str]:
    """Every text of `locale` by its dotted key."""
    return dict(flatten(yaml.safe_load((FOLDER / f"{locale}.yaml").read_text())))


def flatten(tree: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    """The leaves of a tree of texts, by dotted key."""
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{above}{name}"
        found += flatten(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))]
    return found


def say(locale: Locale, key: str, **facts: object) -> str:
    """The text `key` in `locale`, its {names} filled from `facts`."""
    return words(locale)[key].format(**facts)


def placeholders(text: str) -> set[str]:
    """The {names} that `text` wants filled."""
    return set(re.findall(r"\{(\w+)\}", text))


def choose(cookie: str | None) -> Locale:
    """The language someone chose, else Chinese."""
    return "en" if cookie == "en" else DEFAULT
