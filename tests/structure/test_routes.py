"""Every door of the API has a lock, or stands on the list of doors that are meant to be open."""

import re

import httpx
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from openapi_spec_validator import validate

from backend.core.openapi import WHO

# Open to everybody, each for its reason.
PUBLIC = {
    ("GET", "/health/live"),  # probes carry no token
    ("GET", "/health/ready"),
    ("GET", "/metrics"),  # kept inside by the proxy, see deploy/Caddyfile
    ("GET", "/.well-known/jwks.json"),  # anybody may check a code's signature
    ("GET", "/.well-known/city-code/roots.json"),  # signed lists, for any reader and any CDN
    ("GET", "/.well-known/city-code/trust-list"),
    ("GET", "/.well-known/city-code/scenes"),
    ("GET", "/.well-known/city-code/status"),
    ("GET", "/.well-known/city-code/status/{kid}/{shard}/{version}"),
    ("GET", "/v1/divisions"),  # public facts
    ("GET", "/v1/scenes"),
    ("GET", "/v1/registers"),  # whose which facts are, and who may read them
    ("GET", "/v1/departments"),
    ("GET", "/v1/life-events"),  # the catalogue is everybody's
    ("GET", "/v1/services"),
    ("GET", "/v1/services/search"),
    ("GET", "/v1/services/{service_id}"),
    ("GET", "/v1/services/cpsv-ap"),
    ("GET", "/v1/services/{service_id}/cpsv-ap"),
    ("POST", "/v1/sign-ins"),  # how one gets in
    ("POST", "/v1/sign-ins/{sign_in_id}/password"),
    ("POST", "/v1/sessions/refresh"),  # the refresh token is the proof
    ("POST", "/v1/readers/enrolments"),  # the one-time code is the proof
    ("POST", "/v1/readers/{reader_id}/tokens"),  # the reader's signature is the proof
    ("GET", "/v1/push/key"),  # a public key
    ("POST", "/v1/providers/{provider}/reports"),  # the provider's signature is the proof
    ("GET", "/v1/providers/wechat/reports"),  # WeChat's signature is the proof
    ("POST", "/v1/providers/wechat/reports"),
    ("GET", "/demo/inbox"),  # demo profile and this machine only
    ("GET", "/demo/inbox.json"),
    ("GET", "/demo/messages.json"),
}

PARAMETER = re.compile(r"\{(\w+):?\w*\}")


def handlers(app: Litestar) -> dict[tuple[str, str], HTTPRouteHandler]:
    """Every HTTP handler by method and path, the OpenAPI document's own left out."""
    found: dict[tuple[str, str], HTTPRouteHandler] = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            if isinstance(handler, HTTPRouteHandler) and not route.path.startswith("/schema"):
                path = PARAMETER.sub(r"{\1}", route.path)
                for method in handler.http_methods - {"OPTIONS", "HEAD"}:
                    found[str(method), path] = handler
    return found


def test_every_route_asks_who_it_is_or_is_public_on_purpose(app: Litestar) -> None:
    unlocked = {
        where
        for where, handler in handlers(app).items()
        if not set(handler.parsed_fn_signature.parameters) & WHO
    }
    assert unlocked == PUBLIC


def test_every_operation_names_the_problems_it_may_answer_with(app: Litestar) -> None:
    paths = app.openapi_schema.to_schema()["paths"]
    for path, item in paths.items():
        for method, operation in item.items():
            answers = operation["responses"]
            where = f"{method} {path}"
            assert {"500", "503"} <= set(answers), where
            problems = [answer for status, answer in answers.items() if int(status) >= 400]
            kinds = {kind for answer in problems for kind in answer["content"]}
            assert kinds <= {"application/problem+json", "application/json"}, where
            if operation.get("security"):
                assert {"401", "403"} <= set(answers), where


async def test_the_openapi_document_is_served_and_valid(client: httpx.AsyncClient) -> None:
    answer = await client.get("/schema/openapi.json")
    assert answer.status_code == 200
    validate(answer.json())
