"""E-mail over a real SMTP server."""

import socket
from collections.abc import AsyncIterator
from email import message_from_bytes

import pytest

from backend.core.settings import Settings
from backend.messages.ports import Handed, Refused, Unclear
from integrations import smtp
from integrations.smtp.letters import write
from integrations.smtp.sender import MailServer
from tests.integrations.conftest import parcel
from tests.integrations.stand_ins.mail import Office, running

TO = "zhang@home.test"
BUSY = Refused("busy", permanent=False)
QUOTA = Refused("quota", permanent=False)
CONTENT = Refused("content", permanent=True)
BAD_ADDRESS = Refused("bad-address", permanent=True)


def make(port: int, user: str = "", profile: str = "demo", host: str = "127.0.0.1") -> MailServer:
    settings = Settings(
        profile=profile,  # type: ignore[arg-type]
        smtp_url=f"smtp://{user}{host}:{port}",
        smtp_from="yima@city.test",
        public_url="https://city.test",
    )
    return smtp.provider(settings)


@pytest.fixture
def office() -> Office:
    """The server's letters."""
    return Office()


@pytest.fixture
async def server(office: Office) -> AsyncIterator[MailServer]:
    """Our side of the server."""
    async with running(office) as port:
        yield make(port)


async def test_a_letter_arrives_as_it_was_written(server: MailServer, office: Office) -> None:
    english = parcel(
        2, TO, locale="en", title="Renew your\r\nBcc: evil@test.test", body="Soon.\n.\nReally.", url=None
    )
    assert await server.hand([parcel(1, TO), english]) == [Handed(), Handed()]
    first, second = office.letters
    assert first["Subject"] == parcel().title
    assert first["Message-ID"] == f"<{parcel(1).id}@city.test>"
    assert (first["To"], first["X-Recipient"]) == (TO, TO)
    assert str(first["From"]) == "一码 <yima@city.test>"
    assert first["List-Unsubscribe"] == "<https://city.test/preferences>"
    assert first["Auto-Submitted"] == "auto-generated"
    text = first.get_content().replace("\r\n", "\n")
    assert parcel().body in text
    assert str(parcel().url) in text
    assert "https://city.test/preferences" in text
    assert second["Subject"] == "Renew your Bcc: evil@test.test"
    assert second["Bcc"] is None
    assert second.get_content().startswith("Soon.\r\n.\r\nReally.\r\n")


def test_a_title_that_hides_lines_in_an_encoded_word_is_one_line() -> None:
    hidden = "=?utf-8?q?a=0d=0aBcc:_evil@test.test=0d=0a=0d=0aPay_here?="
    for title in (hidden, f"补贴 {hidden}", f"a=?{hidden}"):
        letter = message_from_bytes(write(parcel(1, TO, title=title), "yima@city.test", "https://city.test"))
        assert letter["Bcc"] is None
        assert letter["List-Unsubscribe"] == "<https://city.test>"


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("550 5.1.1 No such user", BAD_ADDRESS),
        ("550 no", BAD_ADDRESS),
        ("551 moved", Refused("gone", permanent=True)),
        ("550 5.2.1 Mailbox disabled", Refused("gone", permanent=True)),
        ("552 5.2.2 Mailbox full", BUSY),
        ("450 4.2.1 Greylisted", BUSY),
        ("550 5.7.1 Your network is on a list", QUOTA),
        ("554 no", QUOTA),
        ("599 what", BUSY),
    ],
)
async def test_an_address_that_is_refused_stops_no_other_letter(
    server: MailServer, office: Office, reply: str, answer: Refused
) -> None:
    office.recipients["nobody@home.test"] = reply
    assert await server.hand([parcel(1, "nobody@home.test"), parcel(2, TO)]) == [answer, Handed()]
    assert len(office.letters) == 1


async def test_what_is_no_address_is_never_said_to_a_server(server: MailServer, office: Office) -> None:
    bad = ["", "zhang", "a@b@c", "张@home.test", "a@home.test\r\nRCPT TO:<b@home.test>", "a@home.test>"]
    answers = await server.hand([parcel(number, address) for number, address in enumerate(bad)])
    assert answers == [BAD_ADDRESS] * len(bad)
    assert office.letters == []


@pytest.mark.parametrize(
    ("reply", "answer"), [("451 later", BUSY), ("552 too large", CONTENT), ("554 spam", CONTENT)]
)
async def test_a_letter_that_is_refused_was_not_sent(
    server: MailServer, office: Office, reply: str, answer: Refused
) -> None:
    office.letter = reply
    assert await server.hand([parcel(1, TO), parcel(2, TO)]) == [answer, answer]
    office.letter, office.sender = "250 OK", "553 not you"
    assert await server.hand([parcel(1, TO)]) == [QUOTA]
    assert office.letters == []


async def test_a_server_that_hangs_up(server: MailServer, office: Office) -> None:
    office.hangs_up = "letter"
    assert await server.hand([parcel(1, TO), parcel(2, TO)]) == [Unclear("cut"), BUSY]
    assert len(office.letters) == 1
    office.hangs_up = "recipient"
    assert await server.hand([parcel(1, TO), parcel(2, TO)]) == [BUSY, BUSY]
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    assert await make(port).hand([parcel(1, TO)]) == [BUSY]


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")  # aiosmtpd 1.4 says it of itself
async def test_signing_in_and_saying_nothing_in_clear(office: Office) -> None:
    async with running(office, with_sign_in=True) as port:
        assert await make(port, "yima:p%40ss%3Aword@").hand([parcel(1, TO)]) == [Handed()]
        assert await make(port, "yima:wrong@").hand([parcel(2, TO)]) == [BUSY]
        # Outside a demo a server without TLS hears nothing, unless it is on this machine.
        assert await make(port, "yima:p%40ss%3Aword@", "production").hand([parcel(3, TO)]) == [Handed()]
        signed_in = len(office.users)
        elsewhere = make(port, "yima:p%40ss%3Aword@", "production", "127.0.0.2")
        assert await elsewhere.hand([parcel(4, TO)]) == [BUSY]
        assert len(office.users) == signed_in
    assert len(office.letters) == 2
