"""Finding services by everyday words: our own small index, all in memory.

A service is found by what its phrases share with the question: pairs of characters, their sounds (so that
another character of the same sound, and pinyin, find it too), words of other scripts, and initials of whole
phrases. Rare pairs count more (BM25). Among the best, the phrase that is most like the question decides.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nlargest
from itertools import pairwise

from backend.services.rules.phrases import Phrase, Wordbook
from backend.services.rules.tokens import initials, is_chinese, normalise, runs, sounds, stem, tokens

SATURATION = 1.2
CANDIDATES = 60
LIKENESS_WEIGHT = 1.6
SYNONYM_WEIGHT = 0.5
# A token of more services than this says little, and takes long to add up.
COMMON_SHARE, COMMON_MIN = 0.2, 40
INITIALS_MIN, INITIALS_MAX = 2, 8
SYLLABLE_MAX = 6


class Index:
    """An index over services, made once."""

    def __init__(self, documents: Mapping[str, Iterable[Phrase]], wordbook: Wordbook) -> None:
        self.ids = list(documents)
        self._wordbook = wordbook
        self._stop = sorted(wordbook.stop, key=len, reverse=True)
        self._pairs: list[list[tuple[float, frozenset[str]]]] = []
        self._postings: dict[str, list[tuple[int, float]]] = {}
        self._starts: dict[str, set[int]] = defaultdict(set)
        self._syllables: set[str] = set()
        gathered: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, phrases in enumerate(documents.values()):
            for token, weight in self._add(place, phrases).items():
                gathered[token].append((place, weight))
        self._weigh(gathered)

    def search(self, question: str, limit: int) -> list[str]:
        """The ids of at most `limit` services, the best first; none when nothing is shared."""
        asked = self._ask(question)
        scores: dict[int, float] = defaultdict(float)
        for token, weight in asked.items():
            for place, value in self._postings.get(token, ()):
                scores[place] += weight * value
        for place in self._by_initials(question):
            scores[place] += math.log(1 + len(self.ids))
        best = nlargest(max(CANDIDATES, limit), scores.items(), key=lambda item: item[1])
        if not best:
            return []
        top = best[0][1]
        pairs = frozenset(token for token in asked if len(token) >= 2)
        ranked = [
            (score / top + LIKENESS_WEIGHT * self._likeness(place, pairs), -place) for place, score in best
        ]
        return [self.ids[-place] for _, place in sorted(ranked, reverse=True)[:limit]]

    def _add(self, place: int, phrases: Iterable[Phrase]) -> Counter[str]:
        """Note the phrases of one service; gives how much each token weighs in it."""
        weights: Counter[str] = Counter()
        likenesses = []
        for phrase in phrases:
            found: set[str] = set()
            for run in runs(normalise(phrase.text)):
                for token, weight in tokens(run):
                    weights[token] += weight * phrase.weight  # type: ignore[assignment]
                    found.add(token)
                if is_chinese(run):
                    self._syllables.update(sounds(run))
                    letters = initials(run)
                    self._starts[letters[:INITIALS_MAX]].add(place)
            if phrase.weight >= 1:
                likenesses.append((phrase.weight, frozenset(one for one in found if len(one) >= 2)))
        self._pairs.append(likenesses)
        return weights

    def _weigh(self, gathered: Mapping[str, list[tuple[int, float]]]) -> None:
        number = len(self.ids)
        most = max(COMMON_MIN, number * COMMON_SHARE)
        for token, places in gathered.items():
            if len(places) > most and not token.startswith("~") and len(token) == 1:
                continue
            rarity = math.log(1 + (number - len(places) + 0.5) / (len(places) + 0.5))
            self._postings[token] = [
                (place, rarity * weight / (weight + SATURATION)) for place, weight in places
            ]

    def _ask(self, question: str) -> dict[str, float]:
        """The tokens of a question with their weights, those of synonyms included."""
        text = normalise(question)
        asked: dict[str, float] = {}
        for word, others in self._wordbook.same.items():
            if word in text:
                for other in others:
                    for token, weight in tokens(other):
                        asked[token] = max(asked.get(token, 0), weight * SYNONYM_WEIGHT)
        for stop in self._stop:
            text = text.replace(stop, " ")
        for run in runs(text):
            for token, weight in tokens(run):
                asked[token] = max(asked.get(token, 0), weight)
            if not is_chinese(run):
                for token in self._spell(run):
                    asked[token] = 1.0
        return asked

    def _spell(self, word: str) -> list[str]:
        """Pairs of sounds, when a word is pinyin; longer syllables are tried first."""
        ways: dict[int, list[str]] = {0: []}
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - SYLLABLE_MAX), end):
                if begin in ways and word[begin:end] in self._syllables:
                    ways[end] = [*ways[begin], word[begin:end]]
                    break
        heard = ways.get(len(word), [])
        return [f"~{one}-{other}" for one, other in pairwise(heard)]

    def _by_initials(self, question: str) -> set[int]:
        found: set[int] = set()
        for run in runs(normalise(question)):
            if not is_chinese(run) and len(run) >= INITIALS_MIN and stem(run) not in self._postings:
                found |= self._starts.get(run[:INITIALS_MAX], set())
        return found

    def _likeness(self, place: int, asked: frozenset[str]) -> float:
        """How alike the question and the phrase most like it are, from 0 to 1."""
        if not asked:
            return 0.0
        return max(
            (
                min(weight, 1.5) / 1.5 * 2 * len(asked & pairs) / (len(asked) + len(pairs))
                for weight, pairs in self._pairs[place]
            ),
            default=0.0,
        )
