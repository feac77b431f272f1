"""What goes wrong, said once in one clear sentence: problem+json (RFC 9457) for every error of the API."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ExceptionHandlersMap

MEDIA_TYPE = "application/problem+json"
IN_BODY = re.compile(r"`\$\.data\.?(.*)`$")

log = structlog.get_logger()


class Words(msgspec.Struct, rename={"zh": "zh-CN"}):
    """One sentence for a person, in both languages."""

    zh: str
    en: str


class FieldError(msgspec.Struct):
    """One place in the request that cannot be used: a JSON pointer or a parameter, and why."""

    pointer: str
    detail: str


class ProblemView(msgspec.Struct, omit_defaults=True):
    """The body of an error; some types carry further members, named in their description."""

    type: str
    title: str
    status: int
    message: Words
    detail: str | None = None
    request_id: str | None = None
    errors: list[FieldError] = []


class Problem(Exception):
    """Something the caller can act on; subclasses name it, and their docstring is its title."""

    status: ClassVar[int] = 409
    zh: ClassVar[str] = "现在无法完成，请稍后再试。"
    en: ClassVar[str] = "This cannot be done now. Please try again later."

    def __init__(self, detail: str = "", **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts

    @classmethod
    def name(cls) -> str:
        """The kebab-case name that stands in `type`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def title(cls) -> str:
        """The first line of the docstring, without its full stop."""
        return (cls.__doc__ or cls.__name__).strip().split("\n")[0].rstrip(".")


class NotSignedIn(Problem):
    """Nobody is signed in, or the sign-in is over."""

    status = 401
    zh = "请先登录。"
    en = "Please sign in first."


class NotAllowed(Problem):
    """This is not allowed for the one who asks."""

    status = 403
    zh = "您没有办理此事的权限。"
    en = "You may not do this."


class NotFound(Problem):
    """There is no such thing, or it is not yours to see."""

    status = 404
    zh = "没有找到您要的内容。"
    en = "We could not find this."


class InvalidRequest(Problem):
    """The request is well formed but some of it cannot be used."""

    status = 422
    zh = "有的内容填写有误，请检查后再提交。"
    en = "Some of what was sent cannot be used. Please check it and try again."


class MalformedRequest(Problem):
    """The request cannot be read."""

    status = 400
    zh = "请求的格式不对。"
    en = "The request could not be read."


class TooLarge(Problem):
    """The request is larger than allowed."""

    status = 413
    zh = "发送的内容太大了。"
    en = "What was sent is too large."


class TooManyRequests(Problem):
    """Too many tries; wait `retry_after_seconds`."""

    status = 429
    zh = "操作太频繁，请稍后再试。"
    en = "Too many tries. Please wait a little."


class Busy(Problem):
    """The city is busy or a server it needs is away; try again after `retry_after_seconds`."""

    status = 503
    zh = "系统正忙，请稍后再试。"
    en = "The service is busy. Please try again in a moment."


class InternalError(Problem):
    """Something broke on our side; the request id finds it in our log."""

    status = 500
    zh = "我们这边出了点问题，请稍后再试。"
    en = "Something went wrong on our side. Please try again later."


def view(problem: Problem, request_id: str | None = None) -> dict[str, Any]:
    """The body of `problem`, as built-in types."""
    body: dict[str, Any] = {
        "type": f"/problems/{problem.name()}",
        "title": problem.title(),
        "status": problem.status,
        "message": {"zh-CN": problem.zh, "en": problem.en},
    }
    if problem.detail:
        body["detail"] = problem.detail
    if request_id:
        body["request_id"] = request_id
    return body | problem.facts


def headers(problem: Problem) -> dict[str, str]:
    """The headers that go with `problem`."""
    found = {"Cache-Control": "no-store"}
    if "retry_after_seconds" in problem.facts:
        found["Retry-After"] = str(problem.facts["retry_after_seconds"])
    if problem.status == 401:
        found["WWW-Authenticate"] = "Bearer"
    return found


def respond(problem: Problem) -> Response[bytes]:
    """`problem` as an HTTP response."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return Response(
        msgspec.json.encode(view(problem, request_id)),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers(problem),
    )


def _on_problem(_: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    return respond(problem)


def _on_validation(_: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    extra = error.extra if isinstance(error.extra, list) else []
    errors = [
        {
            "pointer": "#/" + str(item.get("key", "")).replace(".", "/"),
            "detail": str(item.get("message", "")),
        }
        for item in extra
        if isinstance(item, Mapping)
    ]
    return respond(InvalidRequest(errors=errors) if errors else InvalidRequest())


def _on_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    # Litestar 2.25 takes a field of the body for the dependency of the same name, and for our mistake.
    if place := IN_BODY.search(str(error.__cause__)):
        pointer = "#/" + place[1].replace(".", "/")
        return respond(InvalidRequest(errors=[FieldError(pointer, str(error.__cause__).split(" - ")[0])]))
    if error.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
        return respond_to(error)
    known = {400: MalformedRequest, 401: NotSignedIn, 403: NotAllowed, 404: NotFound, 413: TooLarge}
    if kind := known.get(error.status_code):
        return respond(kind())
    phrase = HTTPStatus(error.status_code).phrase
    body = {"type": "about:blank", "title": phrase, "status": error.status_code}
    body["message"] = {"zh-CN": MalformedRequest.zh, "en": MalformedRequest.en}
    return Response(
        msgspec.json.encode(body),
        status_code=error.status_code,
        media_type=MEDIA_TYPE,
        headers=dict(error.headers or {}),
    )


def _on_error(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return respond_to(error)


def respond_to(error: Exception) -> Response[bytes]:
    """The response to `error`, of whatever kind, which is logged unless it was to be expected."""
    if isinstance(error, Problem):
        return respond(error)
    if is_passing_fault(error):
        log.warning("server.away", error=type(error).__name__)
        return respond(Busy(retry_after_seconds=2))
    log.error("request.failed", exc_info=error)
    return respond(InternalError())


def is_passing_fault(error: BaseException) -> bool:
    """Whether a server is restarting, full or out of reach, rather than that we are wrong."""
    import asyncpg

    passing = (
        asyncpg.PostgresConnectionError,
        asyncpg.CannotConnectNowError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.TooManyConnectionsError,
        asyncpg.QueryCanceledError,
        asyncpg.DeadlockDetectedError,
        # asyncpg 0.32: what the next query meets when the server ended an idle connection just before.
        asyncpg.InternalClientError,
        ConnectionError,
        TimeoutError,
    )
    return isinstance(error, passing) or (
        isinstance(error, asyncpg.InterfaceError) and "closed" in str(error)
    )


HANDLERS: ExceptionHandlersMap = {
    Problem: _on_problem,
    ValidationException: _on_validation,
    HTTPException: _on_http,
    Exception: _on_error,
}


def responses(*kinds: type[Problem]) -> dict[int, ResponseSpec]:
    """The `responses=` of a route that may answer with these problems, for the OpenAPI document."""
    by_status: dict[int, list[type[Problem]]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        status: ResponseSpec(
            data_container=ProblemView,
            generate_examples=False,
            media_type=MEDIA_TYPE,
            description="; ".join(f"`{kind.name()}`: {kind.title()}" for kind in same),
        )
        for status, same in by_status.items()
    }
