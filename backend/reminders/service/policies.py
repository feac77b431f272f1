"""Policies as those who run them see them: the city's content's, and those that operators made here."""

import msgspec

from backend.core.actors import Resident
from backend.core.problems import NotFound, Words
from backend.reminders.schemas.operating import Counts, LastSweep, PolicyLine, PolicyList
from backend.reminders.schemas.policy_view import PolicyView
from backend.reminders.service.listing import name_department, read_counts, read_last, view_checked
from backend.reminders.service.live import Known, find, known
from backend.reminders.service.rights import find_led


async def list_policies(actor: Resident) -> PolicyList:
    """Every policy of the departments whose reminders the actor runs."""
    led = await find_led(actor)
    found = {id_: one for id_, one in (await known()).items() if one.policy and one.policy.department in led}
    last, counts = await read_last(found), await read_counts(found)
    return PolicyList([_line(id_, one, last, counts) for id_, one in found.items()])


async def read_policy(actor: Resident, id_: str) -> PolicyView:
    """A policy, whole; NotFound unless the actor runs its department's."""
    one = await find_led_policy(actor, id_)
    line = _line(id_, one, await read_last([id_]), await read_counts([id_]))
    assert one.policy is not None  # noqa: S101  # as `find_led_policy` has it
    return PolicyView(
        **msgspec.structs.asdict(line),
        definition=one.policy,
        can_change=one.row is not None and one.state != "ended",
        live_at=one.row["live_at"] if one.row else None,
    )


async def find_led_policy(actor: Resident, id_: str) -> Known:
    """A policy that the actor may change; NotFound, NotAllowed."""
    led, one = await find_led(actor), await find(id_)
    if one.policy is None or one.policy.department not in led:
        raise NotFound
    return one


def _line(id_: str, one: Known, last: dict[str, LastSweep], counts: dict[str, Counts]) -> PolicyLine:
    policy, row = one.policy, one.row
    assert policy is not None  # noqa: S101  # policies alone are listed
    assert one.state is not None  # noqa: S101
    return PolicyLine(
        id=id_,
        title=Words(policy.title.zh, policy.title.en),
        summary=Words(policy.summary.zh, policy.summary.en),
        department=policy.department,
        department_title=name_department(policy.department),
        audience=policy.audience,
        mark=policy.mark,
        checked=view_checked(one.scenario),
        state=one.state,
        origin="content" if row is None else "operators",
        version=policy.version,
        changed_at=row["updated_at"] if row else None,
        last_sweep=last.get(id_),
        counts=counts.get(id_, Counts()),
    )
