"""A reader without a network as the API knows it: it keeps a chain of records, and hands it in."""

import time
import uuid
from typing import Any

import httpx
import jwt
from litestar import Litestar

from backend.credentials.rules.carried_codes import hash_venue
from backend.credentials.rules.jws import encode
from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from tests import venues
from tests.conftest import new_client
from tests.venues import Enrolled

Client = httpx.AsyncClient


class Device:
    """An enrolled reader with records that it has not handed in."""

    def __init__(self, enrolled: Enrolled, venue: str, client: Client) -> None:
        self.enrolled = enrolled
        self.venue = venue
        self.client = client
        self.link = FIRST_LINK
        self.sequence = 0
        self.records: list[dict[str, Any]] = []

    @classmethod
    async def enrol(
        cls, app: Litestar, operator: Client, scene: str = "library", venue: str | None = None, **where: Any
    ) -> "Device":
        """A reader at a venue of its own, unless `venue` is given."""
        place = venue or (await venues.open_venue(operator, scene, **where))["id"]
        enrolled = await venues.enrol(operator, place, scene)
        return cls(enrolled, place, new_client(app, authorization=f"Bearer {enrolled.token}"))

    @property
    def bound_to(self) -> bytes:
        """How carried codes name its venue."""
        return hash_venue(uuid.UUID(self.venue))

    def note(
        self, code: str, verdict: str = "accepted", at: float | None = None, degraded: bool = False
    ) -> None:
        """Decide about a code without a network."""
        moment = int((time.time() if at is None else at) * 1000)
        self.records.append({"at": moment, "verdict": verdict, "degraded": degraded, "code": code})

    def body(self, **changed: Any) -> dict[str, Any]:
        """What it hands in now; `changed` claims of the proof."""
        link, sequence = self.link, self.sequence
        for record in self.records:
            sequence += 1
            link = add_link(link, Entry(sequence, *record.values()))
        claims = {"aud": "yima-evidence", "sub": self.enrolled.id, "sequence": sequence, "link": encode(link)}
        proof = jwt.encode(claims | {"iat": int(time.time())} | changed, self.enrolled.key, "EdDSA")
        return {"after": self.sequence, "records": self.records, "proof": proof}

    def go_on_from(self, sequence: int, records: list[dict[str, Any]]) -> None:
        """Take the first `sequence` of `records` as handed in."""
        self.link, self.sequence = FIRST_LINK, 0
        self.go_on(records[:sequence])

    def go_on(self, records: list[dict[str, Any]]) -> None:
        """Take `records`, which come next, as handed in."""
        for record in records:
            self.sequence += 1
            self.link = add_link(self.link, Entry(self.sequence, *record.values()))

    async def send(self, body: dict[str, Any]) -> httpx.Response:
        """What the city answers to a body."""
        return await self.client.post("/v1/evidence", json=body)

    async def hand_in(self) -> int:
        """Hand in everything; the sequence that the city has then."""
        answer = await self.send(self.body())
        assert answer.status_code == 200, answer.text
        self.go_on(self.records)
        self.records = []
        return int(answer.json()["sequence"])
