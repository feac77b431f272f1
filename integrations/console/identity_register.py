"""The identity register of a demo city: a few made-up people, and whoever has a made-up ID number."""

from pathlib import Path

import msgspec

from backend.people.ports import Confirmation
from backend.people.rules.id_numbers import SYNTHETIC_AREA

FILE = Path(__file__).with_name("residents.json")


class DemoResident(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A made-up person and the phone registered to them; `answers` may let the register be away for them."""

    name: str
    id_number: str
    phone: str
    answers: Confirmation = "confirmed"


DEMO_PEOPLE = msgspec.json.decode(FILE.read_bytes(), type=list[DemoResident])


class DemoRegister:
    """Confirms the demo's people with their own phone, and other made-up people with any other phone.

    The caller has checked the number's date and check character; an ID number that a real person may have is
    denied.
    """

    def __init__(self, residents: list[DemoResident]) -> None:
        self._by_phone = {resident.phone: resident for resident in residents}
        self._id_numbers = {resident.id_number for resident in residents}

    async def confirm(self, name: str, id_number: str, phone: str) -> Confirmation:
        """As `IdentityRegister.confirm`."""
        owner = self._by_phone.get(phone)
        if owner is not None and owner.answers != "confirmed":
            return owner.answers
        if owner is not None:
            return "confirmed" if (owner.name, owner.id_number) == (name, id_number) else "denied"
        is_free = id_number.startswith(SYNTHETIC_AREA) and id_number not in self._id_numbers
        return "confirmed" if is_free else "denied"
