"""Credentials over HTTP: a batch for a phone, and the public lists for readers."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from backend.core.actors import Resident
from backend.core.problems import TooManyRequests, responses
from backend.core.settings import Settings
from backend.credentials import errors, service
from backend.credentials.rules import status_lists
from backend.credentials.schemas import BatchStanding, CredentialBatch, CredentialRequest, ListKeys
from backend.people.errors import DeviceSuspended

NO_STORE = {"Cache-Control": "no-store"}
JOSE = "application/jose"
FOR_EVER = "public, max-age=31536000, immutable"

AnyRequest = Request[Any, Any, Any]


class Credentials(Controller):
    """What a phone carries to show codes without a network."""

    path = "/v1/credentials"
    tags = ("carried codes",)

    @post(
        responses=responses(
            errors.IdentityNeeded,
            errors.AccountSuspended,
            DeviceSuspended,
            errors.OnlineOnly,
            errors.UnusableKey,
            TooManyRequests,
        )
    )
    async def issue(
        self, data: JSONBody[CredentialRequest], resident: NamedDependency[Resident]
    ) -> Response[CredentialBatch]:
        """A day of credentials, one for each key that the phone has made; each request gives new ones."""
        batch = await service.issue_batch(resident, data)
        return Response(batch, status_code=201, headers=NO_STORE)

    @get(
        "/{batch_id:uuid}",
        responses=responses(
            errors.IdentityNeeded, errors.AccountSuspended, DeviceSuspended, errors.OnlineOnly
        ),
    )
    async def read(
        self, batch_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> Response[BatchStanding]:
        """Whether what the phone carries still counts: a refusal or a 404 tells it to throw that away."""
        return Response(await service.read_batch(resident, batch_id), headers=NO_STORE)


class Lists(Controller):
    """What readers hold to check carried codes alone; anybody may fetch and keep it."""

    path = "/.well-known/city-code"
    tags = ("carried codes",)

    @get("/roots.json", sync_to_thread=False)
    def list_keys(self) -> Response[ListKeys]:
        """The keys that sign the lists: kept at a reader's enrolment, and the next from each trust list."""
        return Response(service.read_list_keys(), headers={"Cache-Control": "public, max-age=300"})

    @get("/trust-list", media_type=JOSE)
    async def trust_list(self, request: AnyRequest, settings: NamedDependency[Settings]) -> Response[bytes]:
        """The keys of credentials and live codes for a week (JWS)."""
        return _answer(request, await service.read_document("trust-list", settings))

    @get("/scenes", media_type=JOSE)
    async def scenes(self, request: AnyRequest, settings: NamedDependency[Settings]) -> Response[bytes]:
        """What to do in each scene, and what to say (JWS)."""
        return _answer(request, await service.read_document("scenes", settings))

    @get("/status", media_type=JOSE)
    async def status(self, request: AnyRequest, settings: NamedDependency[Settings]) -> Response[bytes]:
        """Which status lists there are, and what was revoked since they were made (JWS)."""
        return _answer(request, await service.read_document("status", settings))

    @get(
        "/status/{kid:int}/{shard:int}/{version:int}",
        media_type=status_lists.MEDIA_TYPE,
        responses=responses(errors.NoSuchList),
    )
    async def status_list(
        self, kid: FromPath[int], shard: FromPath[int], version: FromPath[int]
    ) -> Response[bytes]:
        """One status list (Token Status List as CWT); this version of it never changes."""
        body = await service.read_status_list(kid, shard, version)
        return Response(body, media_type=status_lists.MEDIA_TYPE, headers={"Cache-Control": FOR_EVER})


def _answer(request: AnyRequest, document: service.Document) -> Response[bytes]:
    etag = f'"{document.etag}"'
    headers = {"Cache-Control": f"public, max-age={document.max_age}", "ETag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=JOSE)
    return Response(document.body, headers=headers, media_type=JOSE)


ROUTES: list[ControllerRouterHandler] = [Credentials, Lists]
