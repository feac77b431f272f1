"""An application as a clerk reads it, and what registers say of its applicant; each look is written down."""

import uuid

from backend.applications.rules.moves import acts
from backend.applications.schemas.application import Words
from backend.applications.schemas.desk import (
    DeskAnswer,
    DeskApplication,
    FactLine,
    FactRecord,
    Facts,
)
from backend.applications.service import lines, rows, views
from backend.applications.service.access import find_handled
from backend.applications.service.looking import by_clerk, note_look
from backend.applications.service.sealed import Document, open_document
from backend.conditions.rules.checking import names
from backend.core import db
from backend.firms.service import name_firms
from backend.people.service import mask_phones, read_names
from backend.places.service import find_division
from backend.registers.schemas.facts import Fact, Value
from backend.registers.schemas.register import Field as RegisterField
from backend.registers.service import find_register, read, readable
from backend.services.rules.fields import Field
from backend.services.schemas import Service
from backend.staff.schemas import Clerk

YES, NO, NONE = Words("是", "Yes"), Words("否", "No"), Words("—", "—")


async def read_handled(clerk: Clerk, application: uuid.UUID) -> DeskApplication:
    """The application, for a clerk of its desk; NotFound for everybody else."""
    row = await find_handled(clerk, application, rows.WHOLE_SUBMITTED)
    service, document = views.require_service(row), open_document(row["answers_sealed"])
    async with db.transaction():
        await note_look(clerk, row)
        known = await read_names([one for one in (row["account"], row["assigned_to"]) if one])
        phones = await mask_phones([row["account"]])
        firms = await name_firms([row["firm"]]) if row["firm"] else {}
    return DeskApplication(
        id=row["id"],
        number=row["number"],
        service=row["service"],
        service_title=views.say(service.title),
        department=row["department"],
        division=row["division"],
        division_name=lines.name_division(row["division"]),
        state=row["state"],
        state_title=views.name_state(row["state"]),
        version=row["version"],
        applicant=known.get(row["account"]),
        phone_masked=phones.get(row["account"]),
        firm=row["firm"],
        firm_name=firms.get(row["firm"]),
        answers=_answers(service, document),
        materials=views.materials(service, document, row["uploads"]),
        submitted_at=row["submitted_at"],
        accepted_at=row["accepted_at"],
        due_on=row["due_on"],
        light=views.light(row),
        assigned_to=lines.view_colleague(row["assigned_to"], known, clerk.account),
        history=views.history(row["events"], clerk.account),
        wants=views.wants(row),
        certificate=views.certificate(row),
        rating=views.rating(row),
        can=acts(row["state"], accepted=row["accepted_at"] is not None),
    )


async def read_facts(clerk: Clerk, application: uuid.UUID) -> Facts:
    """What registers say that the case needs: those that the service names, and who the applicant is.

    Only as far as the service's department may read them at a desk; nothing else is looked at.
    """
    row = await find_handled(clerk, application)
    department: str = row["department"]
    needed = needed_registers(views.require_service(row))
    wanted = {id_: fields for id_, fields in readable("desk", department).items() if id_ in needed}
    found = await read(
        by_clerk(clerk, department), row["subject"], "desk", wanted,
        department=department, account=row["account"], case=row["id"],
    )  # fmt: skip
    return Facts([_record(fact) for facts in found.values() for fact in facts])


def needed_registers(service: Service) -> set[str]:
    """The registers that a decision about the service is made with."""
    named = {name.partition(".")[0] for field in service.fields if (name := field.prefill)}
    named |= {one.from_register for one in service.materials if one.from_register}
    named |= {name.partition(".")[0] for name in names(service.eligibility)} if service.eligibility else set()
    named |= {service.result.register} if service.result else set()
    return named | ({"firm-registration"} if service.audience == "firm" else {"population"})


def _answers(service: Service, document: Document) -> list[DeskAnswer]:
    sources, changed = views.prefilled(document.prefilled), document.changed()
    return [
        DeskAnswer(
            field=field.name,
            label=views.say(field.label),
            answer=document.answers.get(field.name),
            text=say_answer(field, document.answers.get(field.name)),
            prefilled=sources.get(field.name),
            changed=field.name in changed,
        )
        for field in service.fields
        if field.name in document.answers
    ]


def say_answer(field: Field, answer: object) -> Words:
    """An answer in words: an option's title, a division's name, yes or no."""
    if answer is None or answer in ("", []):
        return NONE
    if isinstance(answer, bool):
        return YES if answer else NO
    if isinstance(answer, list):
        chosen = [field.options[one] for one in answer if one in field.options]
        return Words("、".join(one.zh for one in chosen), ", ".join(one.en for one in chosen))
    if isinstance(answer, str) and answer in field.options:
        return views.say(field.options[answer])
    if field.widget == "division":
        division = find_division(str(answer))
        return Words(division.name, division.name) if division else Words(str(answer), str(answer))
    return Words(str(answer), str(answer))


def say_fact(field: RegisterField, value: Value) -> Words:
    """A fact in words: a choice's title, a division's name, yes or no."""
    if isinstance(value, bool):
        return YES if value else NO
    for choice in field.choices:
        if choice.id == value:
            return views.say(choice.title)
    division = find_division(str(value)) if field.type == "text" else None
    said = division.name if division else str(value)
    return Words(said, said)


def _record(fact: Fact) -> FactRecord:
    register = find_register(fact.register)
    return FactRecord(
        register=fact.register,
        register_title=views.say(register.title),
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        as_of=fact.as_of,
        lines=[
            FactLine(name, views.say(field.title), fact.facts[name], say_fact(field, fact.facts[name]))
            for name, field in register.fields.items()
            if fact.facts.get(name) is not None
        ],
    )
