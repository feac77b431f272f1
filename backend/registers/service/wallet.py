"""A resident's wallet: certificates of their own, of their children, and of firms they represent."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from backend.conditions.rules.dates import add_months
from backend.core import audit, clock, db
from backend.core.actors import Resident
from backend.core.audit import About, By
from backend.people.errors import DeviceNotConfirmed
from backend.people.rules.id_numbers import parse_id_number
from backend.people.rules.names import mask_name
from backend.registers.schemas.facts import Fact
from backend.registers.schemas.wallet import Holder, Wallet
from backend.registers.service.cards import show
from backend.registers.service.catalogue import registers
from backend.registers.service.newest import newest
from backend.registers.service.subjects import read_numbers, subject_of

GUARDIANSHIP = "guardianship"
FIRM = "firm-registration"
POPULATION = "population"
# Others whom a record is about hold its certificate as well; an employer does not hold a health certificate.
HOLDING = {"owner", "representative", "spouse"}
OTHERS_MAX = 50
# 民法典 (Civil Code) Article 17: whoever is eighteen answers for themselves.
OF_AGE_MONTHS = 18 * 12


class Held(NamedTuple):
    """A fact, and by whom it is held."""

    fact: Fact
    holder: Holder


async def read_wallet(resident: Resident) -> Wallet:
    """All certificates, the resident's own first, in the order of their titles' ids.

    DeviceNotConfirmed on a device that has not confirmed who holds it: the phone may be new to its number.
    """
    if not resident.confirmed:
        raise DeviceNotConfirmed
    async with db.transaction():
        subject = await subject_of(resident.account)
        if subject is None:
            return Wallet([])
        held = await _find(subject)
        numbers = await read_numbers([one.fact.subject for one in held])
        await _note(resident, subject, held)
    today = clock.today()
    return Wallet([show(one.fact, one.holder, numbers[one.fact.subject], today) for one in held])


def wanted() -> dict[str, list[str]]:
    """The fields of every register that has certificates."""
    return {id_: list(register.fields) for id_, register in registers().items() if register.certificate}


async def _find(subject: uuid.UUID) -> list[Held]:
    certificates = wanted()
    mine = await newest([subject], certificates | {GUARDIANSHIP: []}, around=(GUARDIANSHIP, "marriage"))
    held = [Held(fact, _holder(fact)) for facts in mine.values() for fact in facts if _is_held(fact, subject)]
    firms = {one.fact.subject: one.holder for one in held if one.fact.register == FIRM}
    children = await _find_children(mine.get((subject, GUARDIANSHIP), []), subject)
    others = [*firms, *children][:OTHERS_MAX]
    if not others:
        return held
    theirs = await newest(others, certificates | {POPULATION: ["name"]})
    seen = {one.fact.record for one in held}
    for other in others:
        holder = firms.get(other) or Holder("child", _name(theirs.get((other, POPULATION), [])))
        held += [
            Held(fact, holder)
            for (about, register), facts in theirs.items()
            for fact in facts
            if about == other and register != POPULATION and _is_held(fact, other) and fact.record not in seen
        ]
    return held


def _is_held(fact: Fact, holder: uuid.UUID) -> bool:
    """Whether a fact about or around somebody is a certificate that they hold."""
    register = registers()[fact.register]
    if register.certificate is None:
        return False
    return fact.subject == holder or (register.related is not None and register.related.role in HOLDING)


def _holder(fact: Fact) -> Holder:
    return Holder("firm", str(fact.facts.get("name", ""))) if fact.register == FIRM else Holder("me")


async def _find_children(facts: list[Fact], guardian: uuid.UUID) -> list[uuid.UUID]:
    """Those in the guardian's care today who are not of age yet."""
    today = clock.today()
    wards = dict.fromkeys(
        fact.subject
        for fact in facts
        if fact.related == guardian
        and (fact.valid_from is None or fact.valid_from <= today)
        and (fact.valid_to is None or fact.valid_to >= today)
    )
    numbers = await read_numbers(list(wards)) if wards else {}
    return [ward for ward in wards if _is_minor(numbers[ward], today)]


def _is_minor(number: str, today: date) -> bool:
    read = parse_id_number(number, today)
    of_age_on = add_months(read.born_on, OF_AGE_MONTHS) if read else None
    return of_age_on is not None and today < of_age_on


def _name(facts: list[Fact]) -> str | None:
    name = facts[0].facts.get("name") if facts else None
    return mask_name(str(name)) if name else None


async def _note(resident: Resident, subject: uuid.UUID, held: Collection[Held]) -> None:
    """One's own look is noted like everybody's, for each whose certificates it shows."""
    shown: dict[uuid.UUID, set[str]] = {subject: set()}
    for fact, holder in held:
        whose = subject if holder.kind == "me" else fact.subject
        shown.setdefault(whose, set()).add(fact.register)
    alike: dict[tuple[str, ...], list[About]] = {}
    for whose, ids in shown.items():
        about = About(resident.account if whose == subject else None, whose)
        alike.setdefault(tuple(sorted(ids)), []).append(about)
    by = By("resident", resident.account)
    for names, abouts in alike.items():
        await audit.note_many("look", by, abouts, purpose="wallet", registers=list(names), fields=[])
