"""Words, dates and lines of lists in both languages."""

import uuid
from datetime import UTC, datetime

import pytest

from backend.city_codes.schemas import Verification
from backend.content import Bilingual
from backend.places.schemas.catalogue import SceneCard
from backend.places.schemas.venues import Name, OrganisationName, VenueName
from portal.answers import own_path
from portal.callers import connected, of_connection, read_cookies
from portal.dates import name_day, name_time
from portal.devices import name_device
from portal.locales import LOCALES, placeholders, words
from portal.state.records import view

NOON = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
LIBRARY = SceneCard(
    id="library",
    title=Bilingual(zh="图书馆", en="Library"),
    official_title=None,
    icon="library",
    number=2,
    forms=("live",),
    level=0,
    attributes=("is-adult",),
    attribute_titles={"is-adult": Bilingual(zh="已满十八周岁", en="18 or over")},
    attribute_values={
        "is-adult": {"true": Bilingual(zh="是", en="Yes"), "false": Bilingual(zh="否", en="No")}
    },
    who_sees=Bilingual(zh="是否成年", en="Whether adult"),
)


def test_every_language_says_the_same_things() -> None:
    one, *others = [words(locale) for locale in LOCALES]

    for other in others:
        assert one.keys() == other.keys()
        assert all(text.strip() for text in other.values())
        differing = [key for key in one if placeholders(one[key]) != placeholders(other[key])]
        assert differing == []


def test_dates_read_as_people_here_read_them() -> None:
    assert name_day(NOON, "zh-CN") == "11月25日 周三"
    assert name_day(NOON, "en") == "Wed 25 Nov"
    assert name_time(NOON, "zh-CN") == "11月25日 周三 12:05"


def test_a_day_begins_at_midnight_in_langfang() -> None:
    assert name_day(datetime(2026, 11, 24, 16, 0, tzinfo=UTC), "en") == "Wed 25 Nov"


def verification(**facts: object) -> Verification:
    """A check at the library."""
    name = Name(zh="廊坊市图书馆", en="Langfang Library")
    whole: dict[str, object] = {
        "id": uuid.uuid4(),
        "at": NOON,
        "venue": VenueName(uuid.uuid4(), name),
        "organisation": OrganisationName(uuid.uuid4(), name),
        "scene": "library",
        "result": "accepted",
        "reason": None,
        "attributes": {"is-adult": True},
        "offline": False,
    }
    return Verification(**(whole | facts))  # type: ignore[arg-type]  # facts of several types


def test_a_check_says_what_they_saw() -> None:
    chinese = view(verification(), LIBRARY, "zh-CN")
    english = view(verification(), LIBRARY, "en")

    assert (chinese.result, chinese.saw) == ("通过", "对方看到：已满十八周岁：是")
    assert (english.result, english.saw) == ("Accepted", "They saw: 18 or over: Yes")
    assert english.venue == "Langfang Library"


def test_a_refused_check_says_why_and_that_nothing_was_seen() -> None:
    refused = view(verification(result="refused", reason="replayed", attributes={}), LIBRARY, "zh-CN")

    assert refused.result == "这张码已经用过。"
    assert refused.saw == "对方没有看到您的信息。"


def test_a_check_without_a_network_says_so() -> None:
    assert [view(verification(offline=offline), LIBRARY, "zh-CN").how for offline in (True, False)] == [
        "离线查验",
        "",
    ]


def test_a_scene_or_reason_newer_than_the_portal_is_still_shown() -> None:
    newer = view(
        verification(scene="tomorrow", result="refused", reason="reader-stale", attributes={"new": "x"}),
        None,
        "en",
    )

    assert newer.scene == "tomorrow"
    assert newer.saw == "They saw: new: x"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/me", "/me"),
        ("/venues?a=1", "/venues?a=1"),
        (None, "/"),
        ("", "/"),
        ("me", "/"),
        ("//x", "/"),
        ("/\\x", "/"),
        ("/a\r\nset-cookie: b", "/"),
        ("/" + "a" * 400, "/"),
        ("/session/end", "/"),
        ("http://city.test/me", "/"),
    ],
)
def test_a_way_back_stays_on_this_site(wanted: str | None, given: str) -> None:
    assert own_path(wanted) == given


def test_a_device_is_named_after_its_browser() -> None:
    android = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"

    assert name_device(android) == "Android · Chrome"
    assert name_device("curl/8") == ""


def test_cookies_that_cannot_be_read_are_no_cookies() -> None:
    assert read_cookies("a=1; b=2") == {"a": "1", "b": "2"}
    assert read_cookies('a="\x00') == {}


def test_a_connection_is_known_by_a_name_and_not_by_its_cookies() -> None:
    scope = {"headers": [(b"cookie", b"yima_session=secret"), (b"host", b"city.test")], "client": ("::1", 5)}

    with connected(scope) as named:
        headers = {key.decode(): value.decode() for key, value in named["headers"]}
        assert "secret" not in str(headers)
        assert of_connection(headers).cookies == {"yima_session": "secret"}

    assert of_connection(headers).cookies == {}
