"""The catalogue as everybody sees it."""

from pathlib import Path

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


async def test_other_catalogues_read_it_as_cpsv_ap(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/services/food-licence-renewal/cpsv-ap")
    assert answer.headers["content-type"].startswith("application/ld+json")
    graph = answer.json()["@graph"]
    [service] = [one for one in graph if one["@type"] == "cpsv:PublicService"]
    known = {one["@id"] for one in graph}
    assert service["cv:hasCompetentAuthority"]["@id"] in known
    assert {one["@id"] for one in service["cv:isGroupedBy"]} <= known
    whole = (await client.get("/v1/services/cpsv-ap")).json()["@graph"]
    assert sum(one["@type"] == "cpsv:PublicService" for one in whole) == len(services())


def copy_content(to: Path) -> None:
    """The catalogue's content, to be spoilt."""
    for name in ("services", "fields", "life-events"):
        (to / name).mkdir()
        for file in (FOLDER / name).glob("*.yaml"):
            (to / name / file.name).write_bytes(file.read_bytes())


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
        ("working_days: 20", "working_days: 90", "longer is promised than the law allows"),
    ],
)
def test_a_mistake_in_a_service_is_named_by_file_and_place(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    copy_content(tmp_path)
    file = tmp_path / "services" / "id-card-renewal.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        read_catalogue(tmp_path)
    assert "id-card-renewal.yaml" in str(caught.value)
    assert complaint in str(caught.value)
