"""Whatever is sent to the API, it answers as its document says and never breaks."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from litestar import Litestar
from schemathesis.checks import not_a_server_error
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.app import create_app
from backend.core.settings import Settings
from tests import processes
from tests.conftest import idempotency_key

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS = hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.fixture(scope="module")
def address(app: Litestar, settings: Settings) -> Iterator[str]:
    """A server process of its own: schemathesis brings its own event loop."""
    with processes.serve(settings) as server:
        yield server.address


# A department's rows come as lines, and are any text here.
schemathesis.serializer.alias("application/x-ndjson", "text/plain")

DOCUMENT = create_app(Settings(profile="demo")).openapi_schema.to_schema()
METHODS = ("get", "put", "post", "delete", "patch")
OPERATIONS = [
    f"{one.upper()} {path}" for path, item in DOCUMENT["paths"].items() for one in METHODS if one in item
]

# A condition may hold conditions, so their edges, each with each, have no end: here the others must do.
WITH_CONDITIONS = {"POST /v1/policies", "PUT /v1/policies/{policy_id}", "POST /v1/policies/count"}


@pytest.fixture(scope="module")
def schema() -> BaseSchema:
    """What the document says; read where it is used, not by each process that lists the tests."""
    return schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture
async def tokens(operator: httpx.AsyncClient, reader: httpx.AsyncClient) -> dict[str, str]:
    """The best key there is for each lock; the operator is a clerk as well."""
    post = {"phone": "13800000009", "department": "public-security", "division": "131000", "role": "lead"}
    given = await operator.post("/v1/staff", json=post, headers=idempotency_key())
    assert given.status_code == 201
    made = await operator.post(
        "/v1/departments/public-security/keys", json={"label": "fuzz"}, headers=idempotency_key()
    )
    return {
        "resident": operator.headers["authorization"],
        "reader": reader.headers["authorization"],
        "department": f"Bearer {made.json()['secret']}",
    }


# Schemathesis' own `parametrize` gives all operations one name, of which xdist runs one, and draws the cases
# of each while tests are collected, in every process.
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_the_documented_one(
    label: str, schema: BaseSchema, address: str, tokens: dict[str, str]
) -> None:
    operation = schema.find_operation_by_label(label)
    assert operation is not None
    locks = [name for item in operation.definition.raw.get("security", []) for name in item]
    key = next((tokens[lock] for lock in locks if lock in tokens), None)
    headers = {"authorization": key} if key else {}

    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=address, headers=headers, checks=CHECKS)

    modes = [HypothesisTestMode.EXAMPLES, HypothesisTestMode.FUZZING]
    if label not in WITH_CONDITIONS:
        modes.append(HypothesisTestMode.COVERAGE)
    config = HypothesisTestConfig(modes=modes, project=schema.config, settings=SETTINGS)
    create_test(operation=operation, test_func=ask, config=config)()
