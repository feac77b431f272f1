"""What is wrong in a file of a scenario or policy, named by file and place."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.content import ContentError
from backend.reminders.service.catalogue import read_policies, read_scenarios
from backend.reminders.service.examples.checking import find_example_mistakes
from tests.backend.reminders.made import LICENCE, make

FEAST = {"kind": "festival"}
OF_PASSPORT = {"kind": "record", "register": "passport"}
AGAIN = {"kind": "recurring", "register": "passport", "from": "passport.valid_to"}

EXAMPLE = LICENCE["examples"][0]
POLICY = {name: LICENCE[name] for name in ("title", "department", "text", "sensitivity", "legal", "mark")} | {
    "summary": LICENCE["text"],
    "audience": "resident",
    "when": {"fact": "driving-licence.points", "is": "less", "value": 1},
    "text": {"zh-CN": "您可以少交。", "en": "You may pay less."},
    "examples": [{"title": "没有扣分", "facts": {"driving-licence": {"points": 0}}, "matches": True}],
}


def read(folder: Path, changed: dict[str, Any], without: str = "") -> list[str]:
    """The mistakes of one file."""
    written = {name: value for name, value in (LICENCE | changed).items() if name != without}
    (folder / "licence.yaml").write_text(yaml.safe_dump(written, allow_unicode=True))
    with pytest.raises(ContentError) as caught:
        read_scenarios(folder)
    return caught.value.errors


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"stop": True}, "$.stop: nobody knows this field"),
        ({"text": {"zh-CN": "到期"}}, "$.text.en: missing"),
        ({"title": {"en": "x"}}, "$.title.zh-CN: missing"),
        ({"steps": []}, "$.steps"),
        ({"steps": [{"days": -7}, {"days": -30}]}, "$.steps[1]: not after the step before it"),
        ({"steps": [{"days": -7}, {"working_days": -5}]}, "$.steps[1]: not after the step before it"),
        ({"steps": [{"days": -4000}]}, "$.steps[0]: further than five years away"),
        ({"steps": [{"days": 1, "from": "opens"}]}, "$.steps[0].from: only what has a window opens"),
        ({"steps": [{"window": "opens"}]}, "$.steps[0]: one of days, months and working_days is needed"),
        ({"department": "moon"}, "$.department: there is no department 'moon'"),
        ({"tell": ["employer"]}, "$.tell[0]: a record of driving-licence has no employer to tell"),
        ({"tell": ["holder", "holder"]}, "$.tell: the same stands twice"),
        ({"action": {"service": "moon"}}, "$.action.service: there is no service 'moon'"),
        ({"action": {}}, "$.action: exactly one of service and path is needed"),
        ({"text": {"zh-CN": "{name}到期", "en": "x"}}, "$.text.zh-CN: nothing fills {name}"),
        ({"text": {"zh-CN": "到期{due", "en": "x"}}, "$.text.zh-CN: a brace belongs to no {place}"),
        ({"text": {"zh-CN": "您的驾 驶证", "en": "x"}}, "$.text.zh-CN: a space between Chinese characters"),
        ({"sms": {"zh-CN": "长" * 60 + "{due}", "en": "x"}}, "$.sms.zh-CN: more than one text message"),
        ({"sms": {"zh-CN": "短", "en": "it’s"}}, "$.sms.en: longer than one text message"),
        ({"legal": []}, "$.legal: what was read in the law names it"),
        ({"legal": [{"title": "x", "mark": "G"}]}, "$.mark: V, but a law behind it is G"),
        ({"checked": {"by": "x", "on": "2026-02-01", "until": "2026-01-01"}}, "$.checked.until: before"),
        ({"effective_from": "2027-01-01", "effective_to": "2026-01-01"}, "$.effective_to: before"),
        ({"trigger": {"kind": "moon"}}, "$.trigger"),
        ({"trigger": {"kind": "match", "register": "moon"}}, "$.trigger.register: there is no register"),
        ({"trigger": {"kind": "match"}}, "$.steps: a match has the one step `days: 0`"),
        ({"trigger": FEAST | {"calendar": "solar", "on": "02-30"}}, "$.trigger.on: there is no 02-30"),
        ({"trigger": FEAST | {"calendar": "lunar", "on": "02-31"}}, "$.trigger.on: no lunar month"),
        (
            {"trigger": {"kind": "yearly", "register": "population", "opens": "04-31", "closes": "06-01"}},
            "$.trigger.opens: there is no 04-31",
        ),
        (
            {"trigger": OF_PASSPORT | {"due": {"from": "vehicle.valid_to"}}},
            "$.trigger.due.from: 'vehicle.valid_to' is no fact of passport",
        ),
        (
            {"trigger": OF_PASSPORT | {"due": {"from": "passport.moon"}}},
            "$.trigger.due.from: nobody knows the date 'passport.moon'",
        ),
        (
            {"trigger": OF_PASSPORT | {"due": {"from": "passport.valid_to", "years": 200}}},
            "$.trigger",
        ),
        (
            {"trigger": AGAIN | {"every": {"days": 3}}},
            "$.trigger.every: whole months or years, at least one",
        ),
        (
            {"trigger": AGAIN | {"at": [{"months": 2}, {"days": 62}]}},
            "$.trigger.at[1]: not at least 28 days",
        ),
        ({"when": {"fact": "driving-licence.shoe", "is": "present"}}, "$.when: nobody knows the fact"),
        ({"until": {"all": [{"fact": "population.name", "is": "present"}]}}, "$.until.all[0]: nobody knows"),
        ({"until": {"fact": "food-licence.valid_to", "is": "present"}}, "$.until: nobody can say whose"),
        ({"when": {"fact": "low-income.grade", "is": "present"}}, "$.when: low-income.grade may not be read"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_and_place(
    tmp_path: Path, changed: dict[str, Any], place: str | None
) -> None:
    if place is None:
        changed = {"text": {"zh-CN": "您的C1 驾驶证", "en": "x"}, "stop": 1}
        place = "$.stop"
    errors = read(tmp_path, changed)
    assert any(f"licence.yaml: {place}" in line for line in errors), errors


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("version: 1\n")
    errors = read(tmp_path, {"moon": 1, "mark": "X"})
    assert {line.partition(".yaml")[0].rpartition("/")[2] for line in errors} == {"licence", "other"}
    assert len(errors) > 10


@pytest.mark.parametrize("field", [name for name in LICENCE if name != "action"])
def test_what_is_missing_is_named(tmp_path: Path, field: str) -> None:
    assert any(f"$.{field}: missing" in line for line in read(tmp_path, {}, without=field))


@pytest.mark.parametrize(
    ("example", "complaint"),
    [
        ({"reminders": ["2026-12-01"]}, "[0].reminders: [2026-12-01] were expected, but these come: [2026-"),
        ({"reminders": ["2027-01-01"]}, "[0].reminders: outside its days"),
        ({"days": {"from": "2026-12-31", "to": "2026-12-01"}}, "[0].days: from a first to a last day"),
        ({"facts": {"moon": {}}}, "[0].facts.moon: there is no such register"),
        ({"facts": {"driving-licence": {"shoe": 1}}}, "[0].facts.driving-licence.shoe: nobody knows"),
        ({"facts": {"driving-licence": [{"points": "3"}]}}, "[0].facts.driving-licence.points: '3' is"),
        ({"facts": {"population": {"sex": "moon"}}}, "[0].facts.population.sex: there is no choice 'moon'"),
        ({"about": {"population": {}}}, "[0].about.population: of whom?"),
        ({"then": [{"on": "2026-12-02", "applied": "moon"}]}, "[0].then[0].applied: there is no"),
        ({"then": [{"on": "2025-12-02"}]}, "[0].then[0].on: outside its days"),
    ],
)  # fmt: skip
def test_an_example_that_fails_is_named(example: dict[str, Any], complaint: str) -> None:
    examples = [EXAMPLE | example, LICENCE["examples"][1]]
    found = [line for line in find_example_mistakes(make(examples=examples)) if "none of them" not in line]
    assert found
    assert any(line.startswith(f"$.examples{complaint}") for line in found), found


def test_a_policy_is_read_as_strictly(tmp_path: Path) -> None:
    changes: list[tuple[dict[str, Any], str]] = [
        ({}, ""),
        (
            {"examples": [POLICY["examples"][0] | {"matches": False}]},
            "$.examples[0].matches: it does match",
        ),
        ({"text": {"zh-CN": "{due}", "en": "x"}}, "$.text.zh-CN: nothing fills {due}"),
        (
            {"when": {"fact": "driving-licence.points", "is": "after", "value": 1}},
            "$.when.is: `after` cannot",
        ),
        ({"audience": "firm"}, "$.examples[0].facts.driving-licence: of whom?"),
    ]
    for changed, place in changes:
        (tmp_path / "one.yaml").write_text(yaml.safe_dump(POLICY | changed, allow_unicode=True))
        try:
            read_policies(tmp_path)
            found = ""
        except ContentError as error:
            found = str(error)
        assert (f"one.yaml: {place}" in found) if place else not found, found
