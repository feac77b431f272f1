"""Where the people and facts of a scenario stand in its statement: who is told, and each fact's column.

`r` is the record that brings it about, `firm` the registration of the firm that one is told for, `guardian`
the record that names the guardian; every other register has an alias of its own.
"""

from collections.abc import Iterator, Sequence

from backend.conditions.schemas import Column, FactType
from backend.registers.service import fact_types
from backend.reminders.schemas.scenario import Scenario, Tell
from backend.reminders.service import fragments
from backend.reminders.service.whereabouts import FIRM, FOR_A_FIRM, Where, find_where, main_register

DATES = ("valid_from", "valid_to")
CASTS: dict[FactType, str] = {
    "text": "", "integer": "::bigint", "boolean": "::boolean", "date": "::date", "texts": "",
}  # fmt: skip
# Today is the first parameter of every statement.
TODAY = "$1"


class Anchors:
    """The same scenario, for those whom `tell` names."""

    def __init__(self, scenario: Scenario, tell: Tell) -> None:
        self.scenario = scenario
        self.tell = tell
        self.main = main_register(scenario)
        self.person, self.firm = self._find_person()
        self._anchors: dict[Where, str] = {
            "about": "r.subject", "person": self.person, "of-about": "r.subject", "of-person": self.person,
            "firm": "r.related",
        }  # fmt: skip

    def _find_person(self) -> tuple[str, str]:
        match self.tell:
            case "holder":
                return "r.subject", "null::uuid"
            case "related":
                return "r.related", "null::uuid"
            case "guardian":
                return "guardian.related", "null::uuid"
            case "representative":
                return ("r.related" if self.main == FIRM else "firm.related"), "r.subject"
            case "employer":
                return "firm.related", "r.related"

    def column(self, name: str) -> Column:
        """The column of a fact."""
        register, _, field = name.partition(".")
        type_, alias = fact_types()[name], self._alias(register)
        if field in DATES:
            return Column(f"{alias}.{field}", type_)
        if alias in {"r", "firm"}:
            return Column(f"({alias}.facts ->> '{field}'){CASTS[type_]}", type_)
        return Column(f"{alias}.{field}{CASTS[type_]}", type_)

    def joins(self, named: Sequence[str], *, is_wide: bool) -> Iterator[str]:
        """What has to be joined for the person and the `named` facts; `is_wide`: for nearly everybody."""
        if self.tell == "guardian":
            yield fragments.GUARDIAN.format(today=TODAY)
        if self.tell in FOR_A_FIRM and self.main != FIRM:
            yield fragments.REPRESENTATIVE.format(firm=self.firm)
        for register in sorted({name.partition(".")[0] for name in named}):
            alias, where = self._alias(register), find_where(self.scenario, register)
            if alias in {"r", "firm"} or where is None:
                continue
            fields = [name.partition(".")[2] for name in named if name.startswith(f"{register}.")]
            told = [field if field in DATES else f"facts ->> '{field}' as {field}" for field in fields]
            yield (fragments.ALL_NEWEST if is_wide else fragments.NEWEST).format(
                alias=alias,
                register=register,
                whose="related" if where.startswith("of-") else "subject",
                anchor=self._anchors[where],
                fields=", ".join(told),
            )

    def _alias(self, register: str) -> str:
        if register == self.main:
            return "r"
        if register == FIRM and self.tell in FOR_A_FIRM:
            return "firm"
        return f"{register.replace('-', '_')}_"
