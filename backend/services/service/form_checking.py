"""Whether a form fits itself and the registers that fill it in."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from backend.conditions.rules.checking import check
from backend.conditions.schemas import FactType
from backend.registers.schemas.register import FieldType
from backend.registers.service import registers
from backend.services.rules.fields import Field, FieldSchema
from backend.services.rules.verdicts import verdict

WIDGETS: dict[str, frozenset[str]] = {
    "string": frozenset({"text", "textarea", "radio", "select", "date", "phone", "division"}),
    "integer": frozenset({"number", "money"}),
    "number": frozenset({"number"}),
    "boolean": frozenset({"checkbox", "radio"}),
    "array": frozenset({"checkboxes"}),
}
# What an answer must be, so that a register's field can hold it.
HOLDS: dict[FieldType, frozenset[str]] = {
    "text": frozenset({"string"}),
    "identifier": frozenset({"string"}),
    "choice": frozenset({"string"}),
    "date": frozenset({"string"}),
    "integer": frozenset({"integer"}),
    "boolean": frozenset({"boolean"}),
}
DATES = ("valid_from", "valid_to")
UNBOUNDED = ("*", "+", ",}")


def errors_of_form(fields: Sequence[Field]) -> Iterator[str]:
    """Every mistake of a form, with its place."""
    yield from (f"$.fields: {name!r} stands twice" for name in twice([one.name for one in fields]))
    before: dict[str, FactType] = {}
    for place, field in enumerate(fields):
        path = f"$.fields[{place}] ({field.name})"
        if field.widget not in WIDGETS[field.schema.type]:
            yield f"{path}.widget: a {field.schema.type} cannot be shown as {field.widget}"
        if set(field.schema.choices) != set(field.options):
            yield f"{path}.options: they are not those of the schema"
        if not _is_limited(field.schema):
            yield f"{path}.schema: it takes answers of any size"
        if field.show_when is not None:
            yield from check(field.show_when, before, f"{path}.show_when")
        if field.prefill is not None:
            yield from (f"{path}.prefill: {line}" for line in _prefill(field, field.prefill))
        if field.schema.fact_type is not None:
            before[f"form.{field.name}"] = field.schema.fact_type


def _is_limited(schema: FieldSchema) -> bool:
    if schema.type in ("integer", "number"):
        return schema.minimum is not None and schema.maximum is not None
    if schema.type == "array":
        return bool(schema.choices)
    fixed = schema.pattern is not None and not any(one in schema.pattern for one in UNBOUNDED)
    return bool(
        schema.type == "boolean" or schema.choices or schema.format or schema.max_length is not None or fixed
    )


def _prefill(field: Field, named: str) -> Iterator[str]:
    register_id, _, name = named.partition(".")
    register = registers().get(register_id)
    if register is None:
        yield f"there is no register {register_id!r}"
        return
    if name in DATES:
        if field.schema.format != "date":
            yield f"{named} is a date"
        return
    known = register.fields.get(name)
    if known is None:
        yield f"{register_id} has no field {name!r}"
        return
    if field.schema.type not in HOLDS[known.type]:
        yield f"{named} is {known.type}, the field takes {field.schema.type}"
    for choice in known.choices:
        if verdict(field.schema, choice.id) is not None:
            yield f"{named} may be {choice.id!r}, which the field does not take"


def twice(names: Collection[str]) -> list[str]:
    """The names that stand more than once."""
    return [name for name, number in Counter(names).items() if number > 1]
