"""The built pages: HTML with its texts filled in, and the files beside it."""

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from portal import locales
from portal.locales import LOCALES, Locale

MARK = re.compile(r"\[\[(word|slot|query):([\w.-]+)\]\]")
FALLBACK = "__spa-fallback.html"


class Look(msgspec.Struct, frozen=True):
    """How someone wants pages: their language, theme and letter size."""

    locale: Locale = locales.DEFAULT
    theme: str = "auto"
    elder: bool = False


class Page(msgspec.Struct, frozen=True):
    """One page: its text in every language with the marks of single requests left in, and what it may run."""

    bodies: dict[Locale, str]
    csp: str


def read_pages(client: Path) -> dict[str, Page]:
    """Every built page by its path; `*` is the shell for addresses that are known only when asked for."""
    pages = {"*": read_page(client / FALLBACK)}
    for file in client.rglob("index.html"):
        folder = file.parent.relative_to(client).as_posix()
        pages["/" if folder == "." else f"/{folder}"] = read_page(file)
    return pages


def read_page(file: Path) -> Page:
    """One built page, with the words of each language."""
    text = file.read_text()
    return Page({locale: fill_words(text, locale) for locale in LOCALES}, policy(text))


def fill_words(text: str, locale: Locale) -> str:
    """`text` with the words of `locale`; the other marks stay."""
    words = locales.words(locale)

    def put(mark: re.Match[str]) -> str:
        return html.escape(words[mark[2]]) if mark[1] == "word" else mark[0]

    return MARK.sub(put, text)


def render(
    page: Page, look: Look, visit: str, slots: Mapping[str, str], query: Mapping[str, str], late: str = ""
) -> bytes:
    """A page for one request; `late` is HTML for the end of the body, for those who run no script."""
    given = {"slot": slots, "query": query}
    text = MARK.sub(lambda mark: html.escape(given[mark[1]].get(mark[2], "")), page.bodies[look.locale])
    text = text.replace('<html lang="zh-CN">', f"<html {attributes(look, visit, slots)}>", 1)
    return text.replace("</body>", f"{late}</body>", 1).encode()


def attributes(look: Look, visit: str, slots: Mapping[str, str] | None = None) -> str:
    """What stands in the <html> tag, so that theme and letter size are right before anything runs."""
    given = {"lang": look.locale, "data-visit": visit}
    if look.theme in ("light", "dark"):
        given["data-theme"] = look.theme
    if look.elder:
        given["data-elder"] = "1"
    if slots:
        given["data-slots"] = msgspec.json.encode(slots).decode()
    return " ".join(f'{name}="{html.escape(value)}"' for name, value in given.items())


def policy(text: str) -> str:
    """The Content-Security-Policy that allows exactly the inline scripts of this page."""
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", text, re.DOTALL)
    hashes = " ".join(sorted({f"'sha256-{digest(script)}'" for script in inline}))
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def digest(script: str) -> str:
    """The SHA-256 of a script, as a policy writes it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def words_script(locale: Locale) -> bytes:
    """/words.js: the words for the pages' own scripts.

    It also drops the state that another person or language had in this tab, before anything reads it.
    """
    words = msgspec.json.encode(locales.words(locale)).decode()
    return (
        f"globalThis.yimaWords={words};"
        "try{const v=document.documentElement.dataset.visit||'';"
        "if(sessionStorage.getItem('yima_visit')!==v){"
        "sessionStorage.removeItem('token');sessionStorage.setItem('yima_visit',v)}}catch{}\n"
    ).encode()


def style_sheet(shell: Page) -> str:
    """The address of the pages' style sheet."""
    found = re.search(r'href="(/assets/[^"]+\.css)"', shell.bodies[locales.DEFAULT])
    if found is None:
        raise ValueError("the built shell has no style sheet")
    return found[1]


def missing(look: Look) -> str:
    """What someone without scripts reads at an address where there is nothing."""
    words = locales.words(look.locale)
    title, text, home = (html.escape(words[f"missing.{name}"]) for name in ("title", "text", "home"))
    return f'<noscript><h1>{title}</h1><p>{text}</p><a href="/">{home}</a></noscript>'
