"""How often a phone is texted and passwords are tried, so that nobody guesses and nobody is locked out.

Six digits and five tries a sign-in leave one chance in 200,000 for each text message, so the number of
sign-ins and tries for one phone is what protects it. But a stranger who knows a number can use these up:
every limit on a phone is also a way to lock its owner out. Therefore they are counted in separate purses:

- A sign-in begun on a device that this phone's owner has signed in on before (it shows the device's token)
  draws on that device's own purse. No stranger can empty it, so the owner always gets in on a device of
  theirs.
- All other sign-ins to a phone share one purse: a text a minute, 5 an hour, 10 a day; 15 tries an hour, 30 a
  day. A stranger has at best one chance in 33,000 a day, and what they would win shows nobody's name or
  codes: a new device must first be confirmed with name and ID number, with limits of its own.
- From one network address not all of the purse may be taken (4 of the 5 texts, 10 of the 15 tries), and that
  is counted first. So one stranger, however busy, leaves the owner a text and five tries every hour on a new
  device too; what is refused to an address never reaches the purse.
- Tries are counted only for a sign-in that is open, and its id is known to the one who began it alone: a
  stranger can neither use up the five tries of the owner's sign-in, nor empty the purse of tries without
  emptying that of texts.
- One address may do so much for all phones together, which stops one machine from trying many numbers.

The counts are made outside any transaction, so a refused request has been counted too.
"""

import uuid

from backend.core import limits
from backend.core.callers import address_block

MINUTE, HOUR, DAY = 60, 3600, 86_400

# Mobile networks put thousands of phones behind one address.
SENDS_BY_ADDRESS = ((HOUR, 500), (DAY, 2500))
SENDS_TO_PHONE_BY_ADDRESS = ((MINUTE, 1), (HOUR, 4), (DAY, 8))
SENDS_TO_PHONE = ((MINUTE, 1), (HOUR, 5), (DAY, 10))
TRIES_BY_ADDRESS = ((HOUR, 1500), (DAY, 7500))
TRIES_FOR_PHONE_BY_ADDRESS = ((HOUR, 10), (DAY, 20))
TRIES_FOR_PHONE = ((HOUR, 15), (DAY, 30))

Limits = tuple[tuple[int, int], ...]


async def count_send(phone_index: bytes, device: uuid.UUID | None, address: str) -> None:
    """Count a text to a phone, asked for from `address`; `device` is the owner's own, if begun there."""
    block = address_block(address)
    await _count("people.send.address", block, SENDS_BY_ADDRESS)
    if device is None:
        await _count("people.send.both", f"{phone_index.hex()} {block}", SENDS_TO_PHONE_BY_ADDRESS)
    await _count("people.send.phone", _purse(phone_index, device), SENDS_TO_PHONE)


async def count_try_from(address: str) -> None:
    """Count a password tried from `address`, for whichever sign-in."""
    await _count("people.try.address", address_block(address), TRIES_BY_ADDRESS)


async def count_try_for(phone_index: bytes, device: uuid.UUID | None, address: str) -> None:
    """Count a password tried from `address` for an open sign-in of a phone."""
    if device is None:
        pair = f"{phone_index.hex()} {address_block(address)}"
        await _count("people.try.both", pair, TRIES_FOR_PHONE_BY_ADDRESS)
    await _count("people.try.phone", _purse(phone_index, device), TRIES_FOR_PHONE)


def _purse(phone_index: bytes, device: uuid.UUID | None) -> str:
    return f"phone {phone_index.hex()}" if device is None else f"device {device}"


async def _count(scope: str, key: str, allowed: Limits) -> None:
    for window_seconds, limit in allowed:
        await limits.count(f"{scope}.{window_seconds}", key, limit=limit, window_seconds=window_seconds)
