"""Making policies, changing them, putting them in force and ending them."""

import secrets

import msgspec
import structlog

from backend.core import audit, clock, db, idempotency, limits
from backend.core.actors import Resident
from backend.reminders.errors import (
    DryRunOnly,
    InvalidPolicy,
    PolicyChanged,
    PolicyEnded,
    PolicyFromContent,
    TooManyPolicies,
)
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.policy_view import PolicyKey, PolicyView
from backend.reminders.service.cases import with_dates
from backend.reminders.service.catalogue import find_policy_mistakes
from backend.reminders.service.live import Known, tell_runs
from backend.reminders.service.policies import find_led_policy, read_policy
from backend.reminders.service.rights import by, require_lead
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
    one = await find_led_policy(actor, id_)
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
    one = await find_led_policy(actor, id_)
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


def _require_sound(policy: Policy) -> Policy:
    mistakes = list(find_policy_mistakes(with_dates(policy)))
    if mistakes:
        raise InvalidPolicy(errors=as_errors(mistakes))
    return policy


def _require_runnable(one: Known, policy: Policy) -> None:
    scenario = msgspec.structs.replace(one.scenario, mark=policy.mark, checked=policy.checked)
    if tell_runs(scenario, True, clock.today()) == "dry-run-only":
        raise DryRunOnly


def _encode(policy: Policy) -> str:
    return msgspec.json.encode(policy).decode()
