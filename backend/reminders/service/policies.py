"""Policies: those of the city's content, and those that operators make here and put in force."""

import secrets

import msgspec
import structlog

from backend.core import audit, clock, db, idempotency, limits
from backend.core.actors import Resident
from backend.core.problems import NotFound, Words
from backend.reminders.errors import (
    DryRunOnly,
    InvalidPolicy,
    PolicyChanged,
    PolicyEnded,
    PolicyFromContent,
    TooManyPolicies,
)
from backend.reminders.schemas.operating import Counts, LastSweep, PolicyLine, PolicyList
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.policy_view import PolicyKey, PolicyView
from backend.reminders.service.catalogue import find_policy_mistakes
from backend.reminders.service.listing import name_department, read_counts, read_last, view_checked
from backend.reminders.service.live import Known, find, known, tell_runs
from backend.reminders.service.rights import by, find_led, require_lead
from backend.reminders.service.rounds import ask
from backend.reminders.service.switching import turn
from backend.reminders.service.trying import as_errors

POLICIES_MAX = 500
MADE_AN_HOUR = 60
HOUR_SECONDS = 3600
ID_BYTES = 5

LOCK = "select pg_advisory_xact_lock(hashtextextended('policy', 0))"
COUNT = "select count(*) from policy where state <> 'ended'"
MAKE = """
insert into policy (id, version, state, definition, created_at, created_by, updated_at, updated_by)
values ($1, 1, 'draft', $2::jsonb, $3, $4, $3, $4)
"""
CHANGE = """
update policy set version = version + 1, definition = $3::jsonb, updated_at = $4, updated_by = $5
where id = $1 and version = $2 and state <> 'ended' returning state
"""
END = """
update policy set state = 'ended', ended_at = $2, updated_at = $2, updated_by = $3
where id = $1 and state <> 'ended'
"""

events = structlog.get_logger()


async def list_policies(actor: Resident) -> PolicyList:
    """Every policy of the departments whose reminders the actor runs."""
    led = await find_led(actor)
    found = {id_: one for id_, one in (await known()).items() if one.policy and one.policy.department in led}
    last, counts = await read_last(found), await read_counts(found)
    return PolicyList([_line(id_, one, last, counts) for id_, one in found.items()])


async def read_policy(actor: Resident, id_: str) -> PolicyView:
    """A policy, whole; NotFound unless the actor runs its department's."""
    one = await _find_led(actor, id_)
    line = _line(id_, one, await read_last([id_]), await read_counts([id_]))
    assert one.policy is not None  # noqa: S101  # as `_find_led` has it
    return PolicyView(
        **msgspec.structs.asdict(line),
        definition=one.policy,
        can_change=one.row is not None and one.state != "ended",
        live_at=one.row["live_at"] if one.row else None,
    )


async def make_policy(actor: Resident, given: Policy, key: str) -> PolicyView:
    """A draft, made once for `key`.

    NotFound for a department whose policies others make, InvalidPolicy; TooManyPolicies beyond 500.
    """
    await require_lead(actor, given.department)
    policy = _require_sound(msgspec.structs.replace(given, version=1))

    async def work() -> PolicyKey:
        await limits.count(
            "reminders.policy", str(actor.account), limit=MADE_AN_HOUR, window_seconds=HOUR_SECONDS
        )
        id_ = f"policy-{secrets.token_hex(ID_BYTES)}"
        async with db.connection() as connection:
            await connection.execute(LOCK)
            if await connection.fetchval(COUNT) >= POLICIES_MAX:
                raise TooManyPolicies(limit=POLICIES_MAX)
            await connection.execute(MAKE, id_, _encode(policy), clock.now(), actor.account)
        await audit.note("policy-made", by(actor, policy.department), policy=id_)
        return PolicyKey(id_)

    made = await idempotency.once(f"policies:{actor.account}", key, given, PolicyKey, work)
    return await read_policy(actor, made.id)


async def change_policy(actor: Resident, id_: str, given: Policy) -> PolicyView:
    """The policy as it is now; `given.version` is the one that is changed, and the next one is made of it.

    One that is in force is matched with everybody anew. PolicyFromContent, PolicyEnded, PolicyChanged by
    somebody else since; InvalidPolicy; DryRunOnly for one in force whose rule nobody checked.
    """
    one = await _find_led(actor, id_)
    await require_lead(actor, given.department)
    if one.row is None:
        raise PolicyFromContent
    policy = _require_sound(msgspec.structs.replace(given, version=given.version + 1))
    if one.state == "live":
        _require_runnable(one, policy)
    async with db.transaction(), db.connection() as connection:
        state = await connection.fetchval(
            CHANGE, id_, given.version, _encode(policy), clock.now(), actor.account
        )
        if state is None:
            raise PolicyEnded if one.state == "ended" else PolicyChanged(version=one.row["version"])
        if state == "live":
            await ask([id_])
        await audit.note("policy-changed", by(actor, policy.department), policy=id_, version=policy.version)
    return await read_policy(actor, id_)


async def set_state(actor: Resident, id_: str, state: str) -> PolicyView:
    """In force from now on, and matched with everybody; or ended, for good where operators made it.

    DryRunOnly for a rule that nobody checked, PolicyEnded.
    """
    one = await _find_led(actor, id_)
    if state == "live":
        if one.state == "ended":
            raise PolicyEnded
        if one.runs == "dry-run-only":
            raise DryRunOnly
        await turn(actor, id_, one, live=True)
    elif one.row is None:
        await turn(actor, id_, one, live=False)
    else:
        async with db.transaction(), db.connection() as connection:
            await connection.execute(END, id_, clock.now(), actor.account)
            await audit.note("policy-ended", by(actor, one.scenario.department), policy=id_)
        events.info("reminders.policy_ended", policy=id_, by=str(actor.account))
    return await read_policy(actor, id_)


async def _find_led(actor: Resident, id_: str) -> Known:
    led, one = await find_led(actor), await find(id_)
    if one.policy is None or one.policy.department not in led:
        raise NotFound
    return one


def _require_sound(policy: Policy) -> Policy:
    mistakes = list(find_policy_mistakes(policy))
    if mistakes:
        raise InvalidPolicy(errors=as_errors(mistakes))
    return policy


def _require_runnable(one: Known, policy: Policy) -> None:
    scenario = msgspec.structs.replace(one.scenario, mark=policy.mark, checked=policy.checked)
    if tell_runs(scenario, True, clock.today()) == "dry-run-only":
        raise DryRunOnly


def _encode(policy: Policy) -> str:
    return msgspec.json.encode(policy).decode()


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
