"""What a reader answers: the verdict, what the scene allows to know, and what to say."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import msgspec

from backend.credentials.rules.lists import PromptWords, SceneRule
from backend.places.schemas.catalogue import Reason
from backend.reader.holdings import Holdings

Form = Literal["live", "carried", "spoken"]
Attributes = dict[str, str | bool]


class Prompt(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A neutral sentence: its id, its words, and where its recordings are (a file here, or an address)."""

    id: str
    zh: str
    en: str
    audio: dict[str, str] = {}


# Before the first lists came there is nothing else to say.
PAUSED = Prompt("reader-paused", "设备暂停", "Reader paused")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict: the city's own, or this reader's alone, whose `record` is then its place in the evidence."""

    result: Literal["accepted", "refused"]
    reason: str | None
    by: Literal["city", "reader"]
    at: datetime
    form: Form | None
    degraded: bool = False
    attributes: Attributes = {}
    pseudonym: str | None = None
    record: UUID | int | None = None
    prompt: Prompt


class CityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the city answers; a reason may be newer than this reader."""

    result: Literal["accepted", "refused"]
    reason: str | None
    id: UUID
    at: datetime
    pseudonym: str | None
    attributes: Attributes
    prompt: Prompt


def tell_of_city(said: CityAnswer, form: Form | None, holdings: Holdings | None, city: str) -> Answer:
    """The city's answer, with the recordings of its prompt."""
    words = holdings.prompts.get(said.prompt.id) if holdings else None
    return Answer(
        result=said.result,
        reason=said.reason,
        by="city",
        at=said.at,
        form=form,
        attributes=said.attributes,
        pseudonym=said.pseudonym,
        record=said.id,
        prompt=Prompt(said.prompt.id, said.prompt.zh, said.prompt.en, _addresses(words, city)),
    )


def tell(
    reason: Reason | None,
    form: Form | None,
    now: float,
    holdings: Holdings | None,
    city: str,
    *,
    degraded: bool = False,
    holder: int = 0,
    record: int | None = None,
) -> Answer:
    """This reader's own answer; `holder` is the age band that a carried code says."""
    rule = holdings.rule if holdings else None
    return Answer(
        result="refused" if reason else "accepted",
        reason=reason,
        by="reader",
        at=datetime.fromtimestamp(now, UTC),
        form=form,
        degraded=degraded,
        attributes=_describe(rule, holder) if rule and reason is None else {},
        record=record,
        prompt=_find_prompt(rule, reason, holdings, city),
    )


def _describe(rule: SceneRule, holder: int) -> Attributes:
    return {
        name: values[holder - 1] for name, values in rule.attributes.items() if 1 <= holder <= len(values)
    }


def _find_prompt(
    rule: SceneRule | None, reason: Reason | None, holdings: Holdings | None, city: str
) -> Prompt:
    id_ = rule.prompts.get(reason or "accepted", "") if rule else ""
    words = holdings.prompts.get(id_) if holdings else None
    return Prompt(id_, words.zh, words.en, _addresses(words, city)) if words else PAUSED


def _addresses(words: PromptWords | None, city: str) -> dict[str, str]:
    return {locale: city + path for locale, path in words.audio.items()} if words else {}
