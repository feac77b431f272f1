"""How states and events are called, in Chinese and English."""

from typing import Literal

from backend.applications.rules.moves import State

Kind = Literal[
    "created", "submitted", "accepted", "correction-asked", "corrected", "in-review", "approved", "refused",
    "withdrawn", "delivered", "assigned", "rated",
]  # fmt: skip

STATES: dict[State, tuple[str, str]] = {
    "draft": ("草稿", "Draft"),
    "submitted": ("待受理", "Waiting to be accepted"),
    "accepted": ("已受理", "Accepted"),
    "correction-asked": ("待补正", "Correction needed"),
    "corrected": ("已补正", "Corrected"),
    "in-review": ("审核中", "In review"),
    "approved": ("已通过", "Approved"),
    "refused": ("未通过", "Not approved"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "delivered": ("已办结", "Finished"),
}
EVENTS: dict[Kind, tuple[str, str]] = {
    "created": ("开始填写", "Begun"),
    "submitted": ("提交申请", "Submitted"),
    "accepted": ("受理", "Accepted"),
    "correction-asked": ("要求补正", "Correction asked for"),
    "corrected": ("补正后提交", "Corrected and sent again"),
    "in-review": ("开始审核", "Review begun"),
    "approved": ("审核通过", "Approved"),
    "refused": ("审核未通过", "Not approved"),
    "withdrawn": ("撤回申请", "Withdrawn"),
    "delivered": ("办结送达", "Handed over"),
    "assigned": ("分派", "Assigned"),
    "rated": ("评价", "Rated"),
}
