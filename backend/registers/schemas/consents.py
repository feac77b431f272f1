"""What a resident may agree to, in `content/consents/<id>.yaml`, and as the API shows it."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.content import Bilingual, Record

Text = Annotated[str, Meta(min_length=1, max_length=1_000, pattern=r"^\S(.|\n)*\S$")]


class BilingualText(Record, frozen=True, kw_only=True, rename={"zh": "zh-CN"}):
    """Some sentences in both languages."""

    zh: Text
    en: Text


class ConsentText(Record, frozen=True, kw_only=True):
    """One thing to agree to (PIPL Art 13, 14, 29); another `version` asks everybody again."""

    version: Annotated[int, Meta(ge=1, le=1_000)]
    title: Bilingual
    text: BilingualText


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to agree to, and since when the resident has agreed to its present version."""

    id: str
    version: int
    title: Bilingual
    text: BilingualText
    given_at: datetime | None


class ConsentList(msgspec.Struct, frozen=True):
    """Everything that one may agree to."""

    items: list[Consent]
