"""The catalogue as everybody sees it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.content import FOLDER, ContentError
from backend.services.service import services
from backend.services.service.catalogue import read_catalogue


async def test_it_is_listed_by_life_event_department_and_audience(client: httpx.AsyncClient) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = (await client.get(f"/v1/services?limit=40{after}")).json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == sorted(services())
    assert len(seen) >= 60
    for query, holds in (
        ("life_event=birth", lambda one: "birth" in one["life_events"]),
        ("department=tax", lambda one: one["department"] == "tax"),
        ("audience=firm", lambda one: one["audience"] == "firm"),
    ):
        found = (await client.get(f"/v1/services?limit=100&{query}")).json()["items"]
        assert found, query
        assert all(holds(one) for one in found), query
    events = (await client.get("/v1/life-events")).json()["items"]
    assert all(event["services"] > 0 for event in events)
    assert len((await client.get("/v1/departments")).json()["items"]) == 27


async def test_a_service_is_told_whole_and_an_unknown_one_is_not_found(client: httpx.AsyncClient) -> None:
    whole = (await client.get("/v1/services/id-card-renewal")).json()
    assert whole["certificate"]["zh-CN"] == "居民身份证"
    assert whole["form"]["schema"]["additionalProperties"] is False
    assert whole["form"]["ui"][0]["name"] == "reason"
    prefilled = {one["name"]: one["prefill_title"] for one in whole["form"]["ui"] if one["prefill"]}
    assert prefilled["contact_phone"]["zh-CN"] == "人口登记"
    assert (await client.get("/v1/services/no-such-service")).status_code == 404
    assert (await client.get("/v1/services/no-such-service/cpsv-ap")).status_code == 404


async def test_search_answers_and_refuses_a_novel(client: httpx.AsyncClient) -> None:
    found = (await client.get("/v1/services/search", params={"q": "身份证快到期了", "limit": 3})).json()
    assert found["items"][0]["id"] == "id-card-renewal"
    assert (await client.get("/v1/services/search", params={"q": "长" * 101})).status_code == 422


# What each class must have, once (1) or more often, by the SHACL shapes of CPSV-AP 3.2.0.
MUST_HAVE = {
    "cpsv:PublicService": ("dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority"),
    "cv:PublicOrganisation": ("skos:prefLabel", "dct:spatial"),
    "cv:Event": ("dct:identifier", "dct:title"),
    "cv:Evidence": ("dct:identifier", "dct:title"),
    "cv:Output": ("dct:identifier", "dct:title"),
    "cv:Channel": ("dct:identifier",),
    "cv:Cost": ("dct:identifier",),
}


def nodes_of(part: Any) -> Iterator[dict[str, Any]]:
    """Everything of a class within a JSON-LD document."""
    if isinstance(part, dict):
        if "@type" in part and "@value" not in part:
            yield part
        for inner in part.values():
            yield from nodes_of(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from nodes_of(inner)


async def test_other_catalogues_read_it_as_cpsv_ap(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/services/food-licence-renewal/cpsv-ap")
    assert answer.headers["content-type"].startswith("application/ld+json")
    [one] = [node for node in answer.json()["@graph"] if node["@type"] == "cpsv:PublicService"]
    assert one["cv:hasCost"][0]["cv:hasValue"] == {"@type": "xsd:double", "@value": "0.00"}
    assert one["cv:processingTime"]["@value"].startswith("P")
    whole = (await client.get("/v1/services/cpsv-ap")).json()
    graph = whole["@graph"]
    assert sum(node["@type"] == "cpsv:PublicService" for node in graph) == len(services())
    described = {node["@id"] for node in graph}
    seen = set()
    for node in nodes_of(graph):
        types = [node["@type"]] if isinstance(node["@type"], str) else node["@type"]
        for type_ in types:
            seen.add(type_)
            assert type_.partition(":")[0] in whole["@context"], type_
            assert all(node.get(name) for name in MUST_HAVE.get(type_, ())), node
    assert MUST_HAVE.keys() <= seen
    for node in graph:
        for name in ("cv:hasCompetentAuthority", "cv:isGroupedBy", "dct:spatial", "dct:language"):
            named = node.get(name, [])
            assert {other["@id"] for other in ([named] if isinstance(named, dict) else named)} <= described


async def test_a_copy_of_the_catalogue_is_good_until_it_changes(client: httpx.AsyncClient) -> None:
    for path in ("/v1/services", "/v1/services/id-card-renewal", "/v1/life-events", "/v1/services/cpsv-ap"):
        first = await client.get(path)
        assert "public" in first.headers["cache-control"]
        again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    asked = await client.get("/v1/services/search?q=护照")
    assert "private" in asked.headers["cache-control"]


def copy_content(to: Path, service: str) -> Path:
    """One service and all that it may name, to be spoilt; gives its file."""
    for name in ("fields", "life-events"):
        shutil.copytree(FOLDER / name, to / name)
    (to / "services").mkdir()
    return Path(shutil.copy(FOLDER / "services" / f"{service}.yaml", to / "services"))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("department: public-security", "department: moon", "$.department: there is no department 'moon'"),
        ("level: county", "level: village", "$.level: public-security has no desk"),
        ("life_events: [identity]", "life_events: [party]", "$.life_events: there is no life event 'party'"),
        ("prefill: id-card.issuer", "prefill: id-card.shoe", "id-card has no field 'shoe'"),
        ("use: contact-phone", "use: shoe-size", "there is no shared field 'shoe-size'"),
        ("value: changed", "value: [changed]", "show_when.value"),
        ("register: id-card", "register: shoes", "$.result.register: there is no register 'shoes'"),
        ("issuer: form.issuer", "issuer: form.nothing", "the form has no field 'form.nothing'"),
        ("type: string, maxLength: 100", "type: string", "(change).schema: it takes answers of any size"),
        ("working_days: 20", "working_days: 90", "longer is promised than the law allows"),
    ],
)
def test_a_mistake_in_a_service_is_named_by_file_and_place(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    file = copy_content(tmp_path, "id-card-renewal")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        read_catalogue(tmp_path)
    assert "id-card-renewal.yaml" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_service_without_channels_is_known_and_no_longer_offered(tmp_path: Path) -> None:
    file = copy_content(tmp_path, "id-card-renewal")
    file.write_text(file.read_text().replace("channels: [online, counter]", "channels: []"))
    read = read_catalogue(tmp_path)
    assert read.services["id-card-renewal"].title.en
    assert read.offered() == {}
