"""Draws the PNG icons beside this file from app.svg, with the browser that the tests use; run when it changes."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROUND = "22%"


def draw(executable: str | None) -> None:
    """Write icon-*.png (rounded, on nothing) and maskable-*.png (to the edges), 192 and 512 wide."""
    svg = (HERE / "app.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for size in (192, 512):
            for name, radius in (("icon", ROUND), ("maskable", "0")):
                page = browser.new_page(viewport={"width": size, "height": size})
                page.set_content(
                    f"<style>body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px;"
                    f"border-radius:{radius}}}</style>{svg}"
                )
                page.screenshot(path=HERE / f"{name}-{size}.png", omit_background=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1] if len(sys.argv) > 1 else None)
