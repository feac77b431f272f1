"""Building the pages: only when something changed, and never at the price of the pages that are there."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from portal import build


def test_pages_are_built_once(portal: Any) -> None:
    assert build.build() is False


def test_any_source_changes_the_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    page = tmp_path / "page.py"
    page.write_text("one")
    one = build.fingerprint([page])
    page.write_text("two")

    assert build.fingerprint([page]) != one
    assert build.fingerprint([page, page]) != build.fingerprint([page])


def test_everything_that_makes_a_page_is_a_source() -> None:
    names = {path.relative_to(build.ROOT).as_posix() for path in build.sources()}

    assert {"portal/app.py", "portal/assets/portal.css", "portal/reflex.lock/bun.lock"} <= names
    assert {"content/locales/en.yaml", "mini_programs/tokens/tokens.css"} <= names
    assert not any(".web" in name for name in names)


def test_a_failed_build_leaves_the_pages_from_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEB", "WORK", "SITE"):
        monkeypatch.setattr(build, name, tmp_path / name.lower())
    client = tmp_path / "work/.web/build/client"
    for folder in (client, tmp_path / "work/.web/backend", tmp_path / "web"):
        folder.mkdir(parents=True)
    (client / "index.html").write_text("first")
    build.publish("one")
    shutil.rmtree(client)

    with pytest.raises(OSError, match="No such file"):
        build.publish("two")

    assert (tmp_path / "site/client/index.html").read_text() == "first"
    assert build.is_built("one")
    assert not build.is_built("two")


def test_the_scripts_of_a_first_page_stay_small(portal: Any) -> None:
    client = build.SITE / "client"
    sizes = {}
    for page in client.rglob("*.html"):
        scripts = set(re.findall(r'"(/assets/[^"]+\.js)"', page.read_text()))
        packed = [client / f"{name[1:]}.gz" for name in scripts]
        total = sum(file.stat().st_size for file in packed if file.exists())
        sizes[page.relative_to(client).as_posix()] = total

    assert max(sizes.values()) <= 170 * 1024, sizes


def test_the_lock_names_no_registry() -> None:
    for lock in (build.PORTAL / "reflex.lock").iterdir():
        assert "http://" not in lock.read_text()
        assert "https://" not in lock.read_text()
