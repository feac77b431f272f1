"""What operators see of every request: an id, a count by route and outcome, the time it took."""

import re
import time
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.callers import header
from backend.core.ids import new_id

SLOW_SECONDS = 1.0
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

requests = Counter("yima_requests", "Requests by route and outcome.", ["method", "route", "status"])
seconds = Histogram(
    "yima_request_seconds",
    "Time to the end of the answer, by route.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30),
)
waiting_jobs = Gauge("yima_outbox_waiting", "Jobs promised and not done.")

log = structlog.get_logger()


def observed(app: ASGIApp) -> ASGIApp:
    """`app`, with a request id in its answers and logs, and every request counted and timed.

    Routes are counted by template ("/v1/venues/{venue_id}"), so that ids never become label values.
    """

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        given = header(scope, b"x-request-id")
        request_id = given if REQUEST_ID.fullmatch(given) else new_id().hex
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await app(scope, receive, answer)
            finally:
                _record(scope, status, time.perf_counter() - began)

    return run


def _record(scope: Any, status: int, took: float) -> None:
    route = scope.get("path_template") or "unknown"
    method = (
        scope["method"] if scope["method"] in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD") else "other"
    )
    requests.labels(method, route, status).inc()
    seconds.labels(route).observe(took)
    if took > SLOW_SECONDS and "wait_seconds" not in scope.get("query_string", b"").decode("latin-1"):
        log.info("request.slow", route=route, status=status, milliseconds=round(took * 1000))
