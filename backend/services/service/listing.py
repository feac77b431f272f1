"""The catalogue as people browse it."""

from collections import Counter
from functools import lru_cache

import msgspec

from backend.content import Bilingual
from backend.core.problems import Words
from backend.registers.service import registers
from backend.services.rules.fields import Field
from backend.services.rules.forms import compose
from backend.services.schemas.catalogue import (
    FieldView,
    Form,
    LifeEventCard,
    LifeEvents,
    OptionView,
    ServiceCard,
    ServiceList,
    ServiceView,
)
from backend.services.schemas.service import Audience, Service
from backend.services.service.catalogue import find_service, life_events, offered, services
from backend.staff.service import departments


def words(text: Bilingual) -> Words:
    """A text of content as the API gives it."""
    return Words(text.zh, text.en)


def list_services(
    life_event: str | None, department: str | None, audience: Audience | None, limit: int, after: str | None
) -> ServiceList:
    """A page of services by their ids, of those that fit; `after`: the last id of the page before."""
    fitting = [
        service
        for id_, service in sorted(offered().items())
        if (after is None or id_ > after)
        and (life_event is None or life_event in service.life_events)
        and (department is None or department == service.department)
        and (audience is None or audience == service.audience)
    ]
    page = fitting[:limit]
    more = page[-1].id if len(fitting) > limit else None
    return ServiceList([card(service.id) for service in page], more)


def list_life_events() -> LifeEvents:
    """Every life event that has services, in order."""
    counts = Counter(name for service in offered().values() for name in service.life_events)
    ordered = sorted(life_events().items(), key=lambda item: item[1].order)
    return LifeEvents(
        [
            LifeEventCard(
                id=id_,
                title=words(event.title),
                summary=Words(event.summary.zh, event.summary.en),
                icon=event.icon,
                audience=event.audience,
                services=counts[id_],
            )
            for id_, event in ordered
            if counts[id_]
        ]
    )


@lru_cache(maxsize=20_000)
def card(id_: str) -> ServiceCard:
    """A service in a list."""
    service = services()[id_]
    return ServiceCard(
        id=id_,
        title=words(service.title),
        summary=Words(service.summary.zh, service.summary.en),
        department=service.department,
        department_title=words(departments()[service.department].title),
        level=service.level,
        audience=service.audience,
        life_events=list(service.life_events),
        online="online" in service.channels,
        cost_fen=service.cost.fen,
        working_days=service.time_limit.working_days,
    )


@lru_cache(maxsize=1_000)
def read_service(id_: str) -> ServiceView:
    """A service, whole; NotFound when there is none."""
    service = find_service(id_)
    shown = card(id_)
    certificate = registers()[service.result.register].certificate if service.result else None
    return ServiceView(
        id=id_,
        title=shown.title,
        official_title=service.official_title,
        summary=shown.summary,
        department=service.department,
        department_title=shown.department_title,
        level=service.level,
        audience=service.audience,
        life_events=shown.life_events,
        channels=list(service.channels),
        cost_fen=service.cost.fen,
        cost=Words(service.cost.zh, service.cost.en),
        working_days=service.time_limit.working_days,
        legal_working_days=service.time_limit.legal_working_days,
        legal=list(service.legal),
        mark=service.mark,
        materials=list(service.materials),
        certificate=words(certificate.title) if certificate else None,
        withdrawable=service.withdrawable,
        form=_form(service),
    )


def _form(service: Service) -> Form:
    return Form(compose(service.fields), [_view(field) for field in service.fields])


def _view(field: Field) -> FieldView:
    shown = field.show_when
    return FieldView(
        name=field.name,
        label=words(field.label),
        hint=words(field.hint) if field.hint else None,
        section=words(field.section) if field.section else None,
        options=[OptionView(id_, words(field.options[id_])) for id_ in field.schema.choices],
        widget=field.widget,
        required=field.required,
        prefill=field.prefill,
        prefill_title=_register_title(field),
        show_when=None if shown is None else msgspec.to_builtins(shown),
    )


def _register_title(field: Field) -> Words | None:
    return None if field.prefill is None else words(registers()[field.prefill.partition(".")[0]].title)
