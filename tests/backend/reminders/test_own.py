"""What becomes of a reminder, from the night to the application and beyond."""

from datetime import date, datetime, time, timedelta

import httpx
import time_machine

from backend.core import clock
from backend.core.batches import Connection
from backend.reminders import service
from tests.backend.applications.papers import photo
from tests.backend.applications.steps import save, take
from tests.backend.registers.senders import credit_code, vin
from tests.backend.reminders.conftest import (
    HOME,
    LICENCE,
    NUMBER,
    Records,
    licence,
    look_at_everybody,
    person,
    remind,
    reminders_of,
    switch,
)
from tests.conftest import SignIn, idempotency_key

INSPECTION = "vehicle-inspection"


async def test_an_expiring_licence_is_told_once_and_opens_its_renewal(
    resident: httpx.AsyncClient, soon: date, records: Records, connection: Connection
) -> None:
    await remind()
    await remind()
    [line] = await reminders_of(resident)
    assert (line["scenario"], line["due_on"], line["days_left"]) == (LICENCE, f"{soon}", 25)
    assert (line["category"], line["state"], line["answer"]) == ("certificate", "open", None)
    assert f"{soon.year}年{soon.month}月{soon.day}日" in line["text"]["zh-CN"]
    assert line["action"]["service"] == "driving-licence-renewal"
    [message] = (await resident.get("/v1/me/messages")).json()["items"]
    assert (message["kind"], message["path"]) == ("reminder-certificate", f"/reminders/{line['id']}")
    assert (message["body"], message["title"]) == (line["text"], line["title"])

    whole = (await resident.get(f"/v1/me/reminders/{line['id']}")).json()
    why = whole["why"]
    assert why["department_title"]["en"] == "Traffic Police"
    assert {law["mark"] for law in why["rule"]} == {"V"} == {why["mark"]}
    [fact] = why["facts"]
    assert (fact["value"]["en"], fact["source_title"]["en"]) == (f"{soon}", "Driving licence")
    assert fact["as_of"].startswith("2026-11-01")
    assert (why["told_on"], whole["next_on"]) == (f"{clock.today()}", f"{soon - timedelta(days=7)}")
    looks = (await resident.get("/v1/me/looks")).json()["items"]
    assert [(look["purpose"], look["who"]["department"], look["registers"]) for look in looks] == [
        ("reminder", "traffic-police", ["driving-licence"])
    ]
    assert [title["en"] for title in looks[0]["fields_titles"]] == ["Valid until"]

    begun = [await resident.post(f"/v1/me/reminders/{line['id']}/application") for _ in range(2)]
    assert [answer.status_code for answer in begun] == [201, 201]
    assert begun[0].json() == begun[1].json()
    draft = f"/v1/applications/{begun[0].json()['application']}"
    assert (await resident.get(draft)).json()["service"] == "driving-licence-renewal"
    seen = f"/v1/me/reminders/{line['id']}"
    assert (await resident.get(seen)).json()["application"] == begun[0].json()["application"]
    assert (await resident.delete(draft)).status_code == 204
    assert (await resident.get(seen)).json()["application"] is None
    anew = (await resident.post(f"/v1/me/reminders/{line['id']}/application")).json()
    assert anew != begun[0].json()

    # Renewed: what was told is over, and the second reminder never comes.
    await records("driving-licence", licence(soon + timedelta(days=2191)))
    assert await reminders_of(resident) == []
    assert [(one["state"], one["action"]) for one in await reminders_of(resident, "all")] == [("over", None)]
    with time_machine.travel(clock.now() + timedelta(days=19)):
        await remind()
    assert await connection.fetchval("select count(*) from reminder") == 1


