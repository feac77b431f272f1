"""A policy's cases as JSON brings them: its dates are texts."""

from datetime import date
from typing import Any

import msgspec

from backend.registers.service import fact_types
from backend.reminders.schemas.policy import Case, Policy
from backend.reminders.schemas.scenario import Said


def with_dates(policy: Policy) -> Policy:
    """The policy with the dates of its cases as content has them; what is no date stays, to be refused."""
    return msgspec.structs.replace(policy, examples=tuple(_read(case) for case in policy.examples))


def _read(case: Case) -> Case:
    facts, about = (
        {register: _read_records(register, said) for register, said in given.items()}
        for given in (case.facts, case.about)
    )
    return msgspec.structs.replace(case, facts=facts, about=about)


def _read_records(register: str, said: Said | list[Said]) -> Said | list[Said]:
    if isinstance(said, list):
        return [_read_record(register, one) for one in said]
    return _read_record(register, said)


def _read_record(register: str, said: Said) -> Said:
    types = fact_types()
    return {
        name: _read_date(value) if types.get(f"{register}.{name}") == "date" else value
        for name, value in said.items()
    }


def _read_date(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
