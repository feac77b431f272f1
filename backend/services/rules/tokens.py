"""Texts taken apart: Chinese into characters, pairs and their sounds, other scripts into words."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
PAIR_WEIGHT, SOUND_WEIGHT, CHARACTER_WEIGHT, WORD_WEIGHT = 1.0, 0.35, 0.2, 1.0
# Endings that English words lose, so that singular and plural are one.
ENDING = re.compile(r"(ing|ed|es|s)$")


def normalise(text: str) -> str:
    """`text` in one width and case, without what cannot be seen."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in folded)


def runs(text: str) -> list[str]:
    """The stretches of Chinese, and the words of other scripts, in a normalised text."""
    return RUN.findall(text)


@lru_cache(maxsize=200_000)
def sounds(run: str) -> tuple[str, ...]:
    """The syllables of a stretch of Chinese, without tones."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a fifth of a second at each start

    return tuple(lazy_pinyin(run, style=Style.NORMAL, errors="ignore"))


def initials(run: str) -> str:
    """The first letters of those syllables."""
    return "".join(sound[0] for sound in sounds(run))


def is_chinese(run: str) -> bool:
    """Whether a run is one of Chinese."""
    return run[0] >= "\u3400"


def tokens(run: str) -> Iterator[tuple[str, float]]:
    """What a run is found by, each with its weight."""
    if not is_chinese(run):
        yield stem(run), WORD_WEIGHT
        return
    for one in run:
        yield one, CHARACTER_WEIGHT
    for first, second in pairwise(run):
        yield first + second, PAIR_WEIGHT
    heard = sounds(run)
    for one, other in pairwise(heard):
        yield f"~{one}-{other}", SOUND_WEIGHT


def stem(word: str) -> str:
    """An English word without its ending."""
    return ENDING.sub("", word) if len(word) > 4 else word