async def test_what_was_begun_for_one_car_is_not_for_the_other(
    resident: httpx.AsyncClient, operator: httpx.AsyncClient, records: Records
) -> None:
    due = clock.today() + timedelta(days=30)
    cars = [
        {"external_id": f"{n}", "subject": vin(n), "related": NUMBER, "plate": f"冀R0000{n}",
         "inspection_valid_to": f"{due + timedelta(days=10 * n)}", "open_violations": 0}
        for n in (0, 1)
    ]  # fmt: skip
    await records("population", person())
    await records("vehicle", *cars)
    assert (await switch(operator, INSPECTION)).status_code == 200
    await remind()
    [first] = await reminders_of(resident)
    assert first["due_on"] == f"{due}"
    begun = (await resident.post(f"/v1/me/reminders/{first['id']}/application")).json()["application"]
    draft = (await resident.get(f"/v1/applications/{begun}")).json()
    answers = {
        "plate_number": "冀R00000",
        "kind": "exempt",
        "contact_phone": "13800000001",
        "declaration": True,
    }
    saved = await save(resident, draft, **answers)
    assert saved.status_code == 200, saved.text
    headers = {"content-type": "image/jpeg", "x-file-name": "policy.jpg", **idempotency_key()}
    path = f"/v1/applications/{begun}/uploads/insurance"
    assert (await resident.post(path, content=photo(), headers=headers)).status_code == 201
    sent = await take(resident, {**draft, "version": saved.json()["version"]}, "submission")
    assert sent.status_code == 200, sent.text

    assert await reminders_of(resident) == []
    for later in (10, 23):
        with time_machine.travel(clock.now() + timedelta(days=later)):
            await remind()
    assert [line["due_on"] for line in await reminders_of(resident)] == [f"{due + timedelta(days=10)}"]


async def test_what_is_no_longer_true_in_the_morning_is_not_told(
    resident: httpx.AsyncClient, soon: date, records: Records, connection: Connection
) -> None:
    await look_at_everybody()
    assert await connection.fetchval("select state from reminder") == "due"
    await records("driving-licence", licence(soon + timedelta(days=2191)))
    assert await service.tell(early=True) == 1
    assert await service.tell(early=True) == 0
    row = await connection.fetchrow("select state, reason, told_at from reminder")
    assert row is not None
    assert tuple(row) == ("stopped", "changed", None)
    assert (await resident.get("/v1/me/messages")).json()["items"] == []


async def test_nobody_is_told_before_nine_in_the_morning(soon: date, connection: Connection) -> None:
    night = datetime.combine(soon - timedelta(days=30), time(2, 30), clock.SHANGHAI)
    with time_machine.travel(night, tick=False):
        await look_at_everybody()
        assert await service.tell() == 0
        at = await connection.fetchval("select tell_at from reminder")
        assert 9 * 60 <= at.astimezone(clock.SHANGHAI).hour * 60 + at.minute <= 9 * 60 + 20
    with time_machine.travel(at, tick=False):
        assert await service.tell() == 1


async def test_a_newcomer_is_told_what_waited(
    soon: date, sign_in: SignIn, connection: Connection, operator: httpx.AsyncClient
) -> None:
    await remind()
    assert await connection.fetchval("select state from reminder") == "unreachable"
    assert await service.wake() == 0
    newcomer = await sign_in("13800000001", "张小明", "131099199003071238")
    assert await service.wake() == 1
    assert await service.tell() == 1
    assert [line["scenario"] for line in await reminders_of(newcomer)] == [LICENCE]
    # Somebody else's reminder is not there.
    [line] = await reminders_of(newcomer)
    for method, path, body in (
        ("GET", "", None),
        ("PUT", "/answer", {"answer": "done"}),
        ("POST", "/application", None),
    ):
        answer = await operator.request(method, f"/v1/me/reminders/{line['id']}{path}", json=body)
        assert answer.status_code == 404


async def test_an_answer_ends_the_plan_and_later_does_not(
    resident: httpx.AsyncClient, soon: date, connection: Connection
) -> None:
    await remind()
    [line] = await reminders_of(resident)
    path = f"/v1/me/reminders/{line['id']}/answer"
    assert (await resident.put(path, json={"answer": "perhaps"})).status_code == 422
    later = await resident.put(path, json={"answer": "later"})
    assert (later.json()["state"], later.json()["answer"]) == ("open", "later")
    with time_machine.travel(clock.now() + timedelta(days=19)):
        await remind()
    assert await connection.fetchval("select count(*) from reminder where state = 'told'") == 2
    newest = (await reminders_of(resident))[0]
    done = await resident.put(f"/v1/me/reminders/{newest['id']}/answer", json={"answer": "done"})
    assert (done.json()["state"], done.json()["action"]) == ("answered", None)
    with time_machine.travel(clock.now() + timedelta(days=206)):
        await remind()
    assert await connection.fetchval("select count(*) from reminder") == 2


