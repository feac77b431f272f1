"""Departments as content has them; posts and tasks as the API gives them."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.content import Bilingual, Line, Record, Slug
from backend.core.problems import Words
from backend.people.schemas import LINE, PhoneText
from backend.staff.rules import Level, Role

Division = Annotated[str, Meta(pattern=r"^\d{6}(\d{3}){0,2}$", description="A division's code.")]
Note = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]


class Department(Record, frozen=True, kw_only=True):
    """A department: `content/departments/<id>.yaml`.

    `levels`: where it has desks. `above`: the department that it is part of. `line`: whom to call.
    """

    title: Bilingual
    short: Bilingual
    levels: Annotated[tuple[Level, ...], Meta(min_length=1, max_length=4)]
    above: Slug | None
    duties: Bilingual
    line: Line


class DepartmentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A department as everybody sees it; `line`: whom to call."""

    id: str
    title: Words
    short: Words
    duties: Words
    levels: list[Level]
    above: str | None
    line: str


class Departments(msgspec.Struct, frozen=True):
    """All of them."""

    items: list[DepartmentCard]


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post that somebody holds."""

    id: uuid.UUID
    department: str
    division: str
    role: Role


class Clerk(msgspec.Struct, frozen=True):
    """Somebody who works for the city, on a device that confirmed who they are."""

    account: uuid.UUID
    posts: list[Post]


class PostView(msgspec.Struct, frozen=True, kw_only=True):
    """A post in words."""

    id: uuid.UUID
    department: str
    department_title: Words
    division: str
    division_name: str
    role: Role


class OwnPosts(msgspec.Struct, frozen=True):
    """The posts one holds."""

    items: list[PostView]


class NewPost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody, by phone, for a post."""

    phone: PhoneText
    department: Slug
    division: Division
    role: Role


class StaffPost(PostView, frozen=True, kw_only=True):
    """A post with who holds it."""

    name_masked: str | None
    phone_masked: str
    added_at: datetime


class NewTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task to be left for a desk, once for each `key`; `facts` identify nobody."""

    kind: str
    department: str
    division: str
    about: uuid.UUID
    facts: Mapping[str, str | int]
    due_on: date
    key: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for staff; `facts` depend on its kind, `about` is what it concerns."""

    id: uuid.UUID
    kind: str
    title: Words
    department: str
    department_title: Words
    division: str
    division_name: str
    about: uuid.UUID
    facts: dict[str, str | int]
    due_on: date
    overdue: bool
    created_at: datetime
    done_at: datetime | None
    note: str | None


class Completion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a task was done."""

    note: Note
