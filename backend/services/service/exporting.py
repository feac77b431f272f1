"""The catalogue for other catalogues: CPSV-AP as JSON-LD."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from backend.core.settings import Settings
from backend.places.service import list_divisions
from backend.registers.service import registers
from backend.services.rules import vocabulary as cpsv
from backend.services.schemas.service import Service
from backend.services.service.catalogue import find_service, life_events, offered, services
from backend.staff.service import departments


def export_service(id_: str, settings: Settings) -> dict[str, Any]:
    """One service with its department and life events; NotFound when there is none."""
    return _export((find_service(id_).id,), settings.origin)


def export_catalogue(settings: Settings) -> dict[str, Any]:
    """Every service."""
    return export_everything(settings.origin)


def export_everything(origin: str) -> dict[str, Any]:
    """Every service of a city that is reached at `origin`."""
    return _export(tuple(offered()), origin)


@lru_cache(maxsize=200)
def _export(ids: tuple[str, ...], origin: str) -> dict[str, Any]:
    chosen = [services()[id_] for id_ in ids]
    graph = [
        _place(origin),
        *(cpsv.node("dct:LinguisticSystem", language) for language in cpsv.LANGUAGES),
        cpsv.node("skos:Concept", cpsv.CURRENCY),
        *_events(chosen, origin),
        *_departments(chosen, origin),
        *(_service(one, origin) for one in chosen),
    ]
    return cpsv.document(graph)


def _place(origin: str) -> dict[str, Any]:
    """The city, as the place that its departments are responsible for."""
    [city] = list_divisions(None)
    return cpsv.node(
        ["dct:Location", "atu:atu-type"],
        _city(origin),
        dct_identifier=city.code,
        skos_prefLabel=[{"@language": "zh-CN", "@value": city.name}],
    )


def _city(origin: str) -> str:
    return f"{origin}/v1/divisions#{list_divisions(None)[0].code}"


def _departments(chosen: Iterable[Service], origin: str) -> Iterator[dict[str, Any]]:
    for id_ in sorted({service.department for service in chosen}):
        known = departments()[id_]
        yield cpsv.node(
            "cv:PublicOrganisation",
            f"{origin}/v1/departments#{id_}",
            dct_identifier=id_,
            skos_prefLabel=cpsv.text(known.title.zh, known.title.en),
            dct_spatial=cpsv.reference(_city(origin)),
        )


def _events(chosen: Iterable[Service], origin: str) -> Iterator[dict[str, Any]]:
    for id_ in sorted({name for service in chosen for name in service.life_events}):
        event = life_events()[id_]
        yield cpsv.node(
            ["cv:Event", "cv:LifeEvent" if event.audience == "resident" else "cv:BusinessEvent"],
            f"{origin}/v1/life-events#{id_}",
            dct_identifier=id_,
            dct_title=cpsv.text(event.title.zh, event.title.en),
            dct_description=cpsv.text(event.summary.zh, event.summary.en),
        )


def _service(service: Service, origin: str) -> dict[str, Any]:
    here = f"{origin}/v1/services/{service.id}"
    return cpsv.node(
        "cpsv:PublicService",
        here,
        dct_identifier=service.id,
        dct_title=cpsv.text(service.title.zh, service.title.en),
        dct_description=cpsv.text(service.summary.zh, service.summary.en),
        dct_language=[cpsv.reference(language) for language in cpsv.LANGUAGES],
        dct_spatial=cpsv.reference(_city(origin)),
        dcat_keyword=cpsv.keywords(service.words.zh, service.words.en),
        cv_hasCompetentAuthority=cpsv.reference(f"{origin}/v1/departments#{service.department}"),
        cv_isGroupedBy=[cpsv.reference(f"{origin}/v1/life-events#{name}") for name in service.life_events],
        cv_hasChannel=[
            cpsv.node("cv:Channel", f"{here}#channel-{one}", dct_identifier=one) for one in service.channels
        ],
        cv_hasCost=[cpsv.money(f"{here}#cost", service.cost.fen, service.cost.zh, service.cost.en)],
        cv_processingTime=cpsv.duration(service.time_limit.working_days),
        cv_hasLegalResource=[
            cpsv.node(
                "eli:LegalResource",
                dct_title=[{"@language": "zh-CN", "@value": f"{law.title}{law.article or ''}"}],
            )
            for law in service.legal
        ],
        cpsv_hasInput=[
            cpsv.node(
                "cv:Evidence",
                f"{here}#material-{one.id}",
                dct_identifier=one.id,
                dct_title=cpsv.text(one.title.zh, one.title.en),
            )
            for one in service.materials
        ],
        cpsv_produces=_output(service, here),
    )


def _output(service: Service, here: str) -> list[dict[str, Any]] | None:
    if service.result is None:
        return None
    register = registers()[service.result.register]
    title = register.certificate.title if register.certificate else register.title
    return [
        cpsv.node(
            "cv:Output",
            f"{here}#result",
            dct_identifier=service.result.register,
            dct_title=cpsv.text(title.zh, title.en),
        )
    ]
