"""The facts that conditions may name: `<register>.<field>`, but for identifiers."""

from functools import lru_cache

from backend.conditions.schemas import FactType
from backend.registers.schemas.register import FieldType
from backend.registers.service.catalogue import registers

TYPES: dict[FieldType, FactType] = {
    "text": "text", "choice": "text", "integer": "integer", "boolean": "boolean", "date": "date",
}  # fmt: skip


@lru_cache(maxsize=1)
def fact_types() -> dict[str, FactType]:
    """Every fact of every register with its type."""
    found: dict[str, FactType] = {}
    for id_, register in registers().items():
        found[f"{id_}.valid_from"] = found[f"{id_}.valid_to"] = "date"
        found |= {
            f"{id_}.{name}": TYPES[field.type]
            for name, field in register.fields.items()
            if field.type in TYPES
        }
    return found
