"""Services in the words of CPSV-AP 3.2, the EU's Core Public Service Vocabulary Application Profile.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/ names classes and properties, and its SHACL shapes say
what each class must have; identifiers are URLs of ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

CONTEXT: dict[str, Any] = {
    "atu": "http://data.europa.eu/88u/dataset/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGES = (f"{AUTHORITY}/language/ZHO", f"{AUTHORITY}/language/ENG")
CURRENCY = f"{AUTHORITY}/currency/CNY"
WORKING_DAYS_A_WEEK, DAYS_A_WEEK = 5, 7
MEDIA_TYPE = "application/ld+json"


def text(zh: str, en: str) -> list[dict[str, str]]:
    """A text in both languages."""
    return [{"@language": "zh-CN", "@value": zh}, {"@language": "en", "@value": en}]


def keywords(zh: Iterable[str], en: Iterable[str]) -> list[dict[str, str]]:
    """Words to find something by."""
    return [
        *({"@language": "zh-CN", "@value": word} for word in zh),
        *({"@language": "en", "@value": word} for word in en),
    ]


def node(type_: str | Sequence[str], id_: str | None = None, **properties: Any) -> dict[str, Any]:
    """Something of a class, or of several; `dct_title` becomes dct:title, and what is None is left out."""
    named = {name.replace("_", ":", 1): value for name, value in properties.items() if value is not None}
    return {**({"@id": id_} if id_ else {}), "@type": type_, **named}


def reference(id_: str) -> dict[str, str]:
    """Something that is described elsewhere in the document."""
    return {"@id": id_}


def money(id_: str, fen: int, zh: str, en: str) -> dict[str, Any]:
    """What it costs: an amount in yuan, and in words."""
    return node(
        "cv:Cost",
        id_,
        dct_identifier=id_,
        cv_hasValue={"@type": "xsd:double", "@value": f"{fen / 100:.2f}"},
        cv_currency=reference(CURRENCY),
        dct_description=text(zh, en),
    )


def duration(working_days: int) -> dict[str, str]:
    """Working days as the calendar days that they take without holidays: ISO 8601 knows no others."""
    days = -(-working_days * DAYS_A_WEEK // WORKING_DAYS_A_WEEK)
    return {"@type": "xsd:duration", "@value": f"P{days}D"}


def document(graph: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A JSON-LD document."""
    return {"@context": CONTEXT, "@graph": list(graph)}
