"""Registers as everybody sees them."""

from functools import cache

from backend.registers.schemas import views
from backend.registers.schemas.register import Field, Register, Use
from backend.registers.service.catalogue import registers


@cache
def list_registers() -> views.RegisterList:
    """Every register: whose it is, what is in it, and who may read it for what."""
    return views.RegisterList([_view(id_, register) for id_, register in registers().items()])


def _view(id_: str, register: Register) -> views.RegisterView:
    related = register.related
    return views.RegisterView(
        id=id_,
        title=register.title,
        department=register.department,
        subject=register.subject,
        one=register.one,
        related=views.RelatedView(related.kind, related.role, related.title) if related else None,
        fresh_days=register.fresh_days,
        certificate=register.certificate.title if register.certificate else None,
        fields=[_view_field(name, field) for name, field in register.fields.items()],
        uses=[_view_use(register, use) for use in register.uses],
        mark=register.mark,
    )


def _view_field(name: str, field: Field) -> views.FieldView:
    return views.FieldView(
        name=name,
        title=field.title,
        type=field.type,
        choices=[views.ChoiceView(choice.id, choice.title) for choice in field.choices],
        required=field.required,
        max_length=field.max_length if field.type in ("text", "identifier") else None,
        sensitivity=field.sensitivity,
    )


def _view_use(register: Register, use: Use) -> views.UseView:
    own = [register.department]
    named = own if use.departments == "own" else list(use.departments)
    return views.UseView(
        purpose=use.purpose,
        departments=None if use.departments == "any" else named,
        fields=list(register.fields if use.fields == "all" else use.fields),
        consent=use.consent,
    )
