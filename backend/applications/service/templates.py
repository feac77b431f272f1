"""The reasons that clerks need often: content, kept in memory."""

from functools import lru_cache

from backend import content
from backend.applications.schemas.application import Words
from backend.applications.schemas.desk import Template, Templates
from backend.applications.schemas.templates import TemplateText


@lru_cache(maxsize=1)
def templates() -> dict[str, TemplateText]:
    """Every reason by its id, read once; ContentError when any of them is wrong."""
    read = content.load(content.FOLDER / "templates", TemplateText)
    missing = {"correction", "refusal"} - {template.use for template in read.values()}
    if missing:
        raise content.ContentError([f"content/templates: none for a {use}" for use in sorted(missing)])
    return read


def list_templates() -> Templates:
    """All of them."""
    return Templates(
        [
            Template(
                id=id_,
                use=template.use,
                title=Words(template.title.zh, template.title.en),
                text=Words(template.text.zh, template.text.en),
            )
            for id_, template in templates().items()
        ]
    )
