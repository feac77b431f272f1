"""Posts, tasks and firms as lines, in both languages."""

import uuid
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from backend.core.problems import Words
from backend.firms.schemas import Agent, Firm
from backend.staff.rules import Role
from backend.staff.schemas import StaffPost, Task
from backend.staff.service.tasks import TITLES
from portal.locales import LOCALES, Locale, words
from portal.state.firms import view_agent, view_firm
from portal.state.staff import read_post, view_post
from portal.state.tasks import CALL, FACTS, view_task

NOON = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
POLICE = Words("公安局", "Public Security Bureau")
NODE: dict[str, Any] = {
    "department": "public-security",
    "department_title": POLICE,
    "division": "131003",
    "division_name": "广阳区",
}


def task(**facts: Any) -> Task:
    """A bad rating to call back about."""
    whole = {
        **NODE, "id": uuid.uuid4(), "kind": "bad-rating", "title": Words("回访差评", "Call back"),
        "about": uuid.UUID(int=7), "facts": {"number": "LF2611-4K7D-3X", "stars": 1}, "overdue": False,
        "due_on": date(2026, 11, 30), "created_at": NOON, "done_at": None, "note": None,
    }  # fmt: skip
    return Task(**(whole | facts))


def test_a_task_says_what_where_and_until_when_then_how_it_was_done() -> None:
    line = view_task(task(overdue=True), "zh-CN")
    done = view_task(task(done_at=NOON, note="已回访"), "en")

    assert (line.title, line.where, line.path) == ("回访差评", "公安局 · 广阳区", f"/desk/{uuid.UUID(int=7)}")
    assert "LF2611-4K7D-3X" in line.facts
    assert "1 星" in line.facts
    assert "2026年11月30日" in line.due
    assert (line.overdue, line.note) == (True, "")
    assert done.note == "Wed 25 Nov · 已回访"


def test_a_task_to_call_says_what_about_and_leads_to_whom() -> None:
    facts = {"scenario": "x", "title_zh": "高龄津贴", "title_en": "Allowance", "due_on": "2026-12-25"}
    chinese, english = (view_task(task(kind=CALL, facts=facts), locale) for locale in LOCALES)

    assert (chinese.facts, chinese.reminder) == ("高龄津贴 · 2026年12月25日截止", str(uuid.UUID(int=7)))
    assert (english.facts, english.path) == ("Allowance · Due 25 Dec 2026", "")


def test_every_kind_of_task_and_every_role_has_words() -> None:
    assert {*FACTS, CALL} == TITLES.keys()
    for locale in LOCALES:
        assert {f"staff.{role}" for role in get_args(Role)} <= words(locale).keys()
        assert set(FACTS.values()) <= words(locale).keys()


@pytest.mark.parametrize(("locale", "where"), [("zh-CN", "公安局 · 广阳区"), ("en", f"{POLICE.en} · 广阳区")])
def test_a_post_says_who_and_where(locale: Locale, where: str) -> None:
    held: dict[str, Any] = {
        **NODE,
        "id": uuid.uuid4(),
        "role": "lead",
        "phone_masked": "138****0006",
        "added_at": NOON,
    }

    assert view_post(StaffPost(**held, name_masked=None), locale).who == "138****0006"
    line = view_post(StaffPost(**held, name_masked="周*"), locale)
    assert (line.who, line.where) == ("周* 138****0006", where)


def test_a_new_post_is_at_the_lowest_place_that_was_chosen() -> None:
    form = {"phone": " 13800000006 ", "department": "tax", "role": "clerk", "county": "131003"}

    assert read_post(form).division == "131003"
    assert read_post(form | {"township": "131003001", "village": ""}).division == "131003001"
    below = read_post(form | {"township": "131003001", "village": "131003001001"})
    assert (below.division, below.phone) == ("131003001001", "13800000006")
    assert read_post({}).division == ""


def test_only_agents_can_be_removed_and_only_the_representative_sees_them() -> None:
    firm: dict[str, Any] = {
        "id": uuid.uuid4(),
        "name": "小明面馆",
        "credit_code": "9",
        "division": None,
        "added_at": NOON,
    }
    person: dict[str, Any] = {
        "id": uuid.uuid4(),
        "name_masked": None,
        "phone_masked": "138****0002",
        "added_at": NOON,
    }

    assert [view_firm(Firm(**firm, role=role), "zh-CN").legal for role in ("legal", "agent")] == [True, False]
    lines = [view_agent(Agent(**person, role=role), "zh-CN") for role in ("legal", "agent")]
    assert [(line.role, line.removable) for line in lines] == [("法定代表人", False), ("经办人", True)]
