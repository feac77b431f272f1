"""What tests do to a scanner's browser: its age, what it keeps, its sudden end."""

from contextlib import suppress
from pathlib import Path

import psutil
from playwright.sync_api import Page

from tests.mini_programs.carrying import READ

GONE_SECONDS = 10

# A browser of 2023: its WebCrypto has P-256 and no Ed25519.
NO_ED25519 = """for (const name of ["generateKey", "importKey"]) {
    const work = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = function (...given) {
        const all = given.flatMap((one) => [one, one?.name]);
        if (all.includes("Ed25519")) return Promise.reject(new DOMException("Ed25519", "NotSupportedError"));
        return work.apply(this, given);
    };
}"""

CHANGE = """async (work) => {
    const opening = indexedDB.open("yima-reader");
    await new Promise((resolve) => { opening.onsuccess = resolve; });
    const change = opening.result.transaction(["evidence", "notes"], "readwrite");
    work(change.objectStore("evidence"), change.objectStore("notes"));
    await new Promise((resolve) => { change.oncomplete = resolve; });
    opening.result.close();
}"""

# A reader that was enrolled before there were lists: its database is of the first version.
ENROL_LONG_AGO = """async () => {
    const enrolled = await read("reader", "current");
    delete enrolled.enrolment;
    delete enrolled.standing;
    await new Promise((resolve) => { indexedDB.deleteDatabase("yima-reader").onsuccess = resolve; });
    await new Promise((resolve) => {
        const opening = indexedDB.open("yima-reader", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("reader").put(enrolled, "current");
        opening.onsuccess = () => { opening.result.close(); resolve(); };
    });
}"""

# As if the last lists had come `seconds` earlier.
MAKE_OLD = f"""async (seconds) => {{
    const lists = await read("notes", "lists");
    lists.index.iat -= seconds;
    await ({CHANGE})((_, notes) => notes.put(lists, "lists"));
}}"""

# As if the last record had been written until there are `count`.
REPEAT = f"""async (count) => {{
    const record = (await read("evidence", null))[0];
    await ({CHANGE})((evidence) => {{
        for (let sequence = 2; sequence <= count; sequence += 1)
            evidence.put({{...record, verdict: "replayed"}}, sequence);
    }});
}}"""

# As if the first record, which the city has, had been another.
FORK = f"""async () => {{
    const [record] = await read("evidence", null);
    await ({CHANGE})((evidence) => evidence.put({{...record, link: undefined, at: record.at + 1}}, 1));
}}"""


def alter(page: Page, script: str, given: int = 0) -> None:
    """Run one of the scripts above in `page`."""
    page.evaluate(f"(given) => {{ {READ} return ({script})(given); }}", given)


def kill(folder: Path) -> None:
    """End the browser of this test, at once, and return when all of it is gone: the next takes its folder."""
    for browser in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            words = browser.cmdline()
            is_part = any(word.startswith("--type=") for word in words)
            if f"--user-data-dir={folder}" in words and not is_part:
                parts = [browser, *browser.children(recursive=True)]
                browser.kill()
                psutil.wait_procs(parts, timeout=GONE_SECONDS)
