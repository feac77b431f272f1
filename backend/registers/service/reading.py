"""Reading facts about somebody: for a purpose that the register allows, noted for the person to see."""

import uuid
from collections.abc import Collection, Mapping

from backend.core import audit, db
from backend.core.audit import By
from backend.registers.schemas.facts import Fact
from backend.registers.schemas.register import Purpose, Use
from backend.registers.service.catalogue import find_register
from backend.registers.service.consents import find_given
from backend.registers.service.newest import newest
from backend.registers.service.subjects import account_of
from backend.registers.service.uses import require_use


async def read(
    by: By,
    subject: uuid.UUID,
    purpose: Purpose,
    wanted: Mapping[str, Collection[str] | None],
    *,
    department: str | None = None,
    account: uuid.UUID | None = None,
    case: uuid.UUID | None = None,
    service: str | None = None,
) -> dict[str, list[Fact]]:
    """The current facts about `subject`, by register, newest first; a register without any is left out.

    `wanted`: fields by register, or None for all that may be read. `department`: the one that learns them;
    without it, that of `by`. `account`: whose look this is to be listed under; without it, the resident's
    own account, if there is one. `case`: the application that needs them, and `service` what it
    applies for. Identifiers come opened.

    NotFound for an unknown register, UseNotAllowed when any register keeps the department from the purpose
    or a field. Where a use needs the person's consent ("prefill", and "prefill-sensitive" for sensitive
    fields) that is not given, the register or the field is left out. The look is noted in the audit, in the
    open transaction if there is one: account, subject, case, purpose, department, registers and fields.
    """
    asker = department or by.department
    uses = require_use(purpose, asker, wanted)
    async with db.transaction():
        about = account or await account_of(subject)
        given = await find_given(about) if about and _need_consent(uses) else frozenset()
        fields = _agreed(purpose, uses, given)
        found = await newest([subject], fields) if fields else {}
        await audit.note(
            "look",
            by,
            account=about,
            subject=subject,
            case=case,
            purpose=purpose,
            registers=sorted(fields),
            fields=sorted(f"{id_}.{name}" for id_, names in fields.items() for name in names),
            **({"department": asker} if asker else {}),
            **({"service": service} if service else {}),
        )
    return {register: facts for (_, register), facts in found.items()}


def _need_consent(uses: Mapping[str, tuple[Use, frozenset[str]]]) -> bool:
    return any(use.consent for use, _ in uses.values())


def _agreed(
    purpose: Purpose, uses: Mapping[str, tuple[Use, frozenset[str]]], given: Collection[str]
) -> dict[str, frozenset[str]]:
    """The fields that may be read with the consents that were given."""
    agreed = {}
    for id_, (use, names) in uses.items():
        if not use.consent:
            agreed[id_] = names
        elif purpose in given:
            sensitive = f"{purpose}-sensitive" in given
            # That somebody has a record of nothing but sensitive facts tells much already.
            if sensitive or _harmless(id_, names or None) or not find_register(id_).fields:
                agreed[id_] = names if sensitive else _harmless(id_, names)
    return agreed


def _harmless(id_: str, names: Collection[str] | None = None) -> frozenset[str]:
    """The fields among `names`, or of all, that are not sensitive."""
    known = find_register(id_).fields
    return frozenset(
        name for name in (known if names is None else names) if known[name].sensitivity != "sensitive"
    )
