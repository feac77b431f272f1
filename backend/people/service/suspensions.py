"""Suspending a resident, and lifting it: each a record with its author, its time and its reason."""

import uuid

from backend.core import actors, clock, db
from backend.core.audit import By, note
from backend.core.ids import new_id
from backend.core.problems import NotFound
from backend.people import schemas
from backend.people.tables import Account, Suspension


async def suspend(operator: actors.Resident, account_id: uuid.UUID, reason: str) -> schemas.Suspension:
    """The suspension that now stands; from this moment no code of the account is issued or accepted.

    Suspending again for the same reason changes nothing; another reason lifts the earlier one and takes its
    place.
    """
    async with db.transaction():
        current = await _lock(account_id)
        if current is not None:
            if current.reason == reason:
                return schemas.Suspension(reason, current.suspended_at, current.suspended_by)
            await _close(current.id, operator.account)
        now = clock.now()
        record = Suspension(
            id=new_id(), account=account_id, reason=reason, suspended_by=operator.account, suspended_at=now
        )
        await record.save()
        await Account.update({Account.suspension: record.id}).where(Account.id == account_id)
        await note("account-suspended", By("operator", operator.account), account=account_id)
    return schemas.Suspension(reason, now, operator.account)


async def lift_suspension(operator: actors.Resident, account_id: uuid.UUID) -> None:
    """End the account's suspension at once; an account that is not suspended stays as it is."""
    async with db.transaction():
        current = await _lock(account_id)
        if current is not None:
            await Account.update({Account.suspension: None}).where(Account.id == account_id)
            await _close(current.id, operator.account)
            await note("account-restored", By("operator", operator.account), account=account_id)


async def _lock(account_id: uuid.UUID) -> Suspension | None:
    """The open suspension of an account whose row is now ours alone; NotFound without an account."""
    found = (
        await Account.select(Account.suspension).where(Account.id == account_id).lock_rows("NO KEY UPDATE")
    )
    if not found:
        raise NotFound
    if found[0]["suspension"] is None:
        return None
    return await Suspension.objects().get(Suspension.id == found[0]["suspension"])


async def _close(suspension_id: uuid.UUID, operator_id: uuid.UUID) -> None:
    await Suspension.update({Suspension.lifted_at: clock.now(), Suspension.lifted_by: operator_id}).where(
        Suspension.id == suspension_id
    )
