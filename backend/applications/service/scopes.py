"""Which part of all applications a clerk's posts cover, as conditions that the desk's indexes answer."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from backend.core.problems import NotFound
from backend.staff.rules import covers
from backend.staff.schemas import Post

# By the length of a node's code; the city's, which ends in 00, needs no condition. Each has its own index.
CONDITIONS = {
    0: "",
    6: "and left(division, 6) = scope.node",
    9: "and left(division, 9) = scope.node and length(division) >= 9",
    12: "and division = scope.node and length(division) = 12",
}


class Scope(NamedTuple):
    """A department's desk at a node, with all below it."""

    department: str
    node: str

    @property
    def level(self) -> int:
        """The key of CONDITIONS."""
        return 0 if len(self.node) == 6 and self.node.endswith("00") else len(self.node)


def find_scopes(posts: Sequence[Post], department: str | None, division: str | None) -> list[Scope]:
    """What `posts` cover, without what is covered twice; narrowed to a department, and to a node below.

    NotFound for a department or a node that is not the clerk's.
    """
    own = {Scope(post.department, post.division) for post in posts}
    if department is not None:
        own = {scope for scope in own if scope.department == department}
    if division is not None:
        own = {Scope(scope.department, division) for scope in own if covers(scope.node, division)} | {
            scope for scope in own if covers(division, scope.node)
        }
    if not own:
        raise NotFound
    return sorted(scope for scope in own if not any(_holds(other, scope) for other in own))


def _holds(larger: Scope, smaller: Scope) -> bool:
    return larger != smaller and larger.department == smaller.department and covers(larger.node, smaller.node)


def by_level(scopes: Collection[Scope]) -> dict[int, list[Scope]]:
    """The scopes that one condition serves."""
    found: dict[int, list[Scope]] = {}
    for scope in scopes:
        found.setdefault(scope.level, []).append(scope)
    return found
