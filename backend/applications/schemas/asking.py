"""What applicants send."""

import uuid
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.applications.schemas.application import AnswerError, Answers, Prefilled, Version
from backend.content import Slug

COMMENT_MAX = 500


class NewApplication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service that somebody applies for, for themselves or for a firm that they represent."""

    service: Slug
    firm: uuid.UUID | None = None


class GivenAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All answers as they stand in the form, finished or not; a field that is left out has no answer."""

    version: Version
    answers: Answers


class Saved(msgspec.Struct, frozen=True):
    """The answers are kept; `errors`: what is wrong with those given; `prefilled`: what is a register's."""

    version: int
    errors: list[AnswerError]
    prefilled: dict[str, Prefilled]


class AtVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step, taken from this version."""

    version: Version


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an application is withdrawn; nobody must say."""

    version: Version
    reason: Annotated[str, Meta(max_length=COMMENT_MAX)] | None = None


class GivenRating(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One to five stars, and a word if one likes."""

    stars: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=COMMENT_MAX)] | None = None
