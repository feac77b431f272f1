"""Who may do what: every route of places, asked by everybody."""

import uuid

import httpx
import pytest

from tests.backend.places.conftest import Json, Library, SignIn
from tests.backend.places.devices import Device

NAME = {"zh-CN": "馆", "en": "Hall"}
REASON = {"reason": "检修"}

# Method, path, body; then what operator, manager, another's manager, resident, reader and nobody get.
MATRIX: list[tuple[str, str, Json | None, tuple[int, ...]]] = [
    ("GET", "/v1/scenes", None, (200, 200, 200, 200, 200, 200)),
    ("GET", "/v1/divisions", None, (200, 200, 200, 200, 200, 200)),
    ("POST", "/v1/organisations", {"name": NAME}, (201, 403, 403, 403, 401, 401)),
    ("GET", "/v1/organisations", None, (200, 200, 200, 200, 401, 401)),
    ("GET", "/v1/organisations/{organisation}", None, (200, 200, 404, 404, 401, 401)),
    ("PUT", "/v1/organisations/{organisation}/suspension", REASON, (200, 403, 403, 403, 401, 401)),
    ("DELETE", "/v1/organisations/{organisation}/suspension", None, (204, 403, 403, 403, 401, 401)),
    (
        "POST",
        "/v1/organisations/{organisation}/managers",
        {"phone": "13800000044"},
        (201, 403, 403, 403, 401, 401),
    ),
    ("GET", "/v1/organisations/{organisation}/managers", None, (200, 403, 403, 403, 401, 401)),
    (
        "DELETE",
        "/v1/organisations/{organisation}/managers/{nothing}",
        None,
        (404, 403, 403, 403, 401, 401),
    ),
    (
        "POST",
        "/v1/organisations/{organisation}/venues",
        {"name": NAME, "division": "131003", "scenes": ["library"]},
        (201, 201, 404, 404, 401, 401),
    ),
    ("GET", "/v1/venues", None, (200, 200, 200, 200, 401, 401)),
    ("GET", "/v1/venues/{venue}", None, (200, 200, 404, 404, 401, 401)),
    (
        "POST",
        "/v1/venues/{venue}/readers",
        {"name": "门", "scene": "library"},
        (201, 201, 404, 404, 401, 401),
    ),
    ("GET", "/v1/venues/{venue}/readers", None, (200, 200, 404, 404, 401, 401)),
    ("POST", "/v1/readers/{reader}/enrolment-codes", None, (201, 201, 404, 404, 401, 401)),
    ("DELETE", "/v1/readers/{reader}/suspension", None, (204, 204, 404, 404, 401, 401)),
    ("DELETE", "/v1/venues/{venue}/suspension", None, (204, 204, 404, 404, 401, 401)),
    ("GET", "/v1/readers/current", None, (401, 401, 401, 401, 200, 401)),
    ("PUT", "/v1/readers/{reader}/suspension", REASON, (200, 200, 404, 404, 401, 401)),
    ("PUT", "/v1/venues/{venue}/suspension", REASON, (200, 200, 404, 404, 401, 401)),
]
# The device's own proof decides, whoever else is signed in: see test_enrolment.py and test_tokens.py.
PROVEN = {("POST", "/v1/readers/enrolments"), ("POST", "/v1/readers/{reader}/tokens")}


@pytest.mark.parametrize("row", MATRIX, ids=[f"{row[0]} {row[1]}" for row in MATRIX])
async def test_everybody_gets_what_they_may_and_nothing_more(
    library: Library,
    stranger: httpx.AsyncClient,
    resident: httpx.AsyncClient,
    client: httpx.AsyncClient,
    row: tuple[str, str, Json | None, tuple[int, ...]],
) -> None:
    method, path, body, expected = row
    made = await library.add_reader()
    device = Device()
    await device.enrol(client, made["enrolment_code"])
    reader = made["reader"]["id"]
    token = {"authorization": f"Bearer {await device.fetch_token(client, reader)}"}
    where = path.format(
        organisation=library.organisation["id"],
        venue=library.venue["id"],
        reader=reader,
        nothing=uuid.uuid4(),
    )
    # The operator last: what only an operator may do must not have been done before.
    everybody = [
        (client, {}, 5),
        (client, token, 4),
        (resident, {}, 3),
        (stranger, {}, 2),
        (library.manager, {}, 1),
        (library.operator, {}, 0),
    ]
    for who, extra, place in everybody:
        answer = await who.request(
            method, where, json=body, headers={"idempotency-key": uuid.uuid4().hex, **extra}
        )
        assert answer.status_code == expected[place], (place, answer.text)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [row[:3] for row in MATRIX if "{" in row[1] and "{nothing}" not in row[1]],
    ids=[f"{row[0]} {row[1]}" for row in MATRIX if "{" in row[1] and "{nothing}" not in row[1]],
)
async def test_what_is_not_there_and_what_is_not_ones_own_look_alike(
    library: Library, stranger: httpx.AsyncClient, method: str, path: str, body: Json | None
) -> None:
    reader = (await library.add_reader())["reader"]["id"]
    there = path.format(organisation=library.organisation["id"], venue=library.venue["id"], reader=reader)
    nowhere = path.format(organisation=uuid.uuid4(), venue=uuid.uuid4(), reader=uuid.uuid4())
    answers = [
        await stranger.request(method, where, json=body, headers={"idempotency-key": uuid.uuid4().hex})
        for where in (there, nowhere)
    ]
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert bodies[0] == bodies[1]


async def test_the_matrix_holds_every_route_of_places(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    paths = (await client.get("/schema/openapi.json")).json()["paths"]
    served = {
        (method.upper(), path)
        for path, item in paths.items()
        for method, operation in item.items()
        if "places" in operation.get("tags", [])
    }
    names = {
        "organisation_id": "organisation",
        "venue_id": "venue",
        "reader_id": "reader",
        "manager_id": "nothing",
    }
    short = {(method, _rename(path, names)) for method, path in served}
    assert short == {row[:2] for row in MATRIX} | PROVEN


def _rename(path: str, names: dict[str, str]) -> str:
    for long, name in names.items():
        path = path.replace("{" + long + "}", "{" + name + "}")
    return path
