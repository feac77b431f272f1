"""Who may do what at which node of the city: its counties, their townships, their villages."""

from typing import Literal

Role = Literal["clerk", "lead"]
Level = Literal["city", "county", "township", "village"]
# How long the code of a node is; the city's own ends in two zeroes.
LEVELS: dict[int, Level] = {6: "county", 9: "township", 12: "village"}


def level_of(division: str) -> Level:
    """The level of a node by its code."""
    return "city" if len(division) == 6 and division.endswith("00") else LEVELS[len(division)]


def covers(post: str, division: str) -> bool:
    """Whether a post at the node `post` is responsible for `division`: the node itself, or one below it."""
    return division.startswith(prefix_of(post))


def prefix_of(node: str) -> str:
    """What the codes of a node and of everything below it begin with."""
    return node.removesuffix("00") if level_of(node) == "city" else node


def may_give(leads_at: str, division: str, role: Role) -> bool:
    """Whether a lead at the node `leads_at` gives and takes posts as `role` at `division`, in one department.

    Clerks at the own node and below; leads only below.
    """
    return covers(leads_at, division) and (role == "clerk" or division != leads_at)
