"""The departments: content, kept in memory."""

from functools import lru_cache
from pathlib import Path

from backend import content
from backend.content import Bilingual
from backend.core.problems import Words
from backend.staff.schemas import Department, DepartmentCard, Departments


@lru_cache(maxsize=1)
def departments() -> dict[str, Department]:
    """Every department by its id, read once; ContentError when any of them is wrong."""
    return read_departments(content.FOLDER / "departments")


def read_content() -> None:
    """Read all of this domain's content; ContentError with every mistake in it (for `content.check`)."""
    departments()


def list_departments() -> Departments:
    """Every department as everybody sees it."""
    return Departments(
        [
            DepartmentCard(
                id=id_,
                title=words(one.title),
                short=words(one.short),
                duties=words(one.duties),
                levels=list(one.levels),
                above=one.above,
                line=one.line,
            )
            for id_, one in departments().items()
        ]
    )


def words(text: Bilingual) -> Words:
    """A text of content as the API gives it."""
    return Words(text.zh, text.en)


def read_departments(folder: Path) -> dict[str, Department]:
    """The departments in `folder`; ContentError with every mistake."""
    read = content.load(folder, Department)
    errors = [
        f"content/departments/{id_}.yaml: $.above: there is no department {one.above!r}"
        for id_, one in read.items()
        if one.above is not None and one.above not in read
    ]
    if errors:
        raise content.ContentError(errors)
    return read
