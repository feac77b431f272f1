"""A resident's ID number, for the domains that find other facts by it."""

import uuid

from backend.core.sealing import unseal
from backend.people.tables import Account


async def read_id_number(account: uuid.UUID) -> str | None:
    """The ID number of an account, opened; None until its identity is confirmed."""
    found = await Account.select(Account.id_number_sealed).where(Account.id == account).first()
    sealed = found["id_number_sealed"] if found else None
    return None if sealed is None else unseal(sealed, field="account.id_number")
