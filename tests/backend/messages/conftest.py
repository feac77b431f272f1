"""Messages as other domains send them, and vendors that carry them."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import asyncpg
import pytest

from backend.core import clock, db
from backend.messages.ports import Provider
from backend.messages.rules import Fact
from backend.messages.service import Carrier, Outgoing, send, send_many, settle, working
from backend.people.service import account_for_phone
from integrations.sms_batch.vendor import BatchVendor
from integrations.sms_template.vendor import TemplateVendor
from tests.conftest import Client
from tests.integrations.stand_ins.ledger import Ledger
from tests.integrations.stand_ins.serving import running
from tests.integrations.stand_ins.sms import KEY, SECRET, make_app

AT = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
LIBRARY = {"zh-CN": "市图书馆", "en": "City Library"}
PARK = {"zh-CN": "人民公园", "en": "People's Park"}
COPIED: dict[str, Fact] = {"venue_one": LIBRARY, "venue_two": PARK, "at": AT}
EXPIRES: dict[str, Fact] = {
    "title": {"zh-CN": "驾驶证期满换证", "en": "Renew your driving licence"},
    "text": {"zh-CN": "您的驾驶证快到期了。", "en": "Your driving licence expires soon."},
    "sms": {"zh-CN": "驾驶证快到期，请换证。", "en": "Driving licence expires soon."},
    "at": AT,
}
ORIGIN = "http://city.test"

Tell = Callable[..., Awaitable[None]]
Rows = list[asyncpg.Record]


# The same for all tests of a run, also of one that midnight comes upon.
TOMORROW = datetime.combine(clock.today() + timedelta(days=1), datetime.min.time(), clock.SHANGHAI)


def next_day(hour: int, minute: int = 0) -> datetime:
    """Tomorrow at this time in Langfang: whoever signs in now has done so before."""
    return TOMORROW.replace(hour=hour, minute=minute)


# Nobody sleeps then.
MORNING = next_day(10)


@pytest.fixture
def tell() -> Tell:
    """Send a person a message, as a job would, in a transaction of its own."""

    async def telling(person: Client, key: str = "one", kind: str = "code-copied", **facts: Any) -> None:
        async with db.transaction():
            await send(await account_of(person), kind, facts or COPIED, key=key)

    return telling


async def account_of(person: Client) -> uuid.UUID:
    """Somebody's account."""
    return uuid.UUID((await person.get("/v1/me")).json()["id"])


async def read_inbox(person: Client, query: str = "") -> dict[str, Any]:
    """A page of somebody's messages."""
    answer = await person.get(f"/v1/me/messages{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


class Carriers(NamedTuple):
    """Two vendors of text messages, their books, and a look at our own."""

    first: Ledger
    second: Ledger
    providers: list[Provider]
    connection: "asyncpg.Connection[asyncpg.Record]"

    async def remind(self, count: int = 1, phone: str = "13800000001", **other: Any) -> list[uuid.UUID]:
        """Tell the account of `phone` so many things; gives the deliveries, oldest first."""
        account = await account_for_phone(phone)
        rows = [
            Outgoing(
                account=account,
                facts=EXPIRES,
                key=str(uuid.uuid4()),
                **{"kind": "reminder-certificate", "statutory": True, **other},
            )
            for _ in range(count)
        ]
        async with db.transaction():
            await send_many(rows)
        keys = [row.key for row in rows]
        found = await self.connection.fetch(
            "select delivery.id from delivery join message on message.id = message"
            " where key = any($1) order by 1",
            keys,
        )
        return [row["id"] for row in found]

    async def deliver(self, *providers: Provider) -> None:
        """What a worker does until nothing is due and nothing is to be asked, here and now."""
        async with working() as worker:
            carrier = Carrier(worker, providers or self.providers, ORIGIN)
            while await carrier.turn() or await settle(providers or self.providers):
                await carrier.wait()

    async def states(self, *deliveries: uuid.UUID) -> list[tuple[str, str | None]]:
        """State and error of deliveries, in their order; of all without any named."""
        rows = await self.connection.fetch(
            "select id, state, error from delivery"
            " where cardinality($1::uuid[]) = 0 or id = any($1) order by id",
            list(deliveries),
        )
        return [(row["state"], row["error"]) for row in rows]

    def sent(self, delivery: uuid.UUID) -> int:
        """How often the vendors sent it."""
        return self.first.sent[str(delivery)] + self.second.sent[str(delivery)]


@pytest.fixture
async def carriers(clean: None, connection: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[Carriers]:
    """Two good vendors, over HTTP."""
    first, second = Ledger(), Ledger()
    async with running(make_app(first)) as one, running(make_app(second)) as two:
        providers: list[Provider] = [
            BatchVendor(one, KEY, SECRET),
            TemplateVendor(two, KEY, SECRET, "text", seconds=2.0),
        ]
        yield Carriers(first, second, providers, connection)
