"""The shapes of scenes, prompts, attributes and divisions, as content and as the API shows them."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.content import Bilingual, Line, Record, Slug

Form = Literal["live", "carried", "spoken"]
Level = Literal["city", "county", "township", "village"]
Reason = Literal[
    "expired",
    "not-yet-valid",
    "replayed",
    "revoked",
    "not-valid",
    "wrong-venue",
    "wrong-scene",
    "reader-stale",
    "reader-suspended",
    "over-limit",
]
Outcome = Literal["accepted"] | Reason

# At most a second of speech.
SpokenZh = Annotated[str, Meta(pattern=r"^[\u4e00-\u9fff]{2,6}$")]
SpokenEn = Annotated[str, Meta(pattern=r"^[A-Z][a-z]*,?( [a-z]+,?){0,3}$", max_length=24)]
ValueId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=20)]


class Scene(Record, frozen=True, kw_only=True):
    """One occasion for showing the code, in `content/scenes/<id>.yaml`.

    `order`: its place in lists. `level`: what a carried code is bound to: 0 nothing, 1 the venue,
    2 the reader's challenge. `attributes`: all that the venue learns of the holder. `number`: the scene in a
    carried code, never given to another. `offline_cap_per_day`: how often one carried credential passes a
    reader without a network in a day. `stale_lists`: whether such a reader may go on with lists older than a
    day. `prompts`: what the reader says, where not the reason's own prompt.
    """

    title: Bilingual
    official_title: Line | None = None
    order: Annotated[int, Meta(ge=1, le=999)]
    icon: Slug
    number: Annotated[int, Meta(ge=1, le=255)]
    forms: Annotated[tuple[Form, ...], Meta(min_length=1, max_length=3)]
    level: Literal[0, 1, 2]
    attributes: Annotated[tuple[Slug, ...], Meta(max_length=4)]
    offline_cap_per_day: Annotated[int, Meta(ge=0, le=100)]
    stale_lists: bool
    prompts: dict[Outcome, Slug]
    who_sees: Bilingual


class Spoken(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """What a reader says aloud, at most a second long."""

    zh: SpokenZh
    en: SpokenEn


class Prompt(Record, frozen=True, kw_only=True):
    """A neutral sentence for a reader's voice, and the refusals it is for unless a scene says otherwise."""

    says: Spoken
    reasons: Annotated[tuple[Reason, ...], Meta(max_length=10)] = ()


class Attribute(Record, frozen=True, kw_only=True):
    """One thing a venue may learn of a holder, and how its values read (yes and no: "true", "false")."""

    title: Bilingual
    values: Annotated[dict[ValueId, Bilingual], Meta(min_length=2, max_length=12)]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """All scenes with what they refer to, each by its id."""

    scenes: dict[str, Scene]
    prompts: dict[str, Prompt]
    attributes: dict[str, Attribute]


class PromptCard(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A prompt as readers get it: its id, for a recording, and its words."""

    id: str
    zh: str
    en: str


class SceneCard(msgspec.Struct, frozen=True, kw_only=True):
    """A scene as residents and readers see it."""

    id: str
    title: Bilingual
    official_title: str | None
    icon: str
    number: int
    forms: tuple[Form, ...]
    level: int
    attributes: tuple[str, ...]
    attribute_titles: dict[str, Bilingual]
    attribute_values: dict[str, dict[str, Bilingual]]
    who_sees: Bilingual


class SceneList(msgspec.Struct, frozen=True):
    """All scenes of the city."""

    items: list[SceneCard]


class Division(msgspec.Struct, frozen=True):
    """The city, or one of its county units, townships and villages, with its statistical code."""

    code: str
    name: str
    level: Level


class DivisionList(msgspec.Struct, frozen=True):
    """The divisions right below one."""

    items: list[Division]


class VillageNode(Record, frozen=True, kw_only=True):
    """A village or community as the division file has it."""

    code: Annotated[str, Meta(pattern=r"^\d{12}$")]
    name: Line


class TownshipNode(Record, frozen=True, kw_only=True):
    """A township or street as the division file has it."""

    code: Annotated[str, Meta(pattern=r"^\d{9}$")]
    name: Line
    villages: Annotated[list[VillageNode], Meta(max_length=500)]


class CountyNode(Record, frozen=True, kw_only=True):
    """A county unit as the division file has it."""

    code: Annotated[str, Meta(pattern=r"^\d{6}$")]
    name: Line
    towns: Annotated[list[TownshipNode], Meta(max_length=100)]


class CityNode(Record, frozen=True, kw_only=True):
    """The division file: the whole city, and where the codes come from."""

    code: Annotated[str, Meta(pattern=r"^\d{6}$")]
    name: Line
    source: Line
    counties: Annotated[list[CountyNode], Meta(max_length=50)]
