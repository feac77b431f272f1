"""What residents see: their certificates, who looked at their data, and what they agreed to."""

import uuid
from datetime import timedelta
from typing import Any, TypeAlias

import asyncpg
import httpx
import pytest

from backend.core import clock
from backend.core.audit import By
from backend.registers import service
from backend.registers.errors import InvalidFacts, UseNotAllowed
from tests.backend.registers.conftest import System
from tests.backend.registers.senders import credit_code, id_card, id_number, load, passport, vin
from tests.conftest import SignIn

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
ME = "131099199003071238"


async def account_of(person: httpx.AsyncClient) -> uuid.UUID:
    return uuid.UUID((await person.get("/v1/me")).json()["id"])


async def subject_of(person: httpx.AsyncClient) -> uuid.UUID:
    found = await service.subject_of(await account_of(person))
    assert found is not None
    return found


async def cards(person: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    answer = await person.get("/v1/me/wallet")
    assert answer.status_code == 200, answer.text
    return {card["register"]: card for card in answer.json()["items"]}


async def test_a_wallet_holds_ones_own_certificates(
    police: httpx.AsyncClient, system_of: System, resident: httpx.AsyncClient
) -> None:
    assert (await cards(resident)) == {}
    soon = (clock.today() + timedelta(days=20)).isoformat()
    await load(police, "id-card", id_card(1, subject=ME, valid_to=soon), id_card(2))
    border, traffic = await system_of("exit-entry"), await system_of("traffic-police")
    await load(border, "passport", passport(1, subject=ME, valid_from="2010-01-01", valid_to="2020-01-01"))
    await load(
        traffic,
        "vehicle",
        {"external_id": "v", "subject": vin(1), "related": ME, "plate": "冀R12345", "seats": 5},
        {"external_id": "w", "subject": vin(2), "related": id_number(2), "plate": "冀R54321"},
    )
    held = await cards(resident)
    assert set(held) == {"id-card", "passport", "vehicle"}
    card = held["id-card"]
    assert card["title"] == {"zh-CN": "居民身份证", "en": "ID card"}
    assert (card["number_masked"], card["state"], card["origin"]) == (
        "131***********1238",
        "ending",
        "department",
    )
    assert card["holder"] == {"kind": "me", "name": None}
    assert card["issuer"]["zh-CN"] == "廊坊市公安局"
    assert card["lines"] == [
        {"title": {"zh-CN": "长期有效", "en": "Valid for life"}, "value": {"zh-CN": "否", "en": "No"}}
    ]
    assert held["passport"]["issuer"]["zh-CN"] == "廊坊市公安局"
    assert held["vehicle"]["issuer"]["zh-CN"] == "公安局交通警察支队"
    assert (held["passport"]["number_masked"], held["passport"]["state"]) == ("E0*****01", "ended")
    assert (held["vehicle"]["number_masked"], held["vehicle"]["state"]) == ("冀*****5", "long-term")
    looks = (await resident.get("/v1/me/looks", params={"own": "true"})).json()["items"]
    assert looks[0]["who"] == {
        "kind": "resident", "department": None, "department_title": None, "you": True,
    }  # fmt: skip
    assert looks[0]["purpose"] == "wallet"
    assert (await resident.get("/v1/me/looks")).json()["items"] == []


async def test_a_wallet_holds_what_children_and_firms_have(
    police: httpx.AsyncClient, system_of: System, resident: httpx.AsyncClient
) -> None:
    child, other = id_number(1, "20200601"), id_number(2, "20200602")
    await load(police, "id-card", id_card(1, subject=child), id_card(2, subject=other))
    await load(
        police, "population",
        {"external_id": "p", "subject": child, "name": "张小宝", "sex": "male", "birth_date": "2020-06-01"},
    )  # fmt: skip
    guarded = {"related": ME, "relation": "father"}
    await load(
        police,
        "guardianship",
        {"external_id": "g1", "subject": child, **guarded},
        {"external_id": "g2", "subject": other, **guarded, "valid_to": "2021-01-01"},
    )
    market, health = await system_of("market-regulation"), await system_of("health")
    firm = {"name": "廊坊好味餐饮", "kind": "company", "status": "open", "established_on": "2020-02-29"}
    await load(
        market, "firm-registration", {"external_id": "f", "subject": credit_code(1), "related": ME, **firm}
    )
    licence = {"external_id": "l", "subject": credit_code(1), "number": "JY11310001", "categories": "热食类"}
    await load(market, "food-licence", licence)
    worker = {"external_id": "h", "subject": id_number(9), "related": credit_code(1)}
    await load(health, "health-certificate", worker)
    held = await cards(resident)
    assert set(held) == {"id-card", "firm-registration", "food-licence"}
    assert held["id-card"]["holder"] == {"kind": "child", "name": "张**"}
    assert held["food-licence"]["holder"] == {"kind": "firm", "name": "廊坊好味餐饮"}


async def test_whoever_held_it_before_holds_it_no_more(
    police: httpx.AsyncClient, system_of: System, resident: httpx.AsyncClient
) -> None:
    market, traffic = await system_of("market-regulation"), await system_of("traffic-police")
    firm = {"name": "廊坊好味餐饮", "kind": "company", "status": "open", "established_on": "2020-02-29"}
    sold = {"plate": "冀R12345", "seats": 5}
    for system, register, subject, facts in (
        (market, "firm-registration", credit_code(1), firm),
        (traffic, "vehicle", vin(1), sold),
    ):
        before = {"external_id": "old", "subject": subject, "related": ME, "as_of": "2026-11-01T00:00:00Z"}
        now = {"external_id": "new", "subject": subject, "related": id_number(2)}
        await load(system, register, before | facts)
        assert register in await cards(resident)
        await load(system, register, now | facts)
    grown, later = id_number(1, "20050101"), id_number(2, "20200101")
    guarded = {"related": ME, "relation": "father"}
    await load(
        police,
        "guardianship",
        {"external_id": "g1", "subject": grown, **guarded},
        {"external_id": "g2", "subject": later, **guarded, "valid_from": "2100-01-01"},
    )
    await load(police, "id-card", id_card(1, subject=grown), id_card(2, subject=later))
    assert await cards(resident) == {}


async def test_a_look_into_a_wallet_is_noted_for_everybody_whose_certificates_it_shows(
    police: httpx.AsyncClient, resident: httpx.AsyncClient, connection: Connection
) -> None:
    child = id_number(1, "20120101")
    guarded = {"external_id": "g1", "subject": child, "related": ME, "relation": "father"}
    await load(police, "guardianship", guarded)
    await load(police, "id-card", id_card(1, subject=child))
    assert set(await cards(resident)) == {"id-card"}
    rows = await connection.fetch(
        "select subject, facts->>'registers' as registers from audit_entry where facts->>'purpose' = 'wallet'"
    )
    about = await service.find_subject("resident", child)
    assert {row["subject"]: row["registers"] for row in rows} == {
        await subject_of(resident): "[]",
        about: '["id-card"]',
    }


async def test_a_phone_that_has_not_confirmed_who_holds_it_sees_no_certificates(sign_in: SignIn) -> None:
    stranger = await sign_in("13800000001")
    answer = await stranger.get("/v1/me/wallet")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/device-not-confirmed")


async def test_reading_needs_a_use_and_leaves_a_look(
    police: httpx.AsyncClient, system_of: System, resident: httpx.AsyncClient
) -> None:
    tax = await system_of("tax")
    await load(tax, "income-tax", {"external_id": "t", "subject": ME, "kind": "wages", "settled_year": 2025})
    subject, case = await subject_of(resident), uuid.uuid4()
    clerk = By("staff", uuid.uuid4(), "tax")
    for department, wanted in (("health", None), ("tax", ["settled_year", "colour"])):
        with pytest.raises(UseNotAllowed):
            await service.read(clerk, subject, "desk", {"income-tax": wanted}, department=department)
    found = await service.read(clerk, subject, "desk", {"income-tax": ["settled_year"]}, case=case)
    (fact,) = found["income-tax"]
    assert (fact.facts, fact.source, fact.fresh) == ({"settled_year": 2025}, "tax", True)
    (look,) = (await resident.get("/v1/me/looks")).json()["items"]
    assert look["who"]["department_title"]["zh-CN"] == "税务局"
    assert (look["who"]["kind"], look["who"]["you"]) == ("staff", False)
    assert look["title"]["en"] == "Looked at your data"
    assert [title["en"] for title in look["register_titles"]] == ["Income tax"]
    assert [title["en"] for title in look["fields_titles"]] == ["Settled for"]
    assert (look["purpose"], look["purpose_title"]["en"]) == ("desk", "Working on a case")
    assert look["case"] == str(case)


async def test_looks_come_in_pages_also_those_from_before_the_account(
    police: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await load(police, "id-card", id_card(1, subject=ME))
    subject = await service.find_subject("resident", ME)
    assert subject is not None
    clerk = By("staff", uuid.uuid4(), "public-security")
    for _ in range(3):
        await service.read(clerk, subject, "desk", {"id-card": None})
    person = await sign_in("13800000001", "张小明", ME)
    first = (await person.get("/v1/me/looks", params={"limit": 2})).json()
    rest = (await person.get("/v1/me/looks", params={"limit": 2, "after": first["next"]})).json()
    ids = [look["id"] for look in first["items"] + rest["items"]]
    assert (len(ids), rest["next"], ids) == (3, None, sorted(ids, reverse=True))


async def test_forms_are_filled_in_only_with_a_consent(
    system_of: System, resident: httpx.AsyncClient, connection: Connection
) -> None:
    federation = await system_of("disabled-federation")
    row = {"external_id": "d", "subject": ME, "number": "13109919900307123843", "class": "vision", "grade": 1}
    await load(federation, "disability", row)
    subject, account = await subject_of(resident), await account_of(resident)
    wanted = {"disability": None}

    async def prefill() -> list[dict[str, Any]]:
        by = By("resident", account)
        found = await service.read(by, subject, "prefill", wanted, department="civil-affairs")
        return [fact.facts for fact in found.get("disability", [])]

    assert await prefill() == []
    for id_ in ("prefill", "prefill", "prefill-sensitive"):
        assert (await resident.put(f"/v1/me/consents/{id_}")).status_code == 204
    assert await prefill() == [{"class": "vision", "grade": 1, "number": "13109919900307123843"}]
    listed = (await resident.get("/v1/me/consents")).json()["items"]
    assert {item["id"]: item["given_at"] is not None for item in listed} == {
        "prefill": True, "prefill-sensitive": True,
    }  # fmt: skip
    assert (await resident.delete("/v1/me/consents/prefill-sensitive")).status_code == 204
    assert await prefill() == []  # that there is a certificate would tell it all
    assert (await resident.delete("/v1/me/consents/prefill")).status_code == 204
    assert await prefill() == []
    assert (await resident.put("/v1/me/consents/no-such")).status_code == 404
    assert (await resident.delete("/v1/me/consents/prefill")).status_code == 204
    noted = await connection.fetch(
        "select action, facts->>'consent' as consent from audit_entry"
        " where action like 'consent-%' order by id"
    )
    assert [(row["action"], row["consent"]) for row in noted] == [
        ("consent-given", "prefill"),
        ("consent-given", "prefill-sensitive"),
        ("consent-withdrawn", "prefill-sensitive"),
        ("consent-withdrawn", "prefill"),
    ]


async def test_an_approvals_result_is_the_newest_and_the_departments_record_stays(
    police: httpx.AsyncClient, resident: httpx.AsyncClient, connection: Connection
) -> None:
    await load(police, "id-card", id_card(1, subject=ME))
    subject, application = await subject_of(resident), uuid.uuid4()
    by, today = By("staff", uuid.uuid4(), "public-security"), clock.today()
    facts: dict[str, Any] = {"issuer": "廊坊市公安局广阳分局", "long_term": True}

    async def write(origin: uuid.UUID, **other: Any) -> uuid.UUID:
        return await service.write_result(
            by, "id-card", subject, facts | other, origin=origin, valid_from=today, valid_to=None
        )

    record = await write(application)
    assert await write(application) == record
    card = (await cards(resident))["id-card"]
    assert (card["origin"], card["record"], card["state"]) == ("yima", str(record), "long-term")
    assert await write(uuid.uuid4(), long_term=False) == record
    found = await connection.fetch(
        "select source, version, superseded_at is null as current from record order by source, version"
    )
    assert [tuple(row) for row in found] == [
        ("public-security", 1, True), ("yima", 1, False), ("yima", 2, True),
    ]  # fmt: skip
    # The department catches up with what was approved here.
    later = id_card(1, subject=ME, valid_from=today.isoformat(), as_of=clock.now().isoformat())
    await load(police, "id-card", later)
    assert (await cards(resident))["id-card"]["origin"] == "department"
    for wrong in ({"colour": "red"}, {"long_term": "maybe"}, {"issuer": "局" * 61}):
        with pytest.raises(InvalidFacts):
            await write(application, **wrong)


async def test_everybody_may_see_which_facts_there_are(client: httpx.AsyncClient) -> None:
    items = (await client.get("/v1/registers")).json()["items"]
    assert len(items) >= 25
    assert len({item["department"] for item in items}) >= 20
    (card,) = (item for item in items if item["id"] == "id-card")
    assert [field["name"] for field in card["fields"]] == ["issuer", "long_term"]
    assert {use["purpose"] for use in card["uses"]} >= {"prefill", "wallet", "desk"}
