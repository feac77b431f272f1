"""Whether a service is for somebody, as far as registers know."""

from backend.conditions.rules.checking import names
from backend.conditions.rules.evaluating import evaluate
from backend.core import clock
from backend.core.actors import Resident
from backend.core.problems import Words
from backend.people.service import require_confirmed
from backend.registers.service import find_register, known_facts, subject_of
from backend.services.schemas.catalogue import Eligibility
from backend.services.service.catalogue import find_service
from backend.workdays.service import calendar


async def tell_eligibility(resident: Resident, id_: str) -> Eligibility:
    """What the resident's own records say; shown to them alone, so nobody else's look is noted.

    Unknown without a condition, without an account in registers, or where it is about one of several things,
    such as vehicles. NotFound; DeviceNotConfirmed on a device whose bearer is not surely the resident.
    """
    require_confirmed(resident)
    condition = find_service(id_).eligibility
    named = sorted(names(condition)) if condition else []
    subject = await subject_of(resident.account)
    if condition is None or subject is None or any(not _is_own(name) for name in named):
        return Eligibility(None, [])
    facts = await known_facts(subject, named)
    return Eligibility(
        evaluate(condition, facts, clock.today(), calendar()), [_title(name) for name in named]
    )


def _is_own(name: str) -> bool:
    return find_register(name.partition(".")[0]).subject == "resident"


def _title(name: str) -> Words:
    """`population.birth_date` as 人口登记：出生日期."""
    id_, _, field = name.partition(".")
    register = find_register(id_)
    title = register.fields[field].title if field in register.fields else None
    if title is None:
        return Words(register.title.zh, register.title.en)
    return Words(f"{register.title.zh}：{title.zh}", f"{register.title.en}: {title.en}")
