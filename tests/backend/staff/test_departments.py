"""The city's departments, and which node covers which."""

from pathlib import Path

import httpx
import pytest

from backend.content import ContentError
from backend.staff.rules import covers, level_of, may_give
from backend.staff.service.departments import read_departments

DEPARTMENTS = 27


async def test_everybody_reads_the_departments_in_both_languages(client: httpx.AsyncClient) -> None:
    items = (await client.get("/v1/departments")).json()["items"]

    assert len({one["id"] for one in items}) == len(items) == DEPARTMENTS
    for one in items:
        for text in ("title", "short", "duties"):
            assert one[text]["zh-CN"]
            assert one[text]["en"].isascii()
        assert one["levels"]
        assert one["line"]
    police = next(one for one in items if one["id"] == "public-security")
    assert (police["title"]["zh-CN"], police["levels"]) == ("公安局", ["city", "county", "township"])
    assert next(one for one in items if one["id"] == "traffic-police")["above"] == "public-security"


def test_a_department_below_one_that_does_not_exist_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "parks.yaml").write_text(
        "title: {zh-CN: 园林局, en: Parks}\nshort: {zh-CN: 园林, en: Parks}\nlevels: [city]\nabove: trees\n"
        "duties: {zh-CN: 公园, en: Parks}\nline: '12345'\n",
        encoding="utf-8",
    )

    with pytest.raises(ContentError, match=r"parks\.yaml: \$\.above: there is no department 'trees'"):
        read_departments(tmp_path)


@pytest.mark.parametrize(
    ("post", "division", "responsible"),
    [
        ("131000", "131003001001", True),
        ("131003", "131003001", True),
        ("131003", "131003", True),
        ("131003", "131002001", False),
        ("131003001", "131003", False),
        ("131003001001", "131003001002", False),
    ],
)
def test_a_node_covers_itself_and_what_is_below(post: str, division: str, responsible: bool) -> None:
    assert covers(post, division) is responsible


def test_codes_say_their_level() -> None:
    codes = ("131000", "131003", "131003001", "131003001001")

    assert [level_of(code) for code in codes] == ["city", "county", "township", "village"]


def test_nobody_chooses_their_peers() -> None:
    assert may_give("131003", "131003", "clerk")
    assert not may_give("131003", "131003", "lead")
    assert may_give("131003", "131003001", "lead")
    assert not may_give("131003001", "131003", "clerk")
