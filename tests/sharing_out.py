"""How tests are shared out among test processes: files that begin with a city of their own keep together.

A city takes ten seconds of a processor to start, so the files of a folder that has one go to few processes,
and what takes longest begins first, browsers beside tests that need none.
"""

import functools
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

TESTS = Path(__file__).parent

# Into how many shares the files of a folder are cut, neighbours together.
SHARES = {"mini_programs": 3, "journeys": 2}

# What is begun first; everything else follows as it was collected.
FIRST = (
    "mini_programs 0", "journeys 0", "servers/test_up.py", "structure/test_fuzz.py", "mini_programs 1",
    "backend/city_codes/test_races.py", "backend/reader/test_kills.py", "mini_programs 2", "journeys 1",
    "servers/test_refusals.py", "backend/reader/test_beside.py", "servers/test_embedded.py",
    "servers/test_backup.py", "backend/reader/test_standing.py", "backend/evidence/test_killed.py",
    "backend/reminders/test_killed.py", "backend/reminders/test_sql_and_python.py",
)  # fmt: skip


class Shares(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file to a process, or a share of a folder's."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid.split("::", 1)[0])


@functools.cache
def share(path: str) -> str:
    """The share that the test file at `path` belongs to."""
    name = path.removeprefix("tests/")
    folder = name.split("/", 1)[0]
    if folder not in SHARES:
        return name
    files = sorted(one.name for one in (TESTS / folder).glob("test_*.py"))
    return f"{folder} {files.index(Path(path).name) * SHARES[folder] // len(files)}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares:
    """How pytest-xdist is told; the order is ours, not the shares' number of tests."""
    config.option.loadscopereorder = False
    return Shares(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first; what is in no share of that kind stays in its order."""
    ranks = {name: rank for rank, name in enumerate(FIRST)}
    items.sort(key=lambda item: ranks.get(share(item.nodeid.split("::", 1)[0]), len(FIRST)))
