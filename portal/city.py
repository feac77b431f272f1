"""The city's API as the portal asks it: as the one who sits in front of the page, and never as itself."""

from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import msgspec

from backend.city_codes.schemas import Verification
from backend.core.pages import Page
from backend.evidence import schemas as evidence
from backend.messages.schemas import Message, Unread
from backend.people import schemas as people
from backend.places.schemas import catalogue
from backend.places.schemas import venues as places
from portal.callers import Caller
from portal.locales import Locale

T = TypeVar("T")

SECONDS_MAX = 20


class Refused(Exception):
    """The API said no; `message` holds its sentence in both languages."""

    def __init__(self, status: int, kind: str, message: dict[str, str], facts: dict[str, Any]) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.message = message
        self.facts = facts

    def say(self, locale: Locale) -> str:
        """Its sentence in `locale`."""
        return self.message.get(locale) or self.message.get("zh-CN", "")


class Answer(msgspec.Struct, frozen=True):
    """What came back, with the cookies that the API set."""

    content: bytes
    set_cookies: list[str]


class City:
    """The API, in this process or over the network."""

    def __init__(self, api: Any, origin: str) -> None:
        self.api = api
        self.origin = origin

    async def send(
        self, caller: Caller, method: str, path: str, body: object = None, key: str | None = None
    ) -> Answer:
        """The API's answer to one request of `caller`; an error status is Refused."""
        content = None if body is None else msgspec.json.encode(body)
        sent = {**caller.headers, "cookie": "; ".join(f"{k}={v}" for k, v in caller.cookies.items())}
        # As the bytes they came as: some phones name themselves in Chinese, and httpx takes ASCII text only.
        headers = {name.encode(): value.encode("latin-1") for name, value in sent.items()}
        if content is not None:
            headers[b"content-type"] = b"application/json"
        if key is not None:
            headers[b"idempotency-key"] = key.encode()
        transport = httpx.ASGITransport(self.api, client=(caller.address, caller.port))
        async with httpx.AsyncClient(
            transport=transport, base_url=self.origin, timeout=SECONDS_MAX, trust_env=False
        ) as client:
            answer = await client.request(method, path, content=content, headers=headers)
        if answer.is_error:
            raise refusal(answer)
        return Answer(answer.content, answer.headers.get_list("set-cookie"))

    async def ask(
        self,
        caller: Caller,
        method: str,
        path: str,
        type_: type[T],
        body: object = None,
        key: str | None = None,
    ) -> T:
        """The same, decoded."""
        answer = await self.send(caller, method, path, body, key)
        return msgspec.json.decode(answer.content, type=type_)

    async def start_sign_in(self, caller: Caller, phone: str) -> people.SignIn:
        """Text a one-time password to a phone."""
        wanted = people.NewSignIn(phone=phone, locale=caller.locale)
        return await self.ask(caller, "POST", "/v1/sign-ins", people.SignIn, wanted)

    async def answer_sign_in(self, caller: Caller, sign_in: str, password: str, device: str) -> list[str]:
        """The cookies of a session that `password` opened."""
        given = people.GivenPassword(password, "cookie", people.ThisDevice(label=device))
        return (await self.send(caller, "POST", f"/v1/sign-ins/{sign_in}/password", given)).set_cookies

    async def end_session(self, caller: Caller) -> list[str]:
        """The cookies that sign the caller out."""
        return (await self.send(caller, "DELETE", "/v1/sessions/current")).set_cookies

    async def confirm_identity(self, caller: Caller, name: str, id_number: str) -> people.Me:
        """Confirm who the caller is, on this device."""
        given = people.GivenIdentity(name, id_number)
        return await self.ask(caller, "POST", "/v1/me/identity", people.Me, given)

    async def me(self, caller: Caller) -> people.Me:
        """Their own account."""
        return await self.ask(caller, "GET", "/v1/me", people.Me)

    async def devices(self, caller: Caller) -> people.Devices:
        """Their devices."""
        return await self.ask(caller, "GET", "/v1/me/devices", people.Devices)

    async def verifications(self, caller: Caller, limit: int, after: str | None = None) -> Page[Verification]:
        """Who checked their code, the newest first."""
        path = f"/v1/me/verifications?{cursor(limit, after)}"
        return await self.ask(caller, "GET", path, Page[Verification])

    async def messages(self, caller: Caller, limit: int, after: str | None = None) -> Page[Message]:
        """What the city has told them, the newest first."""
        return await self.ask(caller, "GET", f"/v1/me/messages?{cursor(limit, after)}", Page[Message])

    async def unread(self, caller: Caller) -> int:
        """How many of those they have not read; 100 stands for more as well."""
        return (await self.ask(caller, "GET", "/v1/me/messages/unread", Unread)).count

    async def mark_read(self, caller: Caller, message: str) -> None:
        """Note that they have read one."""
        await self.send(caller, "PUT", f"/v1/me/messages/{message}/read")

    async def scenes(self, caller: Caller) -> list[catalogue.SceneCard]:
        """The scenes of the city."""
        return (await self.ask(caller, "GET", "/v1/scenes", catalogue.SceneList)).items

    async def divisions(self, caller: Caller, parent: str | None) -> list[catalogue.Division]:
        """The divisions right below `parent`; without one the city itself."""
        path = f"/v1/divisions?parent={parent}" if parent else "/v1/divisions"
        return (await self.ask(caller, "GET", path, catalogue.DivisionList)).items

    async def organisations(
        self, caller: Caller, limit: int, after: str | None = None
    ) -> Page[places.Organisation]:
        """The organisations they may manage."""
        path = f"/v1/organisations?{cursor(limit, after)}"
        return await self.ask(caller, "GET", path, Page[places.Organisation])

    async def venues(self, caller: Caller, limit: int, after: str | None = None) -> Page[places.Venue]:
        """The venues they may manage."""
        return await self.ask(caller, "GET", f"/v1/venues?{cursor(limit, after)}", Page[places.Venue])

    async def venue(self, caller: Caller, venue: str) -> places.Venue:
        """One venue."""
        return await self.ask(caller, "GET", f"/v1/venues/{venue}", places.Venue)

    async def readers(
        self, caller: Caller, venue: str, limit: int, after: str | None = None
    ) -> Page[places.Reader]:
        """A venue's readers."""
        path = f"/v1/venues/{venue}/readers?{cursor(limit, after)}"
        return await self.ask(caller, "GET", path, Page[places.Reader])

    async def report(self, caller: Caller, venue: str) -> evidence.VenueReport:
        """What a venue checked in the last seven days."""
        return await self.ask(caller, "GET", f"/v1/venues/{venue}/report", evidence.VenueReport)

    async def findings(
        self, caller: Caller, state: str, limit: int, after: str | None = None
    ) -> Page[evidence.Finding]:
        """What does not fit together, "open" or "closed", the newest first."""
        path = f"/v1/findings?state={state}&{cursor(limit, after)}"
        return await self.ask(caller, "GET", path, Page[evidence.Finding])

    async def resolve(self, caller: Caller, finding: str, note: str) -> None:
        """Close a finding."""
        await self.send(caller, "PUT", f"/v1/findings/{finding}/resolution", evidence.Resolution(note))

    async def remove_device(self, caller: Caller, device: str) -> None:
        """Sign one of their devices out."""
        await self.send(caller, "DELETE", f"/v1/me/devices/{device}")

    async def create_organisation(
        self, caller: Caller, wanted: places.NewOrganisation, key: str
    ) -> places.Organisation:
        """Register an organisation."""
        return await self.ask(caller, "POST", "/v1/organisations", places.Organisation, wanted, key)

    async def add_manager(
        self, caller: Caller, organisation: str, wanted: places.NewManager, key: str
    ) -> places.Manager:
        """Let somebody manage an organisation's venues."""
        path = f"/v1/organisations/{organisation}/managers"
        return await self.ask(caller, "POST", path, places.Manager, wanted, key)

    async def create_venue(
        self, caller: Caller, organisation: str, wanted: places.NewVenue, key: str
    ) -> places.Venue:
        """Open a venue."""
        path = f"/v1/organisations/{organisation}/venues"
        return await self.ask(caller, "POST", path, places.Venue, wanted, key)

    async def create_reader(
        self, caller: Caller, venue: str, wanted: places.NewReader, key: str
    ) -> places.ReaderWithCode:
        """Set up a reader, with its one-time code."""
        return await self.ask(
            caller, "POST", f"/v1/venues/{venue}/readers", places.ReaderWithCode, wanted, key
        )

    async def renew_code(self, caller: Caller, reader: str) -> places.ReaderWithCode:
        """A new one-time code for a reader."""
        path = f"/v1/readers/{reader}/enrolment-codes"
        return await self.ask(caller, "POST", path, places.ReaderWithCode)

    async def suspend(self, caller: Caller, what: str, reason: str) -> None:
        """Suspend the resident, device, venue or reader with the path `what`."""
        await self.send(caller, "PUT", f"{what}/suspension", {"reason": reason})

    async def resume(self, caller: Caller, what: str) -> None:
        """End that suspension."""
        await self.send(caller, "DELETE", f"{what}/suspension")

    async def find_residents(self, caller: Caller, phone: str) -> people.Residents:
        """The resident with this phone."""
        wanted = people.WantedResident(phone)
        return await self.ask(caller, "POST", "/v1/residents/search", people.Residents, wanted)

    async def confirm_at_counter(
        self, caller: Caller, resident: str, given: people.CounterIdentity
    ) -> people.Resident:
        """Confirm a resident whose ID card an operator has seen."""
        return await self.ask(caller, "PUT", f"/v1/residents/{resident}/identity", people.Resident, given)


def cursor(limit: int, after: str | None) -> str:
    """The query of a page of a list."""
    return urlencode({"limit": limit, **({"after": after} if after else {})})


def refusal(answer: httpx.Response) -> Refused:
    """The API's problem as an exception; an answer that is no problem document counts as a fault of ours."""
    try:
        facts = answer.json()
        kind = str(facts["type"]).rsplit("/", 1)[-1]
        return Refused(answer.status_code, kind, dict(facts["message"]), facts)
    except (ValueError, KeyError, TypeError):
        away = {
            "zh-CN": "我们这边出了点问题，请稍后再试。",
            "en": "Something went wrong on our side. Please try again later.",
        }
        return Refused(answer.status_code, "internal-error", away, {})


_city: City | None = None


def connect(api: Any, origin: str) -> None:
    """Let this process's pages ask `api`, which people reach at `origin`."""
    global _city  # noqa: PLW0603 - Reflex makes its states itself and can hand them nothing
    _city = City(api, origin)


def city() -> City:
    """The API of this process."""
    if _city is None:
        raise RuntimeError("the portal is not connected to an API")
    return _city
