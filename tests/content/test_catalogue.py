"""The city's own scenes, prompts, attributes and divisions are whole, and mistakes in them are named."""

import json
import shutil
from pathlib import Path
from typing import get_args

import pytest

from backend import content
from backend.content import ContentError
from backend.places import service
from backend.places.schemas.catalogue import Outcome, Reason
from backend.places.service.catalogue import read_catalogue
from backend.places.service.divisions import FILE, read_divisions

SCENES = {
    "bus", "library", "scenic-spot", "hospital", "government-hall", "community", "community-visitor",
    "office-building", "park", "parking", "event", "elderly-canteen", "pharmacy",
}  # fmt: skip
ATTRIBUTES = {"age-band", "fare-class", "is-adult", "is-senior", "identity-confirmed"}
# Words that would tell a queue what its neighbour is.
CATEGORIES = (
    "老",
    "儿",
    "童",
    "学生",
    "残",
    "优惠",
    "免",
    "敬",
    "senior",
    "child",
    "student",
    "free",
    "half",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("scenes", "prompts", "attributes"):
        shutil.copytree(content.FOLDER / name, tmp_path / name)
    return tmp_path


def errors_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        read_catalogue(folder)
    return refused.value.errors


def test_all_content_of_the_city_is_right() -> None:
    content.check(service.read_content)
    assert set(service.scenes()) == SCENES
    assert set(service.attributes()) == ATTRIBUTES


def test_the_places_of_scenes_in_lists_are_all_different() -> None:
    orders = [scene.order for scene in service.scenes().values()]
    assert len(set(orders)) == len(orders)
    assert [card.id for card in service.list_scenes()][:3] == ["bus", "library", "hospital"]


def test_every_scene_has_something_to_say_at_every_outcome() -> None:
    outcomes = ["accepted", *get_args(Reason)]
    assert set(outcomes) == {value for part in get_args(Outcome) for value in get_args(part)}
    for scene in service.scenes():
        for outcome in outcomes:
            assert service.prompt_for(scene, outcome).zh


def test_prompts_are_few_short_and_say_nothing_of_the_holder() -> None:
    assert len(service.prompts()) <= 12
    for prompt in service.prompts().values():
        assert 2 <= len(prompt.says.zh) <= 6
        assert not any(word in f"{prompt.says.zh} {prompt.says.en.lower()}" for word in CATEGORIES)


def test_a_revoked_code_is_not_called_out() -> None:
    assert service.prompt_for("bus", "revoked").id == "ask-staff"


def test_a_scene_gives_at_most_one_attribute() -> None:
    assert all(len(scene.attributes) <= 1 for scene in service.scenes().values())


def test_an_unknown_prompt_or_attribute_is_named_with_its_file(folder: Path) -> None:
    bus = folder / "scenes" / "bus.yaml"
    bus.write_text(
        bus.read_text().replace("accepted: board", "expired: shout").replace("fare-class", "income")
    )
    assert errors_of(folder) == [
        "content/scenes/bus.yaml: $.attributes: there is no attribute 'income'",
        "content/scenes/bus.yaml: $.prompts.expired: there is no prompt 'shout'",
        "content/scenes/bus.yaml: $.prompts.accepted: missing",
    ]


def test_a_missing_language_is_named_with_its_place(folder: Path) -> None:
    for part, name in (("scenes", "park"), ("attributes", "age-band")):
        file = folder / part / f"{name}.yaml"
        lines = file.read_text().splitlines()
        file.write_text("\n".join(line for line in lines if not line.startswith("  en:")))
    told = errors_of(folder)
    assert any(line.endswith("scenes/park.yaml: $.title.en: missing") for line in told)
    assert any(line.endswith("scenes/park.yaml: $.who_sees.en: missing") for line in told)
    assert any(line.endswith("attributes/age-band.yaml: $.title.en: missing") for line in told)


def test_a_reason_without_a_prompt_and_one_with_two_are_named(folder: Path) -> None:
    expired = folder / "prompts" / "refresh-code.yaml"
    expired.write_text(expired.read_text().replace("[expired]", "[replayed]"))
    assert errors_of(folder) == [
        "content/prompts: 0 prompts say that they are for 'expired'; it must be one",
        "content/prompts: 2 prompts say that they are for 'replayed'; it must be one",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("forms: [live, carried, spoken]", "forms: [telepathy]"),
        ("level: 0", "level: 3"),
        ("cap_per_day: 20", "cap_per_day: -1"),
    ],
)
def test_values_that_nobody_knows_are_refused(folder: Path, before: str, after: str) -> None:
    bus = folder / "scenes" / "bus.yaml"
    bus.write_text(bus.read_text().replace(before, after))
    (error,) = errors_of(folder)
    assert "scenes/bus.yaml: $." in error


def test_the_city_has_its_eleven_counties_and_all_below() -> None:
    counts: dict[str, int] = {}
    for division in service.divisions().by_code.values():
        counts[division.level] = counts.get(division.level, 0) + 1
    assert counts == {"city": 1, "county": 11, "township": 123, "village": 3_619}


def test_the_code_of_the_demo_people_is_no_division() -> None:
    assert service.find_division("131099") is None


def test_the_divisions_above_one_are_found_nearest_first() -> None:
    above = service.list_ancestors("131002001007")
    assert [division.name for division in above] == ["银河南路街道", "安次区", "廊坊市"]
    assert service.list_ancestors("131000") == service.list_ancestors("131099") == []


def test_a_division_in_the_wrong_place_or_twice_is_named(tmp_path: Path) -> None:
    city = json.loads(FILE.read_text())
    county = city["counties"][0]
    county["towns"][0]["villages"][0]["code"] = "131003001007"
    county["towns"][1]["code"] = county["towns"][2]["code"]
    (tmp_path / "city.json").write_text(json.dumps(city))
    with pytest.raises(ContentError) as refused:
        read_divisions(tmp_path / "city.json")
    told = str(refused.value)
    assert "131003001007 does not belong to 131002001" in told
    assert f"{county['towns'][2]['code']} stands twice" in told


@pytest.mark.parametrize("text", ["", "[]", '{"code": "131000"}', '{"code": 1, "name": "x", "counties": []}'])
def test_a_division_file_that_is_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "city.json").write_text(text)
    with pytest.raises(ContentError, match=r"city\.json"):
        read_divisions(tmp_path / "city.json")


def test_a_missing_division_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"city\.json"):
        read_divisions(tmp_path / "city.json")
