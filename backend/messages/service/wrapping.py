"""Claimed deliveries as parcels: where each goes, read at the moment of handing over, and what it says."""

import uuid
from collections.abc import Sequence

import structlog

from backend.core import clock, db
from backend.core.sealing import SealError, unseal
from backend.messages.ports import Parcel
from backend.messages.service.claiming import Claimed, latest
from backend.messages.service.kinds import kinds
from backend.messages.service.phones import read_texted
from backend.messages.service.wording import path_of, word_for

events = structlog.get_logger()

# A browser from which its person has signed out, or that is paused, shows nothing of theirs.
ADDRESSES = """
select id, address_sealed from contact
where id = any($1::uuid[]) and ended_at is null and address_sealed is not null
    and (device is null or exists (select from device_in_use where device_in_use.device = contact.device))
"""


async def wrap(claimed: Sequence[Claimed], origin: str) -> dict[uuid.UUID, Parcel]:
    """The parcels by delivery; one that has no address any more, or cannot be put into words, is left out."""
    addresses = await _read_addresses([one.contact for one in claimed if one.contact])
    phones = await read_texted([one.account for one in claimed if one.contact is None])
    parcels = {}
    for one in claimed:
        to = addresses.get(one.contact) if one.contact else phones.get(one.account)
        if to is None:
            continue
        try:
            parcels[one.id] = _wrap(one, to, origin)
        except Exception as error:  # noqa: BLE001 - the others are not to wait for this one
            events.error("delivery.without_words", delivery=str(one.id), error=type(error).__name__)
    return parcels


async def _read_addresses(contacts: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not contacts:
        return {}
    async with db.connection() as connection:
        rows = await connection.fetch(ADDRESSES, contacts)
    found = {}
    for row in rows:
        try:
            found[row["id"]] = unseal(row["address_sealed"], field="contact.address")
        except SealError as error:
            events.error("delivery.spoilt_address", contact=str(row["id"]), why=str(error))
    return found


def _wrap(one: Claimed, to: str, origin: str) -> Parcel:
    kind = kinds().get(one.kind)
    words = word_for(kind, one.facts, one.locale, hidden=one.hidden, texted=one.channel == "sms")
    path = path_of(kind, one.about)
    return Parcel(
        id=str(one.id),
        to=to,
        title=words.title,
        body=words.body,
        masked=words.masked,
        url=None if path is None else origin + path,
        locale=one.locale,
        urgent=one.urgent,
        kind=one.kind,
        expires_at=latest(clock.now()),
    )
