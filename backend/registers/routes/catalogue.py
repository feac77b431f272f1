"""The registers there are, and where their departments hand in records."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.params import FromPath

from backend.core.actors import Department
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.problems import TooLarge, TooManyRequests, responses
from backend.core.requests import ApiRequest
from backend.core.settings import Settings
from backend.registers import errors, service
from backend.registers.schemas.intake import Intake
from backend.registers.schemas.views import RegisterList

HOUR_SECONDS = 3600


@dataclass
class TakesRows(Operation):
    """An operation whose body is a stream of rows, which no parameter shows."""

    def __post_init__(self) -> None:
        """Document the body."""
        rows = OpenAPIMediaType(schema=Schema(type="string", description="One row a line, in UTF-8."))  # type: ignore[arg-type]
        self.request_body = RequestBody(
            content={"application/x-ndjson": rows, "text/csv": rows}, required=True
        )


class Registers(Controller):
    """What departments know, kind by kind."""

    path = "/v1/registers"
    tags = ("registers",)

    @get(cache_control=CacheControlHeader(max_age=HOUR_SECONDS, public=True), sync_to_thread=False)
    def list_registers(self) -> RegisterList:
        """Every register: whose it is, what is in it, and who may read it for what."""
        return service.list_registers()

    @post(
        "/{register_id:str}/records",
        status_code=200,
        operation_class=TakesRows,
        request_max_body_size=service.BODY_BYTES_MAX,
        responses=responses(
            errors.NotYourRegister, errors.RowsRefused, errors.TooManyRows, errors.WrongEncoding,
            errors.WrongFormat, IdempotencyKeyReused, TooLarge, TooManyRequests,
        ),
    )  # fmt: skip
    async def take_records(
        self,
        register_id: FromPath[str],
        request: ApiRequest,
        department: NamedDependency[Department],
        settings: NamedDependency[Settings],
        idempotency_key: Key,
    ) -> Intake:
        """Hand in a batch of at most 100,000 rows: all of it is loaded or nothing, once a key."""
        sent = service.Sent(
            request.headers.get("content-type", ""),
            request.headers.get("content-encoding", ""),
            request.stream(),
        )
        return await service.take_in(department, register_id, sent, idempotency_key, settings)
