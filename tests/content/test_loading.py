"""Content with a mistake is refused, and every mistake in every file is named at once."""

from pathlib import Path
from typing import Annotated

import pytest
from msgspec import Meta

from backend import content
from backend.content import Bilingual, ContentError, Record, Slug, load


class Door(Record, frozen=True, kw_only=True):
    """A small kind of content."""

    title: Bilingual
    width: Annotated[int, Meta(ge=1, le=9)]
    opens: tuple[Slug, ...] = ()


GOOD = "title:\n  zh-CN: 门\n  en: Door\nwidth: 3\n"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def errors_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load(folder, Door)
    return refused.value.errors


def test_files_are_read_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("what these are")
    doors = load(write(tmp_path, front=GOOD, back=GOOD), Door)
    assert list(doors) == ["back", "front"]
    assert doors["front"] == Door(title=Bilingual(zh="门", en="Door"), width=3)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        front="title: {zh-CN: 门}\nwidth: 12\nopens: [front, In Side]\ncolour: red\n",
        back="title: {zh-CN: 门, en: Door}\nwidth: '3'\n",
        side=GOOD,
    )
    told = "\n".join(errors_of(tmp_path))
    assert told.count("back.yaml") == 1
    assert told.count("front.yaml") == 4
    assert "front.yaml: $.title.en: missing" in told
    assert "front.yaml: $.width: Expected `int` <= 9" in told
    assert "front.yaml: $.opens[1]: " in told
    assert "front.yaml: $.colour: nobody knows this field" in told
    assert "back.yaml: $.width: Expected `int`, got `str`" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "width: 4\n", "the key 'width' stands twice"),
        ("title: {zh-CN: 门, zh-CN: 户, en: Door}\nwidth: 3\n", "the key 'zh-CN' stands twice"),
        (GOOD + "on: [out]\n", "the key 'on' is not a text"),
        ("title: &t {zh-CN: 门, en: Door}\nwidth: 3\n", "anchors and aliases are not used here"),
        ("title: *t\n", "anchors and aliases are not used here"),
        ("title: [\n", "while parsing"),
        ("width: " + "[" * 40 + "]" * 40, "nested deeper"),
        ("", "$: Expected `object`, got `null`"),
        ("- 1\n", "$: Expected `object`, got `array`"),
        (GOOD + "---\n" + GOOD, "single document"),
        ("title: !!python/object/apply:os.getcwd []\n", "could not determine a constructor"),
        ("title: {zh-CN: ' 门', en: Door}\nwidth: 3\n", "$.title.zh-CN"),
        ("title: {zh-CN: '', en: Door}\nwidth: 3\n", "$.title.zh-CN"),
        ("#" * 70_000, "larger than 65536 bytes"),
    ],
)
def test_a_file_that_says_something_else_than_it_seems_to_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    (error,) = errors_of(write(tmp_path, front=text))
    assert "front.yaml: " in error
    assert told in error


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "front.yaml").write_bytes(b"\xff\xfe\x00")
    assert "front.yaml: " in errors_of(tmp_path)[0]


@pytest.mark.parametrize("name", ["Front.yaml", "front_door.yaml", "front.yml", "front.json", "-a.yaml"])
def test_only_slugs_that_end_in_yaml_are_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GOOD)
    assert name in errors_of(tmp_path)[0]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    assert errors_of(tmp_path / "nowhere")[0].endswith("there is no such folder")


def test_checking_tells_the_mistakes_of_all_loaders(tmp_path: Path) -> None:
    write(tmp_path, front="width: 3\n")
    with pytest.raises(ContentError) as refused:
        content.check(lambda: load(tmp_path, Door), lambda: None, lambda: load(tmp_path / "nowhere", Door))
    assert len(refused.value.errors) == 2
