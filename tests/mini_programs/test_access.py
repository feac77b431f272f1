"""Both pages for everybody: axe-core finds nothing, nothing scrolls sideways, everything can be touched."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.mini_programs.conftest import PHONE, Phone
from tests.mini_programs.people import Person, enrol, scan, show_code

AXE = (Path(__file__).parents[2] / "mini_programs/node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Language and letter size; `look` turns to the other size and theme, so every two of the three meet.
LOOKS = [("zh-CN", "0"), ("en", "1")]
OF_LOOKS = ["color-contrast", "target-size"]

# The answer stays for two seconds and the check for six, too short to be looked at on a busy machine.
STAY = """const later = window.setTimeout;
const tooShort = [2000, 6000];
window.setTimeout = (work, after, ...rest) => tooShort.includes(after) ? 0 : later(work, after, ...rest);"""

SETTLE = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished))"""

SMALL = """(least) => [...document.querySelectorAll("a, button, input:not(.unseen), select, label.tool")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < least)
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


TURN = """([theme, elder]) => {
    const look = document.documentElement.dataset;
    look.theme = theme;
    if (elder === "1") look.elder = elder; else delete look.elder;
}"""


def look(page: Page, elder: str, *, down: bool = False) -> None:
    """Nothing on the page as it stands keeps anybody out, nor in the other theme and letter size.

    With `down` the page's end is looked at: what stands below its foot can be scrolled into view.
    """
    page.evaluate(AXE)
    other = "0" if elder == "1" else "1"
    for theme, size, rules in (("dark", other, OF_LOOKS), ("light", elder, RULES)):
        page.evaluate(TURN, [theme, size])
        page.evaluate(SETTLE)
        if down:
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
        found = page.evaluate("(rules) => axe.run({runOnly: rules})", rules)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate(SMALL, 60 if size == "1" else 44) == []


@pytest.mark.parametrize(("locale", "elder"), LOOKS)
def test_everybody_can_use_both_pages(
    phone: Phone, resident: Person, new_reader: Any, locale: str, elder: str
) -> None:
    how: Any = {
        "preferences": {"yima_locale": locale, "yima_elder": elder},
        "bypass_csp": True,
        "script": STAY,
    }
    page = phone("/code?scene=library", resident, **how)
    show_code(page)
    page.wait_for_function("document.getElementById('who-sees').textContent !== ''")
    assert page.get_attribute("html", "lang") == locale
    look(page, elder)
    page.click("#scene")
    look(page, elder)
    page.keyboard.press("Escape")

    scanner = phone("/scan", **how)
    scanner.wait_for_selector("#enrol:not([hidden])")
    look(scanner, elder)
    enrol(scanner, new_reader()["enrolment_code"])
    look(scanner, elder)
    picture, _ = show_code(page)
    scan(scanner, picture)
    look(scanner, elder)
    page.wait_for_selector("#plate[data-face=checked]")
    look(page, elder)
    scanner.click("#result")
    for opener in ("#typed-open", "#about-open"):
        scanner.click(opener)
        look(scanner, elder)
        scanner.keyboard.press("Escape")


def test_the_chosen_theme_stands_against_the_systems(phone: Phone) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = phone("/code", color_scheme="light").evaluate(paper)
    dark = phone("/code", color_scheme="dark").evaluate(paper)
    assert light != dark
    assert phone("/code", preferences={"yima_theme": "light"}, color_scheme="dark").evaluate(paper) == light
    assert phone("/code", preferences={"yima_theme": "dark"}, color_scheme="light").evaluate(paper) == dark


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_who_is_not_signed_in_can_read_the_page(phone: Phone, locale: str) -> None:
    page = phone("/code", preferences={"yima_locale": locale}, bypass_csp=True)
    page.wait_for_selector("#plate[data-face=blocked]")
    look(page, "0")


def test_the_pages_keep_to_their_content_security_policy(
    phone: Phone, resident: Person, new_reader: Any
) -> None:
    page = phone("/code?scene=library", resident)
    scanner = phone("/scan")
    complaints: list[str] = []
    for one in (page, scanner):
        one.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        one.on("pageerror", lambda error: complaints.append(str(error)))
        one.reload()
    enrol(scanner, new_reader()["enrolment_code"])
    picture, _ = show_code(page)
    scan(scanner, picture)
    page.wait_for_selector("#plate[data-face=checked]")
    assert complaints == []
