"""Who may read what of a register, and for what."""

from collections.abc import Collection, Mapping

from backend.registers.errors import UseNotAllowed
from backend.registers.schemas.register import Purpose, Register, Use
from backend.registers.service.catalogue import find_register, registers

# Purposes for which nobody but the person reads.
ONES_OWN = ("wallet",)


def readable(purpose: Purpose, department: str | None) -> dict[str, frozenset[str]]:
    """The fields, by register, that `department` may read for `purpose`, whatever a person agreed to."""
    found = {}
    for id_, register in registers().items():
        use = _find_use(register, purpose, department)
        if use is not None:
            found[id_] = _fields(register, use)
    return found


def require_use(
    purpose: Purpose, department: str | None, wanted: Mapping[str, Collection[str] | None]
) -> dict[str, tuple[Use, frozenset[str]]]:
    """The use and the fields, by register; None wants all that may be read. NotFound, UseNotAllowed."""
    found, refused = {}, []
    for id_, names in wanted.items():
        register = find_register(id_)
        use = _find_use(register, purpose, department)
        allowed = _fields(register, use) if use else frozenset()
        fields = allowed if names is None else frozenset(names)
        if use is None or not fields <= allowed:
            refused += [f"{id_}.{name}" for name in sorted(fields - allowed)] or [id_]
            continue
        found[id_] = (use, fields)
    if refused:
        raise UseNotAllowed(fields=refused)
    return found


def _find_use(register: Register, purpose: Purpose, department: str | None) -> Use | None:
    for use in register.uses:
        if use.purpose == purpose:
            return use if purpose in ONES_OWN or _may(use, register, department) else None
    return None


def _may(use: Use, register: Register, department: str | None) -> bool:
    if use.departments == "any":
        return True
    return department in ((register.department,) if use.departments == "own" else use.departments)


def _fields(register: Register, use: Use) -> frozenset[str]:
    return frozenset(register.fields if use.fields == "all" else use.fields)
