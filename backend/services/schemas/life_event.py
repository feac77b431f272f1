"""Life events as content has them."""

from typing import Annotated

from msgspec import Meta

from backend.content import Bilingual, Record, Slug
from backend.services.schemas.service import Audience, Summaries


class LifeEvent(Record, frozen=True, kw_only=True):
    """Something that happens in people's or firms' lives: `content/life-events/<id>.yaml`."""

    title: Bilingual
    summary: Summaries
    icon: Slug
    audience: Audience
    order: Annotated[int, Meta(ge=1, le=100)]
