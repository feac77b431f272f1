"""Where the facts that a scenario names are found: on the record itself, or the newest about somebody."""

from typing import Literal

from backend.registers.schemas.register import Register
from backend.registers.service import registers
from backend.reminders.schemas.scenario import Scenario, Tell

# `about` is the subject of the record that brings a scenario about, `person` who is told, `firm` the firm
# that the record is related to, whoever is told; with `of-` the record is found by whom it is related to: a
# vehicle by its owner.
Where = Literal["record", "about", "person", "of-about", "of-person", "firm"]

POPULATION = "population"
GUARDIANSHIP = "guardianship"
FIRM = "firm-registration"
FOR_A_FIRM: tuple[Tell, ...] = ("representative", "employer")


def main_register(scenario: Scenario) -> str:
    """The register whose records bring it about."""
    return getattr(scenario.trigger, "register", POPULATION)


def find_where(scenario: Scenario, register: str) -> Where | None:
    """Where the facts of `register` are found; None when nobody can say whose they would be."""
    main, asked = registers()[main_register(scenario)], registers()[register]
    if register == main_register(scenario):
        return "record"
    if asked.subject == main.subject:
        return "about"
    if asked.subject == "firm" and "employer" in scenario.tell:
        return "firm"
    if asked.subject == "resident":
        return "person"
    if is_around_residents(asked):
        return "of-about" if main.subject == "resident" else "of-person"
    return None


def is_around_residents(register: Register) -> bool:
    """Whether a record is found by the resident it is related to, and is about something else."""
    return (
        register.related is not None
        and register.related.kind == "resident"
        and register.subject != "resident"
    )


def can_tell(scenario: Scenario, tell: Tell) -> bool:
    """Whether the record has somebody of this kind."""
    main = registers()[main_register(scenario)]
    related = main.related.kind if main.related else None
    match tell:
        case "holder" | "guardian":
            return main.subject == "resident"
        case "related":
            return related == "resident"
        case "representative":
            return main.subject == "firm"
        case "employer":
            return related == "firm"


def is_single(scenario: Scenario, tell: Tell) -> bool:
    """Whether whoever is told has one such thing only, so that what is granted can only be for this."""
    main = registers()[main_register(scenario)]
    return main.one and tell in ("holder", "representative")
