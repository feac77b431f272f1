"""The OpenAPI document, complete: every operation names the problems it may answer with."""

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, OpenAPIResponse, Operation, SecurityScheme

from backend.core.problems import (
    Busy,
    InternalError,
    InvalidRequest,
    MalformedRequest,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    TooLarge,
    responses,
)

WHO = {"resident", "operator", "clerk", "reader", "department"}
PLAIN = {"settings", "redis", "caller_address", "identity_register", "storage", "providers", "actor", *WHO}

CONFIG = OpenAPIConfig(
    title="Yima",
    version="1",
    description="One code, one city: the API of residents' phones, venues' readers and the portal.",
    license=License(name="Apache-2.0", identifier="Apache-2.0"),
    path="/schema",
    use_handler_docstrings=True,
    render_plugins=[JsonRenderPlugin()],
    components=Components(
        security_schemes={
            "resident": SecurityScheme(
                type="http", scheme="bearer", bearer_format="JWT", description="A resident's access token."
            ),
            "reader": SecurityScheme(
                type="http", scheme="bearer", bearer_format="JWT", description="A reader's token."
            ),
            "department": SecurityScheme(
                type="http", scheme="bearer", description="A key of a department's own system."
            ),
            "session": SecurityScheme(
                type="apiKey",
                security_scheme_in="cookie",
                name="yima_session",
                description="The portal's session.",
            ),
        }
    ),
)


def complete(app: Litestar) -> None:
    """Add to each route what it may answer because of what it takes."""
    seen: set[int] = set()
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            if isinstance(handler, HTTPRouteHandler) and id(handler) not in seen:
                seen.add(id(handler))
                _complete(handler, route.path)
    for item in (app.openapi_schema.paths or {}).values():
        for operation in (item.get, item.post, item.put, item.patch, item.delete):
            _leave_empty(operation)


def _leave_empty(operation: Operation | None) -> None:
    """Litestar 2.25 gives a 204 of `Response[None]` a JSON body that it never has."""
    answer = (operation.responses or {}).get("204") if operation else None
    if isinstance(answer, OpenAPIResponse):
        answer.content = None


def _complete(handler: HTTPRouteHandler, path: str) -> None:
    parameters = set(handler.parsed_fn_signature.parameters)
    kinds: set[type[Problem]] = {InternalError, Busy}
    if parameters - PLAIN:
        kinds |= {InvalidRequest, MalformedRequest}
    if "data" in parameters:
        kinds.add(TooLarge)
    if "{" in path:
        kinds.add(NotFound)
    if parameters & WHO:
        kinds |= {NotSignedIn, NotAllowed}
        locks: list[dict[str, list[str]]] = [
            {name: []} for name in ("reader", "department") if name in parameters
        ]
        handler.security = locks or [{"resident": []}, {"session": []}]
    added = responses(*sorted(kinds, key=lambda kind: kind.__name__))
    own = dict(handler.responses or {})
    for status, spec in added.items():
        if status in own:
            own[status].description = f"{own[status].description}; {spec.description}"
        else:
            own[status] = spec
    handler.responses = own
