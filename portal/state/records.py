"""Who checked the caller's code."""

import dataclasses

from backend.city_codes.schemas import Verification
from backend.places.schemas.catalogue import SceneCard
from portal import locales
from portal.callers import Caller
from portal.city import City
from portal.dates import name_time
from portal.locales import Locale
from portal.state.session import Session, asks, read_session

ON_A_PAGE = 20


@dataclasses.dataclass
class Record:
    """One check as a line of the list."""

    id: str = ""
    venue: str = ""
    organisation: str = ""
    scene: str = ""
    time: str = ""
    passed: bool = False
    result: str = ""
    saw: str = ""
    # What is unusual about how it was checked.
    how: str = ""


class Records(Session):
    """The list, growing downwards."""

    records: list[Record] = []
    records_ready: bool = False
    more_records: bool = False
    _after: str = ""

    @asks
    async def load(self) -> None:
        """The newest checks."""
        self.records, self.records_ready = [], False
        api, caller = await read_session(self)
        self.records, self._after = await read_records(api, caller, ON_A_PAGE)
        self.more_records, self.records_ready = bool(self._after), True

    @asks
    async def load_more(self) -> None:
        """The checks before those."""
        api, caller = await read_session(self)
        older, self._after = await read_records(api, caller, ON_A_PAGE, self._after)
        self.records += older
        self.more_records = bool(self._after)


async def read_records(
    api: City, caller: Caller, limit: int, after: str | None = None
) -> tuple[list[Record], str]:
    """Some checks in the caller's language, and the cursor of the next ones (empty at the end)."""
    scenes = {scene.id: scene for scene in await api.scenes(caller)}
    page = await api.verifications(caller, limit, after)
    return [view(found, scenes.get(found.scene), caller.locale) for found in page.items], page.next or ""


def view(found: Verification, scene: SceneCard | None, locale: Locale) -> Record:
    """One check in words."""
    passed = found.result == "accepted"
    return Record(
        id=str(found.id),
        venue=pick(found.venue.name, locale),
        organisation=pick(found.organisation.name, locale),
        scene=pick(scene.title, locale) if scene else found.scene,
        time=name_time(found.at, locale),
        passed=passed,
        result=locales.say(locale, "records.passed") if passed else refusal(found.reason, locale),
        saw=saw(found.attributes, scene, locale),
        how=locales.say(locale, "records.offline") if found.offline else "",
    )


def pick(text: object, locale: Locale) -> str:
    """A text in both languages, in one; both languages' Structs call their fields zh and en."""
    return str(getattr(text, "en" if locale == "en" else "zh"))


def refusal(reason: str | None, locale: Locale) -> str:
    """Why a check failed, in words."""
    known = locales.words(locale)
    return known.get(f"reasons.{reason}", known["reasons.other"])


def saw(attributes: dict[str, str | bool], scene: SceneCard | None, locale: Locale) -> str:
    """What the venue learnt, in one line: 票价类别：成人；已满十八周岁：是."""
    if not attributes:
        return locales.say(locale, "records.saw_nothing")
    colon, comma = (": ", "; ") if locale == "en" else ("：", "；")
    lines = []
    for name, value in attributes.items():
        text = str(value).lower() if isinstance(value, bool) else value
        titles = scene.attribute_titles.get(name) if scene else None
        values = scene.attribute_values.get(name, {}).get(text) if scene else None
        lines.append(
            f"{pick(titles, locale) if titles else name}{colon}{pick(values, locale) if values else text}"
        )
    return f"{locales.say(locale, 'records.saw')}{colon}{comma.join(lines)}"
