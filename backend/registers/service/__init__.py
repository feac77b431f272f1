"""Everything that other domains, routes and commands may ask of registers."""

from backend import content
from backend.registers.service.catalogue import DATES, find_register, registers
from backend.registers.service.consents import consents, give_consent, list_consents, withdraw_consent
from backend.registers.service.fact_types import fact_types
from backend.registers.service.intake.taking import BODY_BYTES_MAX, Sent, take_in
from backend.registers.service.keys import authenticate_department, end_key, list_keys, make_key
from backend.registers.service.known_facts import known_facts
from backend.registers.service.listing import list_registers
from backend.registers.service.looks import actions, list_looks, purposes
from backend.registers.service.newest import newest
from backend.registers.service.population import compile_population, count_people, find_people
from backend.registers.service.reading import read
from backend.registers.service.sizes import learn_sizes
from backend.registers.service.subjects import (
    account_of,
    accounts_of,
    count_residents,
    find_subject,
    read_numbers,
    require_subject,
    subject_of,
)
from backend.registers.service.told import find_told
from backend.registers.service.uses import readable
from backend.registers.service.wallet import read_wallet
from backend.registers.service.writing import write_result

__all__ = [
    "BODY_BYTES_MAX",
    "DATES",
    "Sent",
    "account_of",
    "accounts_of",
    "authenticate_department",
    "compile_population",
    "consents",
    "count_people",
    "count_residents",
    "end_key",
    "fact_types",
    "find_people",
    "find_register",
    "find_subject",
    "find_told",
    "give_consent",
    "known_facts",
    "learn_sizes",
    "list_consents",
    "list_keys",
    "list_looks",
    "list_registers",
    "make_key",
    "newest",
    "read",
    "read_content",
    "read_numbers",
    "read_wallet",
    "readable",
    "registers",
    "require_subject",
    "subject_of",
    "take_in",
    "withdraw_consent",
    "write_result",
]


def read_content() -> None:
    """Read all of this domain's content; ContentError with every mistake in it (for `content.check`)."""
    content.check(registers, consents, actions, purposes)
