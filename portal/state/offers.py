"""Whether to ask that registers may fill a form in."""

from typing import Any

from backend.services.schemas.catalogue import ServiceView
from portal.asking import own_data
from portal.callers import Caller
from portal.city import City

PREFILL, SENSITIVE = "prefill", "prefill-sensitive"
# The boxes of the form, by the consents that they give.
BOXES = {PREFILL: "prefill", SENSITIVE: "sensitive"}


async def find_offers(api: City, caller: Caller, found: ServiceView) -> tuple[bool, bool]:
    """Whether a consent to that is worth asking for, and one for what is sensitive."""
    asked = {field.prefill for field in found.form.ui if field.prefill}
    asked |= {one.from_register for one in found.materials if one.from_register}
    if not asked:
        return False, False
    given = {one.id for one in await own_data.consents(api, caller) if one.given_at}
    sensitive = await own_data.sensitive_fields(api, caller)
    return PREFILL not in given and not asked <= sensitive, SENSITIVE not in given and bool(asked & sensitive)


async def agree_to_offers(api: City, caller: Caller, form: dict[str, Any]) -> None:
    """Give the consents whose boxes were ticked."""
    for consent, box in BOXES.items():
        if form.get(box):
            await own_data.agree(api, caller, consent)
