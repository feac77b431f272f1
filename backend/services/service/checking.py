"""Whether a service fits everything it names: departments, registers, life events, its own fields."""

from collections.abc import Collection, Iterator, Mapping

from backend.conditions.rules.checking import check
from backend.registers.schemas.register import FieldType, Register
from backend.registers.service import fact_types, registers
from backend.services.schemas.service import Result, Service
from backend.services.service.form_checking import HOLDS, errors_of_form, twice
from backend.staff.service import departments


def errors_of(service: Service, life_events: Collection[str]) -> list[str]:
    """Every mistake of `service`, with its place."""
    return [
        *_named(service, life_events),
        *errors_of_form(service.fields),
        *_materials(service),
        *(_result(service, service.result) if service.result else ()),
        *(check(service.eligibility, fact_types(), "$.eligibility") if service.eligibility else ()),
    ]


def _named(service: Service, life_events: Collection[str]) -> Iterator[str]:
    department = departments().get(service.department)
    if department is None:
        yield f"$.department: there is no department {service.department!r}"
    elif service.level not in department.levels:
        yield f"$.level: {service.department} has no desk at the level {service.level!r}"
    for name in service.life_events:
        if name not in life_events:
            yield f"$.life_events: there is no life event {name!r}"
    limit = service.time_limit
    if limit.legal_working_days is not None and limit.working_days > limit.legal_working_days:
        yield "$.time_limit: longer is promised than the law allows"
    for language, words in (("zh", service.words.zh), ("en", service.words.en)):
        yield from (f"$.words.{language}: {word!r} stands twice" for word in twice(words))


def _materials(service: Service) -> Iterator[str]:
    yield from (
        f"$.materials: {name!r} stands twice" for name in twice([one.id for one in service.materials])
    )
    for place, material in enumerate(service.materials):
        if material.from_register is not None and material.from_register not in registers():
            yield f"$.materials[{place}].from_register: there is no register {material.from_register!r}"


def _result(service: Service, result: Result) -> Iterator[str]:
    register = registers().get(result.register)
    if register is None:
        yield f"$.result.register: there is no register {result.register!r}"
        return
    kinds = ("firm",) if service.audience == "firm" else ("resident",)
    if register.subject not in kinds:
        yield f"$.result.register: {result.register} is about a {register.subject}"
    yield from _facts(register, result.facts, "$.result.facts")
    yield from _times(register, result)
    answers = {f"form.{field.name}": field for field in service.fields}
    for name, source in result.copy.items():
        known, field = register.fields.get(name), answers.get(source)
        if known is None:
            yield f"$.result.copy: {result.register} has no field {name!r}"
        elif field is None:
            yield f"$.result.copy.{name}: the form has no field {source!r}"
        elif field.schema.type not in HOLDS[known.type]:
            yield f"$.result.copy.{name}: it is {known.type}, {source} is {field.schema.type}"
        elif known.choices and not set(field.schema.choices) <= {choice.id for choice in known.choices}:
            yield f"$.result.copy.{name}: {source} offers what is not one of its choices"


def _times(register: Register, result: Result) -> Iterator[str]:
    for place, term in enumerate(result.terms):
        yield from check(term.when, fact_types(), f"$.result.terms[{place}].when")
        yield from _facts(register, term.facts, f"$.result.terms[{place}].facts")
    for name in result.dates:
        if name not in register.fields or register.fields[name].type != "date":
            yield f"$.result.dates: {result.register} has no date {name!r}"


def _facts(register: Register, facts: Mapping[str, object], path: str) -> Iterator[str]:
    types: dict[FieldType, type] = {"integer": int, "boolean": bool}
    for name, value in facts.items():
        known = register.fields.get(name)
        if known is None:
            yield f"{path}: the register has no field {name!r}"
        elif type(value) is not types.get(known.type, str):
            yield f"{path}.{name}: it is {known.type}"
        elif known.choices and value not in {choice.id for choice in known.choices}:
            yield f"{path}.{name}: {value!r} is not one of its choices"
