"""What applicants and clerks do, one request each."""

from typing import Any

import httpx

from tests.backend.applications.papers import photo
from tests.conftest import idempotency_key

SERVICE = "id-card-renewal"
ANSWERS = {"reason": "expired", "delivery": "pickup", "declaration": True, "contact_phone": "13800000001"}


async def begin(resident: httpx.AsyncClient, service: str = SERVICE, **more: Any) -> Any:
    """A draft."""
    answer = await resident.post(
        "/v1/applications", json={"service": service, **more}, headers=idempotency_key()
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def save(resident: httpx.AsyncClient, application: Any, **answers: Any) -> httpx.Response:
    """Keep further answers."""
    given = {"version": application["version"], "answers": {**application["answers"], **answers}}
    return await resident.put(f"/v1/applications/{application['id']}/answers", json=given)


async def hand_in(
    resident: httpx.AsyncClient, application: str, content: bytes | None = None, name: str = "photo.jpg"
) -> httpx.Response:
    """Hand in a photo."""
    return await resident.post(
        f"/v1/applications/{application}/uploads/photo",
        content=photo() if content is None else content,
        headers={"content-type": "image/jpeg", "x-file-name": name, **idempotency_key()},
    )


async def take(person: httpx.AsyncClient, application: Any, step: str, **more: Any) -> httpx.Response:
    """A step of the applicant or, with `desk`, of a clerk, from the version that `application` has."""
    path = f"/v1/desk/applications/{application['id']}" if more.pop("desk", False) else ""
    path = path or f"/v1/applications/{application['id']}"
    return await person.post(f"{path}/{step}", json={"version": application["version"], **more})


async def submit(resident: httpx.AsyncClient, **answers: Any) -> Any:
    """An ID card's renewal, sent in."""
    draft = await begin(resident)
    saved = await save(resident, draft, **{**ANSWERS, **answers})
    assert saved.status_code == 200, saved.text
    uploaded = await hand_in(resident, draft["id"])
    assert uploaded.status_code == 201, uploaded.text
    sent = await take(resident, {**draft, "version": saved.json()["version"]}, "submission")
    assert sent.status_code == 200, sent.text
    return sent.json()
