"""Reminders, the board of deliveries and wishes in words."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from backend.core.problems import Words
from backend.messages.rules import STATES
from backend.messages.rules.states import CHANNELS
from backend.messages.schemas import Board, Category, Figures, ProviderLine
from backend.messages.schemas.wishes import Mutable
from backend.reminders.schemas.operating import Runs
from backend.reminders.schemas.views import Line, Mark
from portal.locales import LOCALES, words
from portal.state.boards import say_share, view_board
from portal.state.comparisons import UNITS, WAYS
from portal.state.notices import read_wishes
from portal.state.reminders import view

NOON = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)


def reminder(**facts: Any) -> Line:
    """A driving licence that expires in a month."""
    whole: dict[str, Any] = {
        "id": uuid.UUID(int=7), "scenario": "x", "category": "certificate", "title": Words("换证", "Renew"),
        "text": Words("请换证", "Please renew"), "due_on": date(2026, 12, 25), "days_left": 30,
        "action": None, "told_at": NOON, "state": "open", "answer": None,
    }  # fmt: skip
    return Line(**(whole | facts))


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [
        (30, "还有 30 天", ""),
        (7, "还有 7 天", "warn"),
        (1, "就在明天", "warn"),
        (0, "就是今天", "warn"),
        (-1, "昨天截止", "bad"),
        (-40, "已过 40 天", "bad"),
        (None, "", ""),
    ],
)
def test_a_reminder_says_how_many_days_are_left(days: int | None, said: str, tone: str) -> None:
    line = view(reminder(days_left=days), "zh-CN")
    assert (line.state, line.tone, line.path) == (said, tone, f"/reminders/{uuid.UUID(int=7)}")


def test_what_is_settled_says_so_and_what_has_no_day_says_when_it_came() -> None:
    assert view(reminder(state="over"), "zh-CN").state == "不用再办"
    assert view(reminder(state="answered"), "en").state == "Answered"
    assert view(reminder(state="over", category="greeting", days_left=None), "zh-CN").state == ""
    assert view(reminder(due_on=None, days_left=None), "zh-CN").due == "11月25日 周三"
    assert view(reminder(), "en").due == "Due 25 Dec 2026"


def test_everything_that_pages_may_have_to_say_has_words() -> None:
    wanted = [f"messages.kind_{one}" for one in get_args(Category)]
    wanted += [f"preferences.about_{one}" for one in (*get_args(Mutable), *CHANNELS)]
    wanted += [f"preferences.{part}_{one}" for one in CHANNELS for part in ("channel", "contact")]
    wanted += [f"deliveries.{one}" for one in STATES]
    wanted += [f"scenarios.{one}" for one in get_args(Runs)]
    wanted += [f"scenarios.mark_{one}" for one in get_args(Mark)]
    wanted += [f"policy.way_{one}" for ways in WAYS.values() for one in ways]
    wanted += [f"policy.{one}" for one in UNITS]
    for locale in LOCALES:
        assert [key for key in wanted if key not in words(locale)] == []


def figures(**given: Any) -> Figures:
    """Nothing but what is given."""
    none: dict[str, Any] = dict.fromkeys(("within_10_s", "p50_seconds", "p95_seconds"))
    return Figures(**({state.replace("-", "_"): 0 for state in STATES} | none | given))


def test_the_board_says_how_fast_what_is_stopped_and_what_waits() -> None:
    lately = figures(sent=990, gave_up=1, within_10_s=0.9996, p50_seconds=0.42, p95_seconds=2)
    stopped = ProviderLine(
        channel="sms", provider="sms-a", hour=figures(), day=lately, open_until=NOON + timedelta(minutes=5),
        open_because="busy", oldest_queued_at=None,
    )  # fmt: skip
    waiting = ProviderLine(
        channel="email", provider=None, hour=figures(queued=1_200), day=figures(), open_until=None,
        open_because=None, oldest_queued_at=NOON - timedelta(seconds=1_500),
    )  # fmt: skip
    at, (first, second) = view_board(Board(NOON, [stopped, waiting]), "zh-CN")

    assert at == "12:05:00 更新"
    assert (first.title, first.within, first.tone) == ("短信 · sms-a", "99.9%", "bad")
    assert first.speed == "一半在 0.4 秒内，95% 在 2.0 秒内"
    assert ("12:10" in first.state, first.rows[2].day, first.rows[2].hour) == (True, "990", "0")
    assert (second.state, second.within, second.oldest) == ("", "—", "最早一条排了 1,500 秒")
    assert second.rows[0].hour == "1,200"


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert [say_share(share) for share in (1, 0.99999, 0.5, 0)] == ["100%", "99.9%", "50.0%", "0.0%"]


def test_wishes_are_what_was_ticked() -> None:
    form = {"kind-case": "1", "channel-sms": "1", "silent": "1", "notice_locale": "en"}
    read = read_wishes(form | {"quiet_from": "22:00", "quiet_to": "07:00"})

    assert (read.channels, read.silent, read.staff_may_call) == (["sms"], True, False)
    assert set(read.muted) == set(get_args(Mutable)) - {"case"}
    assert (read.locale, read.quiet_from, read.quiet_to) == ("en", "22:00", "07:00")
