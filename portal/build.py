"""`python -m portal.build`: the pages as static files, made again only when their sources changed."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PORTAL = Path(__file__).parent
ROOT = PORTAL.parent
LOCALES = ROOT / "content" / "locales"
TOKENS = ROOT / "mini_programs" / "tokens" / "tokens.css"
# Reflex writes into its working directory whatever it likes; it gets one of its own, away from the sources.
WEB = PORTAL / ".web"
WORK = WEB / "work"
SITE = WEB / "site"
STAMP = "sources.sha256"

SECONDS_MAX = 600
ENVIRONMENT = {
    "REFLEX_USE_SYSTEM_BUN": "1",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_DIR": str(WEB / "reflex"),
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
}


class BuildError(Exception):
    """The pages could not be built; the ones from before are still there."""


def build() -> bool:
    """Whether there was anything to do. Two at once wait for each other; a failed build changes nothing."""
    WEB.mkdir(exist_ok=True)
    with only_one():
        wanted = fingerprint(sources())
        if is_built(wanted):
            return False
        stage()
        export()
        keep_lock()
        publish(wanted)
        return True


def is_built(wanted: str) -> bool:
    """Whether the published pages are made from the sources with this fingerprint."""
    stamp = SITE / STAMP
    return stamp.exists() and stamp.read_text() == wanted


def sources() -> Iterator[Path]:
    """Every file that the pages are made from."""
    yield from sorted(LOCALES.glob("*.yaml"))
    yield TOKENS
    for folder, kinds in ((PORTAL, "*.py"), (PORTAL / "assets", "*"), (PORTAL / "reflex.lock", "*")):
        found = (path for path in folder.rglob(kinds) if path.is_file())
        yield from sorted(path for path in found if WEB not in path.parents)


def fingerprint(files: Iterable[Path]) -> str:
    """One hash over names and contents."""
    whole = hashlib.sha256()
    for path in files:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return whole.hexdigest()


def stage() -> None:
    """Give Reflex a working directory with copies of what it reads."""
    WORK.mkdir(exist_ok=True)
    shutil.copy2(PORTAL / "rxconfig.py", WORK)
    for name in ("assets", "reflex.lock"):
        shutil.rmtree(WORK / name, ignore_errors=True)
        shutil.copytree(PORTAL / name, WORK / name)
    shutil.copy2(TOKENS, WORK / "assets")


def export() -> None:
    """Run Reflex's export; what it says is shown only when it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
        cwd=WORK,
        env={**os.environ, **ENVIRONMENT, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    if done.returncode or not (WORK / ".web/build/client/index.html").exists():
        raise BuildError(f"The portal could not be built:\n{done.stdout[-4000:]}")


def keep_lock() -> None:
    """Keep the JavaScript versions that were just resolved, unless they are the committed ones already."""
    for made in (WORK / "reflex.lock").iterdir():
        kept = PORTAL / "reflex.lock" / made.name
        if not kept.exists() or meaning(kept) != meaning(made):
            shutil.copy2(made, kept)


def meaning(lock: Path) -> object:
    """What a lock file says; Reflex writes the same JSON sometimes in one line and sometimes in many."""
    text = lock.read_text()
    return json.loads(text) if lock.suffix == ".json" else text


def publish(stamp: str) -> None:
    """Put the built files where they are served from, in one step."""
    fresh, old = WEB / "site.new", WEB / "site.old"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(WORK / ".web/build/client", fresh / "client")
    shutil.copytree(WORK / ".web/backend", fresh / "reflex" / "backend")
    (fresh / STAMP).write_text(stamp)
    if SITE.exists():
        SITE.rename(old)
    fresh.rename(SITE)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the build lock; a killed process lets it go."""
    with (WEB / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Build and say so; a failure is told in words and exits with 1."""
    try:
        made = build()
    except (BuildError, OSError, subprocess.TimeoutExpired) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write("The portal is built.\n" if made else "The portal is up to date.\n")


if __name__ == "__main__":
    main()
