"""The reasons that clerks need often, in `content/templates/<id>.yaml`."""

from typing import Literal

from backend.content import Bilingual, Record

Use = Literal["correction", "refusal"]


class TemplateText(Record, frozen=True, kw_only=True):
    """A reason to ask for a correction, or to refuse: its title, and the text to begin with."""

    use: Use
    title: Bilingual
    text: Bilingual
