"""Services in the words of CPSV-AP 3.2, the EU's Core Public Service Vocabulary Application Profile.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/ names classes and properties; identifiers are URLs of ours.
"""

from collections.abc import Iterable, Mapping
from typing import Any

CONTEXT: dict[str, Any] = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPE = "application/ld+json"


def text(zh: str, en: str) -> list[dict[str, str]]:
    """A text in both languages."""
    return [{"@language": "zh-CN", "@value": zh}, {"@language": "en", "@value": en}]


def node(type_: str, id_: str | None = None, **properties: Any) -> dict[str, Any]:
    """Something of a class; `dct_title` is written as dct:title, and what is None is left out."""
    named = {name.replace("_", ":", 1): value for name, value in properties.items() if value is not None}
    return {**({"@id": id_} if id_ else {}), "@type": type_, **named}


def reference(id_: str) -> dict[str, str]:
    """Something that is described elsewhere in the document."""
    return {"@id": id_}


def money(fen: int, zh: str, en: str) -> dict[str, Any]:
    """What it costs: an amount in yuan, and in words."""
    return node(
        "cv:Cost",
        cv_hasValue={"@type": "xsd:decimal", "@value": f"{fen / 100:.2f}"},
        cv_currency={"@id": "http://publications.europa.eu/resource/authority/currency/CNY"},
        dct_description=text(zh, en),
    )


def document(graph: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A JSON-LD document."""
    return {"@context": CONTEXT, "@graph": list(graph)}
