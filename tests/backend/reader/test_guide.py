"""The guide beside the vectors says what is so: its code runs, and passes every vector."""

import re
from typing import Any

import pytest

from backend.credentials.rules.jws import encode
from backend.vectors import FILE
from tests.backend.reader.vectors import NOW, VECTORS, Case

GUIDE = (FILE.parent / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
CHECK_LINES_MAX = 35


@pytest.fixture(scope="module")
def guide() -> dict[str, Any]:
    """What the guide's code defines."""
    defined: dict[str, Any] = {}
    for block in BLOCKS:
        exec(block, defined)  # noqa: S102  # it is our own
    return defined


@pytest.mark.parametrize("case", VECTORS["codes"], ids=lambda case: case["name"])
def test_its_check_passes_every_code(guide: dict[str, Any], case: Case) -> None:
    post, held = VECTORS["post"] | case.get("post", {}), VECTORS["held"] | case.get("held", {})
    assert guide["check"](case["code"], post, held, case.get("now", NOW)) == case["reason"]


@pytest.mark.parametrize("run", VECTORS["runs"], ids=lambda run: run["name"])
def test_its_memory_passes_every_run(guide: dict[str, Any], run: Case) -> None:
    last = None
    for step in run["steps"]:
        reason, last = guide["check_use"](step["code"], last, run["cap"], step["now"])
        assert reason == step["reason"]


def test_its_evidence_has_the_links_of_the_vectors(guide: dict[str, Any]) -> None:
    link = bytes(32)
    for record in VECTORS["evidence"]:
        fields = {name: record[name] for name in ("sequence", "at", "verdict", "degraded", "code")}
        link = guide["add_link"](link, **fields)
        assert encode(link) == record["link"]


def test_its_code_is_short() -> None:
    lines = [line for line in BLOCKS[0].splitlines() if line.strip()]
    assert len(lines) <= CHECK_LINES_MAX


def test_it_says_plainly_what_is_not_protected() -> None:
    words = " ".join(GUIDE.split())
    assert "Levels 0 and 1 do not stop a live video relay" in words
    assert "can be linked with each other, and with nothing else" in words
