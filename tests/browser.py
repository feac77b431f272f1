"""`python -m tests.browser`: the path of a Chromium for the browser tests, installed if there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SETTING = "TEST_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
INSTALL_SECONDS = 600

# What a window's address bar holds ready for somebody who types there, and a page kept for the next address:
# half of what a page costs, and nobody types here. The others are Playwright's own, which ours replace.
NOT_NEEDED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess", "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "HttpsUpgrades", "MediaRouter", "NetworkTimeServiceQuerying",
    "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
)  # fmt: skip

# What a headless browser on a machine without screen and outside network needs.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(NOT_NEEDED)}",
]


def find() -> str | None:
    """The Chromium that `TEST_BROWSER` names, the system's, or Playwright's; None when none starts."""
    given = os.environ.get(SETTING)
    found = [given] if given else [shutil.which(name) for name in NAMES] + [own()]
    return next((path for path in found if path and starts(path)), None)


def own() -> str:
    """Where Playwright keeps its Chromium, whether or not it is there."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether the browser at `path` finds everything it needs."""
    if not Path(path).exists():
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0


def bring() -> None:
    """Install the system's package on Debian as root, else Playwright's own build."""
    is_root = os.geteuid() == 0
    if is_root and is_debian():
        say("Installing Debian's chromium …")
        install(["apt-get", "update", "-qq"])
        install(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    else:
        say("Installing Playwright's chromium …")
        needs = ["--with-deps"] if is_root else []
        install([sys.executable, "-m", "playwright", "install", *needs, "chromium"])


def is_debian() -> bool:
    """Whether the system's package is a real one (Ubuntu's only points to a snap)."""
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def install(command: list[str]) -> None:
    """Run one step of the installation; what it says goes to stderr, because stdout is the path."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, stdout=sys.stderr, env=environment, check=False, timeout=INSTALL_SECONDS)


def say(text: str) -> None:
    """One line for the person who waits."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Print the path; exit with 1 and a sentence when no browser can be had."""
    path = find()
    if path is None:
        bring()
        path = find()
    if path is None:
        raise SystemExit(
            "The tests need Chromium, and installing it failed: install it, or set TEST_BROWSER to its path."
            " When it lacks libraries, `playwright install-deps chromium` (as root) names them."
        )
    print(path)


if __name__ == "__main__":
    main()
