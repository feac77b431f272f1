"""What happens at the same moment, at the edges of what is asked, and after it is over."""

import asyncio
import csv
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.applications.service import forget_drafts
from backend.applications.service.exporting import write
from backend.core.settings import Settings
from tests.backend.applications.conftest import send_records
from tests.backend.applications.papers import pdf, photo
from tests.backend.applications.steps import ANSWERS, begin, hand_in, save, submit, take
from tests.conftest import SignIn, idempotency_key

pytestmark = pytest.mark.usefixtures("known")
CREDIT_CODE = "91131003MA0000001L"


def kind(answer: httpx.Response) -> str:
    """The problem's name, or the status of what went well."""
    return str(answer.json()["type"]).rsplit("/", 1)[-1] if answer.is_error else str(answer.status_code)


def change_last_byte(file: Path) -> None:
    """What somebody does who gets at the storage."""
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


async def test_what_both_do_at_once_is_done_by_one(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    draft = await begin(resident)
    saves = await asyncio.gather(*(save(resident, draft, reason="expired") for _ in range(4)))
    assert sorted(map(kind, saves)) == ["200", *["application-changed"] * 3]
    saved = await save(resident, {**draft, "version": 2}, **ANSWERS)
    first = (await hand_in(resident, draft["id"])).json()
    at = {**draft, "version": saved.json()["version"]}
    # The only photo is taken away while it is sent in: either it went along, or nothing was sent in.
    path = f"/v1/applications/{draft['id']}/uploads/{first['id']}"
    sent, removed = await asyncio.gather(take(resident, at, "submission"), resident.delete(path))
    assert {(200, 409), (422, 204)} >= {(sent.status_code, removed.status_code)}
    if sent.is_error:
        await hand_in(resident, draft["id"])
        sent = await take(resident, at, "submission")
    twice = await asyncio.gather(*(take(clerk, sent.json(), "acceptance", desk=True) for _ in range(3)))
    assert [kind(answer) for answer in twice] == ["200"] * 3
    accepted = twice[0].json()
    decided = await asyncio.gather(
        take(clerk, accepted, "approval", desk=True),
        take(clerk, accepted, "refusal", desk=True, reason="conditions-not-met", text="不符合"),
        take(clerk, accepted, "correction-request", desk=True, text="请补正"),
        take(resident, accepted, "withdrawal"),
    )
    assert sorted(map(kind, decided)) == ["200", *["application-changed"] * 3]
    whole = (await resident.get(f"/v1/applications/{draft['id']}")).json()
    assert whole["version"] == accepted["version"] + 1
    cards = [
        card for card in (await resident.get("/v1/me/wallet")).json()["items"] if card["origin"] == "yima"
    ]
    assert len(cards) == (whole["state"] == "delivered")


async def test_a_correction_changes_what_was_asked_and_nothing_else(
    resident: httpx.AsyncClient, clerk: httpx.AsyncClient
) -> None:
    sent = await submit(resident)
    for wrong in ({"fields": ["no-such-field"]}, {"materials": ["no-such-paper"]}, {"text": "a\u202eb"}):
        asked = await take(clerk, sent, "correction-request", desk=True, **{"text": "请改", **wrong})
        assert asked.status_code == 422, wrong
    assert kind(await save(resident, {**sent, "answers": ANSWERS}, reason="damaged")) == "not-now"
    asked = await take(clerk, sent, "correction-request", desk=True, text="请改原因", fields=["reason"])
    at = {**asked.json(), "answers": ANSWERS}
    for step in ("acceptance", "review", "approval"):
        assert kind(await take(clerk, at, step, desk=True)) == "not-now", step
    assert kind(await save(resident, at, contact_phone="13900000000")) == "not-asked"
    assert kind(await hand_in(resident, sent["id"])) == "not-asked"
    file = (await resident.get(f"/v1/applications/{sent['id']}")).json()["materials"][0]["uploads"][0]
    path = f"/v1/applications/{sent['id']}/uploads/{file['id']}"
    assert kind(await resident.delete(path)) == "not-asked"
    saved = await save(resident, at, reason="damaged")
    assert saved.status_code == 200, saved.text
    back = await take(resident, {**at, "version": saved.json()["version"]}, "correction")
    assert back.json()["state"] == "corrected", back.text
    seen = (await clerk.get(f"/v1/desk/applications/{sent['id']}")).json()
    assert [answer["field"] for answer in seen["answers"] if answer["changed"]] == ["reason"]
    assert (await clerk.get(f"/v1/desk/applications/{sent['id']}/uploads/{file['id']}")).status_code == 200


async def test_what_was_written_lies_sealed_and_what_was_removed_is_gone(
    resident: httpx.AsyncClient,
    clerk: httpx.AsyncClient,
    settings: Settings,
    connection: "asyncpg.Connection[asyncpg.Record]",
    run_jobs: Callable[[], Awaitable[int]],
) -> None:
    await resident.put("/v1/me/consents/prefill")
    sent = await submit(resident, contact_phone="13911112222")
    removed = (await begin(resident))["id"]
    kept = await hand_in(resident, removed, photo(), name="SECRET-NAME.jpg")
    await take(clerk, sent, "correction-request", desk=True, text="SECRET-NOTE", materials=["photo"])
    tables = await connection.fetch(
        "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
    )
    for row in tables:
        lines = await connection.fetch(f'select one::text from "{row["relname"]}" as one')
        text = "\n".join(line["one"] for line in lines)
        for secret in ("SECRET-N", "13911112222", "光明西道", "张小明"):
            assert secret not in text, row["relname"]
            assert secret.encode().hex() not in text, row["relname"]
    lying = sorted(path for path in (settings.folder / "uploads").rglob("*") if path.is_file())
    assert not any(b"JFIF" in path.read_bytes() for path in lying)
    gone = next(path for path in lying if path.name == kept.json()["id"])
    assert (await resident.delete(f"/v1/applications/{removed}/uploads/{gone.name}")).status_code == 204
    assert (await resident.get(f"/v1/applications/{removed}/uploads/{gone.name}")).status_code == 404
    await run_jobs()
    assert not gone.exists()


async def test_drafts_are_forgotten_with_their_files_and_nothing_else_is(
    resident: httpx.AsyncClient,
    settings: Settings,
    connection: "asyncpg.Connection[asyncpg.Record]",
    run_jobs: Callable[[], Awaitable[int]],
) -> None:
    sent, old, young = await submit(resident), await begin(resident), await begin(resident)
    file = (await hand_in(resident, old["id"])).json()["id"]
    await connection.execute(
        "update application set created_at = created_at - interval '61 days' where id <> $1", young["id"]
    )
    assert (await resident.delete(f"/v1/applications/{sent['id']}")).status_code == 409
    assert await forget_drafts() == 1
    await run_jobs()
    assert not list((settings.folder / "uploads").rglob(file))
    left = (await resident.get("/v1/applications")).json()["items"]
    assert {line["id"] for line in left} == {sent["id"], young["id"]}


async def test_files_are_counted_repeated_and_refused_while_the_storage_is_away(
    resident: httpx.AsyncClient, settings: Settings, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    draft = await begin(resident)
    path = f"/v1/applications/{draft['id']}/uploads/photo"
    headers = {"x-file-name": "a.jpg", **idempotency_key()}
    both = await asyncio.gather(
        *(resident.post(path, content=photo(), headers=headers) for _ in range(3)),
        resident.post(f"{path}-of-a-cat", content=photo(), headers=headers),
        resident.post(path, content=pdf(), headers={**headers, **idempotency_key()}),
    )
    assert [kind(answer) for answer in both] == ["201", "201", "201", "not-found", "wrong-kind-of-file"]
    assert len({answer.json()["id"] for answer in both[:3]}) == 1
    other = await resident.post(path, content=photo(90, 90), headers=headers)
    assert kind(other) == "idempotency-key-reused"
    lying = [file for file in (settings.folder / "uploads").rglob("*") if draft["id"] in str(file)]
    assert len([file for file in lying if file.is_file()]) == 1
    await connection.execute(
        "insert into upload select gen_random_uuid(), application, material, file_name_sealed, media_type,"
        " bytes, sha256, gen_random_uuid()::text, key_sealed, created_at from upload, generate_series(1, 18)"
    )
    last = await asyncio.gather(*(hand_in(resident, draft["id"]) for _ in range(3)))
    assert sorted(map(kind, last)) == ["201", "too-many-files", "too-many-files"]
    # A folder that is a file now: nothing can be kept, nothing is promised.
    other_draft, folder = await begin(resident), settings.folder / "uploads" / "applications"
    (folder / other_draft["id"]).write_text("in the way")
    away = await hand_in(resident, other_draft["id"])
    assert (kind(away), away.headers["retry-after"]) == ("storage-away", "30")
    (folder / other_draft["id"]).unlink()
    assert (await hand_in(resident, other_draft["id"])).status_code == 201


async def test_a_file_that_was_changed_in_the_storage_is_not_shown(
    resident: httpx.AsyncClient, settings: Settings
) -> None:
    draft = await begin(resident)
    kept = (await hand_in(resident, draft["id"])).json()
    change_last_byte(next((settings.folder / "uploads").rglob(kept["id"])))
    assert (await resident.get(f"/v1/applications/{draft['id']}/uploads/{kept['id']}")).status_code == 404


async def test_whoever_no_longer_acts_for_a_firm_no_longer_sees_its_applications(
    app: Litestar, operator: httpx.AsyncClient, resident: httpx.AsyncClient, sign_in: SignIn
) -> None:
    firm_record = {
        "external_id": "f1", "subject": CREDIT_CODE, "related": "131099199003071238",
        "as_of": "2026-11-01T00:00:00Z", "name": "广阳小馆", "kind": "company", "status": "open",
        "division": "131003",
    }  # fmt: skip
    await send_records(app, operator, "firm-registration", firm_record)
    claimed = await resident.post("/v1/firms", json={"credit_code": CREDIT_CODE}, headers=idempotency_key())
    assert claimed.status_code == 200, claimed.text
    firm = claimed.json()["id"]
    agent = await sign_in("13800000003", "阿依古丽·买买提", "131099198802160021")
    named = await resident.post(
        f"/v1/firms/{firm}/agents", json={"phone": "13800000003"}, headers=idempotency_key()
    )
    assert named.status_code in (200, 201), named.text
    draft = await begin(agent, "food-licence-renewal", firm=firm)
    assert draft["division"].startswith("131003")
    path = f"/v1/applications/{draft['id']}"
    assert (await agent.get(path)).status_code == 200
    wrong = await agent.post(
        "/v1/applications", json={"service": "id-card-renewal", "firm": firm}, headers=idempotency_key()
    )
    assert kind(wrong) == "not-for-firms"
    gone = await resident.delete(f"/v1/firms/{firm}/agents/{named.json()['id']}")
    assert gone.status_code == 204, gone.text
    assert (await agent.get(path)).status_code == 404
    assert (await save(agent, draft, contact_phone="13800000003")).status_code == 404


def test_no_cell_of_a_table_is_a_formula() -> None:
    cells = ("=1+1", " =1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", 'a"b', "张三")
    text = write([cells]).decode("utf-8-sig")
    [read] = list(csv.reader(text.splitlines()))
    assert all(cell.startswith("'") for cell in read[:7])
    assert read[7:] == ['a"b', "张三"]