async def test_muting_keeps_offers_away_and_no_notice(
    resident: httpx.AsyncClient,
    operator: httpx.AsyncClient,
    soon: date,
    records: Records,
    connection: Connection,
) -> None:
    wishes = (await resident.get("/v1/me/message-preferences")).json()
    muted = wishes | {"muted": ["benefit", "certificate"]}
    assert (await resident.put("/v1/me/message-preferences", json=muted)).status_code == 200
    await records("population", person(birth_date="1957-07-20"))
    assert (await switch(operator, "elder-card-open")).status_code == 200
    await remind()
    assert [line["scenario"] for line in await reminders_of(resident)] == [LICENCE]
    rows = await connection.fetch("select scenario, state, reason from reminder order by scenario")
    assert [tuple(row) for row in rows] == [
        (LICENCE, "told", None), ("elder-card-open", "stopped", "muted"),
    ]  # fmt: skip


async def test_a_shop_is_reminded_through_whoever_represents_it(
    resident: httpx.AsyncClient, operator: httpx.AsyncClient, records: Records
) -> None:
    firm, today = {"subject": credit_code(1)}, clock.today()
    shop = {"name": "小明面馆", "kind": "sole-trader", "status": "open", "related": NUMBER, "division": HOME}
    await records("population", person())
    await records("firm-registration", firm | shop)
    ends = {"valid_from": f"{today - timedelta(days=1766)}", "valid_to": f"{today + timedelta(days=60)}"}
    await records("food-licence", firm | ends | {"number": "JY21310030000001", "categories": "热食类"})
    assert (await switch(operator, "food-licence")).status_code == 200
    await remind()
    [line] = await reminders_of(resident)
    whole = (await resident.get(f"/v1/me/reminders/{line['id']}")).json()
    assert [fact["source_title"]["en"] for fact in whole["why"]["facts"]] == [
        "Business registration",
        "Food licence",
    ]
    begun = await resident.post(f"/v1/me/reminders/{line['id']}/application")
    assert begun.status_code == 201, begun.text
    draft = (await resident.get(f"/v1/applications/{begun.json()['application']}")).json()
    [own] = (await resident.get("/v1/me/firms")).json()["items"]
    assert (draft["service"], draft["firm"]) == ("food-licence-renewal", own["id"])
    # Sold: it is for somebody else now.
    await records("firm-registration", firm | shop | {"related": "131099195707200036"})
    assert await reminders_of(resident) == []
    whole = (await resident.get(f"/v1/me/reminders/{line['id']}")).json()
    assert (whole["state"], whole["why"]["facts"]) == ("over", [])


async def test_a_day_on_which_something_only_begins_is_no_deadline_and_a_greeting_asks_for_nothing(
    resident: httpx.AsyncClient, records: Records, operator: httpx.AsyncClient
) -> None:
    today = clock.today()
    assert (await switch(operator, "elder-card-60")).status_code == 200
    await records("population", person(birth_date=f"{today.replace(year=today.year - 60)}"))
    await remind()
    [line] = await reminders_of(resident)
    assert (line["scenario"], line["due_on"], line["days_left"]) == ("elder-card-60", None, None)
    assert f"{today.year}年" in line["text"]["zh-CN"]

    await records("population", person(birth_date=f"{today.replace(year=today.year - 32)}"))
    assert (await switch(operator, "birthday")).status_code == 200
    await remind()
    assert await reminders_of(resident) == []
    both = await reminders_of(resident, "all")
    assert {one["scenario"]: (one["state"], one["due_on"]) for one in both} == {
        "elder-card-60": ("over", None),
        "birthday": ("open", None),
    }
