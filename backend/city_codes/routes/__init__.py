"""City codes over HTTP: issue and draw, verify, see who verified."""

import asyncio
import hashlib
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from backend.city_codes import service
from backend.city_codes.errors import UnknownScene
from backend.city_codes.routes.quick import in_front, issue_instead, verify_instead
from backend.city_codes.schemas import (
    CityCode,
    CityCodeRequest,
    CodeKeys,
    SpokenNumber,
    Verification,
    VerificationAnswer,
    VerificationAnswers,
    VerificationBatch,
    VerificationRequest,
)
from backend.city_codes.service import running
from backend.core.actors import Reader, Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import NotFound, TooManyRequests, responses
from backend.credentials.errors import AccountSuspended, IdentityNeeded
from backend.people.errors import DeviceNotConfirmed, DeviceSuspended

NO_STORE = {"Cache-Control": "no-store"}
KEYS_SECONDS = 300

SceneId = Annotated[
    str, QueryParameter(min_length=1, max_length=40, description="The scene that the holder chose.")
]
WaitSeconds = Annotated[
    float, QueryParameter(ge=0, le=25, description="How long to wait for somebody to verify the code.")
]

Found = TypeVar("Found")


class CityCodes(Controller):
    """Live codes, for the residents who hold them."""

    path = "/v1/city-codes"
    tags = ("city codes",)

    @post(
        status_code=200,
        middleware=[issue_instead],
        responses=responses(IdentityNeeded, AccountSuspended, DeviceSuspended, UnknownScene),
    )
    async def issue(self, data: JSONBody[CityCodeRequest], resident: NamedDependency[Resident]) -> CityCode:
        """A live code for a scene, to be shown as a QR code and replaced at `refresh_at`."""
        raise NotImplementedError  # never reached: `issue_instead` answers first; this is for OpenAPI

    @post(
        "/spoken",
        status_code=200,
        responses=responses(IdentityNeeded, AccountSuspended, DeviceSuspended, UnknownScene, TooManyRequests),
    )
    async def issue_spoken(
        self, data: JSONBody[CityCodeRequest], resident: NamedDependency[Resident]
    ) -> Response[SpokenNumber]:
        """Twenty digits to be read out at a counter instead of showing a code; good for two minutes."""
        return Response(await service.issue_spoken(resident, data.scene), headers=NO_STORE)

    @get(
        "/picture.svg",
        responses=responses(IdentityNeeded, AccountSuspended, DeviceSuspended, UnknownScene),
    )
    async def draw_svg(self, scene: SceneId, resident: NamedDependency[Resident]) -> Response[bytes]:
        """A live code drawn as SVG; it is over at the time in the header `Yima-Expires-At`."""
        code = await service.issue(resident, scene)
        return _picture(code, await service.draw_svg(code.code), "image/svg+xml")

    @get(
        "/picture.png",
        responses=responses(IdentityNeeded, AccountSuspended, DeviceSuspended, UnknownScene),
    )
    async def draw_png(self, scene: SceneId, resident: NamedDependency[Resident]) -> Response[bytes]:
        """A live code drawn as PNG; it is over at the time in the header `Yima-Expires-At`."""
        code = await service.issue(resident, scene)
        return _picture(code, await service.draw_png(code.code), "image/png")

    @get("/{cid:str}/verification", responses=responses(NotFound))
    async def wait(
        self,
        cid: FromPath[str],
        resident: NamedDependency[Resident],
        request: Request[Any, Any, Any],
        wait_seconds: WaitSeconds = 0,
    ) -> Response[Verification | None]:
        """Who verified one's code, accepted or refused; 204 when nobody did within `wait_seconds`."""
        asking = service.wait_for_verification(resident, cid, wait_seconds)
        found = await _while_connected(request, asking)
        return Response(found, status_code=200 if found else 204, headers=NO_STORE)


class Verifications(Controller):
    """What readers ask and residents see."""

    path = "/v1"
    tags = ("city codes",)

    @post("/verifications", status_code=200, middleware=[verify_instead])
    async def verify(
        self, data: JSONBody[VerificationRequest], reader: NamedDependency[Reader]
    ) -> VerificationAnswer:
        """Whether a code counts, once; a retry with the same attempt gives the same answer again."""
        raise NotImplementedError  # never reached: `verify_instead` answers first; this is for OpenAPI

    @post("/verifications/batch", status_code=200)
    async def verify_batch(
        self,
        data: JSONBody[VerificationBatch],
        reader: NamedDependency[Reader],  # noqa: ARG002  # asked for, so that a stranger gets no further
        request: Request[Any, Any, Any],
    ) -> Response[VerificationAnswers]:
        """The same for up to a hundred codes that a gateway forwards together, answered in their order."""
        token = request.headers["authorization"].partition(" ")[2]
        answers = await service.verify_batch(token, data.items)
        return Response(VerificationAnswers(answers), headers=NO_STORE)

    @get("/me/verifications", responses=responses(DeviceNotConfirmed, DeviceSuspended))
    async def list_own(
        self, resident: NamedDependency[Resident], limit: Limit = LIMIT_DEFAULT, after: After = None
    ) -> Page[Verification]:
        """Who looked at one's codes, accepted or refused, newest first."""
        return await service.list_verifications(resident, limit, after)


@get("/.well-known/jwks.json", operation_id="CodeKeys", tags=["city codes"], sync_to_thread=False)
def code_keys(request: Request[Any, Any, Any]) -> Response[CodeKeys]:
    """The public keys of city codes, as a JWK set (RFC 7517)."""
    found = service.publish_keys()
    etag = f'"{hashlib.sha256(msgspec.json.encode(found)).hexdigest()[:32]}"'
    headers = {"Cache-Control": f"public, max-age={KEYS_SECONDS}", "ETag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]  # nothing to say
    return Response(found, headers=headers)


def _picture(code: CityCode, drawn: bytes, media_type: str) -> Response[bytes]:
    headers = {**NO_STORE, "Yima-Expires-At": code.expires_at.isoformat().replace("+00:00", "Z")}
    return Response(drawn, media_type=media_type, headers=headers)


async def _while_connected(request: Request[Any, Any, Any], work: Coroutine[Any, Any, Found]) -> Found | None:
    """The result of `work`, which ends when the caller goes away."""

    async def leave() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, leaving = asyncio.create_task(work), asyncio.create_task(leave())
    try:
        await asyncio.wait([working, leaving], return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        leaving.cancel()


ROUTES: list[ControllerRouterHandler] = [CityCodes, Verifications, code_keys]

__all__ = ["ROUTES", "in_front", "running"]
