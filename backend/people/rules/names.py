"""People's names as they stand on an ID card."""

import unicodedata

LENGTH_MAX = 60
# The many dots that keyboards offer for names such as 阿依古丽·买买提; ID cards use the middle dot.
DOTS = str.maketrans(dict.fromkeys("•‧・∙⋅˙●．", "·"))
BESIDE_LETTERS = frozenset("· '-.")


def normalise_name(text: str) -> str | None:
    """`text` with one kind of blank and dot, or None unless it can be a name of 2 to 60 characters."""
    name = " ".join(unicodedata.normalize("NFKC", text.translate(DOTS)).split())
    if not 2 <= len(name) <= LENGTH_MAX or not name[0].isalpha():
        return None
    if not all(
        character.isalpha() or character in BESIDE_LETTERS or _is_mark(character) for character in name
    ):
        return None
    return name


def mask_name(name: str) -> str:
    """A name as its owner recognises it: the first character, and a star for each other, at most three."""
    return name[0] + "*" * min(len(name) - 1, 3)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
