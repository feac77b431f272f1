"""The one table of what may happen to an application: which move, from where, to where, by whom."""

from typing import Literal, NamedTuple, get_args

State = Literal[
    "draft",
    "submitted",
    "accepted",
    "correction-asked",
    "corrected",
    "in-review",
    "approved",
    "refused",
    "withdrawn",
    "delivered",
]
Move = Literal[
    "submit", "accept", "ask-correction", "correct", "review", "approve", "refuse", "withdraw", "deliver"
]
Who = Literal["applicant", "clerk"]
Ask = Literal["save", "submit", "correct", "withdraw", "discard", "rate"]
Act = Literal["assign", "accept", "ask-correction", "review", "approve", "refuse", "deliver"]

STATES: tuple[State, ...] = get_args(State)
ENDED: frozenset[State] = frozenset({"refused", "withdrawn", "delivered"})
# Where a clerk has something to do, or will have once the applicant has answered.
OPEN: frozenset[State] = frozenset(STATES) - ENDED - {"draft"}
# Where the applicant may change answers and files.
WRITABLE: frozenset[State] = frozenset({"draft", "correction-asked"})
# Where the time limit runs, once the application is accepted.
RUNNING: frozenset[State] = frozenset({"accepted", "corrected", "in-review"})


class Rule(NamedTuple):
    """One line of the table; `accepted`: whether it must be accepted already (True) or not yet (False)."""

    move: Move
    who: Who
    to: State
    origins: frozenset[State]
    accepted: bool | None = None


def _rule(move: Move, who: Who, to: State, *origins: State, accepted: bool | None = None) -> Rule:
    return Rule(move, who, to, frozenset(origins), accepted)


# An application that lacks something may be sent back before it is accepted, as 行政许可法 (Administrative
# Licensing Law) Article 32 wants it, and after; the time limit begins at acceptance, once.
TABLE: dict[Move, Rule] = {
    rule.move: rule
    for rule in (
        _rule("submit", "applicant", "submitted", "draft"),
        _rule("accept", "clerk", "accepted", "submitted", "corrected", accepted=False),
        _rule(
            "ask-correction", "clerk", "correction-asked", "submitted", "accepted", "corrected", "in-review"
        ),
        _rule("correct", "applicant", "corrected", "correction-asked"),
        _rule("review", "clerk", "in-review", "accepted", "corrected", accepted=True),
        _rule("approve", "clerk", "approved", "accepted", "corrected", "in-review", accepted=True),
        _rule("refuse", "clerk", "refused", "submitted", "accepted", "corrected", "in-review"),
        _rule(
            "withdraw", "applicant", "withdrawn",
            "submitted", "accepted", "correction-asked", "corrected", "in-review",
        ),
        _rule("deliver", "clerk", "delivered", "approved"),
    )
}  # fmt: skip


def may(move: Move, state: State, *, accepted: bool) -> bool:
    """Whether `move` is possible in `state`; `accepted`: whether the application was accepted before."""
    rule = TABLE[move]
    return state in rule.origins and rule.accepted in (None, accepted)


def asks(state: State, *, withdrawable: bool, rated: bool) -> list[Ask]:
    """What the applicant can do now, the most expected first."""
    found: list[Ask] = ["save"] if state in WRITABLE else []
    if may("submit", state, accepted=False):
        found += ["submit", "discard"]
    if may("correct", state, accepted=False):
        found.append("correct")
    if withdrawable and may("withdraw", state, accepted=False):
        found.append("withdraw")
    if state in ENDED and not rated:
        found.append("rate")
    return found


def acts(state: State, *, accepted: bool) -> list[Act]:
    """What a clerk of the department can do now, the most expected first."""
    order: tuple[Literal["accept", "review", "approve", "ask-correction", "refuse", "deliver"], ...] = (
        "accept", "review", "approve", "ask-correction", "refuse", "deliver",
    )  # fmt: skip
    found: list[Act] = [move for move in order if may(move, state, accepted=accepted)]
    return [*found, "assign"] if state in OPEN else found
