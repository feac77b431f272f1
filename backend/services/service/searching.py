"""The catalogue's index."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from backend import content
from backend.services.errors import SearchTooLong
from backend.services.rules.phrases import Phrase, Wordbook
from backend.services.rules.searching import Index
from backend.services.schemas.catalogue import ServiceList
from backend.services.schemas.service import Service
from backend.services.schemas.synonyms import Synonyms
from backend.services.service.catalogue import life_events, offered
from backend.services.service.listing import card
from backend.staff.service import departments

QUESTION_MAX = 100


def search(question: str, limit: int) -> ServiceList:
    """The services that `question` means, the best first; SearchTooLong beyond 100 characters."""
    return ServiceList([card(id_) for id_ in search_ids(question, limit)])


def search_ids(question: str, limit: int) -> list[str]:
    """Their ids alone."""
    if len(question) > QUESTION_MAX:
        raise SearchTooLong(limit=QUESTION_MAX)
    return index().search(question, limit)


@lru_cache(maxsize=1)
def index() -> Index:
    """The index over the whole catalogue, made at the first search."""
    return Index({id_: phrases(service) for id_, service in offered().items()}, wordbook())


def phrases(service: Service) -> Iterator[Phrase]:
    """Everything that `service` may be called, the telling things with more weight."""
    yield Phrase(service.title.zh, 2.0)
    yield Phrase(service.title.en, 1.5)
    yield Phrase(service.official_title, 1.5)
    yield from (Phrase(word, 1.2) for word in service.words.zh)
    yield from (Phrase(word, 1.2) for word in service.words.en)
    yield Phrase(service.summary.zh, 0.8)
    yield Phrase(service.summary.en, 0.5)
    yield Phrase(departments()[service.department].short.zh, 0.4)
    for event in service.life_events:
        yield Phrase(life_events()[event].title.zh, 0.3)
    yield from (Phrase(material.title.zh, 0.2) for material in service.materials)


def wordbook() -> Wordbook:
    """Words for the same thing, from `content/synonyms.yaml`; ContentError when the file is wrong."""
    read = content.read_file(content.FOLDER / "synonyms.yaml", Synonyms)
    same: dict[str, list[str]] = defaultdict(list)
    for group in read.groups:
        for word in group:
            same[word] += [one for one in group if one != word]
    return Wordbook(same, read.stop)
