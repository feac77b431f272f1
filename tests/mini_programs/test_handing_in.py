"""The scanner page's evidence: none is lost, none is handed in twice, whatever breaks in between."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from tests import browser as browsers
from tests.backend.credentials.phones import Credential
from tests.mini_programs.carrying import LIBRARY, carry, draw, make_ready, read_store, wait_until_ready
from tests.mini_programs.conftest import PHONE
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, answer, scan
from tests.mini_programs.tampering import FORK, REPEAT, alter, kill

EVIDENCE = "**/v1/evidence"


def handed_in(manager: Person, library: Any, page: Page) -> bool:
    """Whether the city has something of the reader at `page`."""
    reader = read_store(page, "reader", "current")["post"]["reader"]["id"]
    report = manager.client.get(f"/v1/venues/{library['id']}/report").json()
    return any(one["id"] == reader and one["handed_in_at"] for one in report["readers"])


def go_online(page: Page) -> None:
    """Let the page hand in what waits."""
    page.context.set_offline(False)
    page.wait_for_selector("#condition", state="hidden")


def test_both_checks_of_a_code_are_handed_in_as_soon_as_there_is_a_network(
    manager: Person, library: Any, scanner: Page, credential: Credential
) -> None:
    scanner.context.set_offline(True)
    code = draw(credential.show(LIBRARY))
    first = scan(scanner, code)
    assert "未通过" not in first
    assert "已满 18 周岁" in first
    assert "离线核验" in first
    assert "已经用过" in scan(scanner, code)
    assert "没有网络，照常核验" in scanner.inner_text("#condition")
    assert "2 条待上交" in scanner.inner_text("#condition")
    go_online(scanner)
    assert handed_in(manager, library, scanner)
    assert [record["verdict"] for record in read_store(scanner, "evidence")] == ["accepted", "replayed"]


def test_the_holder_finds_the_check_in_the_list_once_it_is_handed_in(
    resident: Person, scanner: Page, credential: Credential
) -> None:
    scanner.context.set_offline(True)
    before = resident.client.get("/v1/me/verifications").json()["items"]
    scan(scanner, draw(credential.show(LIBRARY)))
    go_online(scanner)
    after = resident.client.get("/v1/me/verifications").json()["items"]
    known = {one["id"] for one in before}
    assert any(one["offline"] and one["id"] not in known for one in after)


def test_a_lost_answer_to_evidence_is_no_reason_to_send_it_twice(
    manager: Person, library: Any, scanner: Page, credential: Credential
) -> None:
    bodies: list[int] = []

    def lose_first(route: Route) -> None:
        bodies.append(len((route.request.post_data_json or {})["records"]))
        if len(bodies) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    scanner.route(EVIDENCE, lose_first)
    scanner.context.set_offline(True)
    scan(scanner, draw(credential.show(LIBRARY)))
    scanner.context.set_offline(False)
    wait_for(lambda: len(bodies) == 1, scanner)
    scanner.reload()
    wait_for(lambda: not scanner.is_visible("#condition"), scanner)
    assert handed_in(manager, library, scanner)
    assert bodies == [1]


def test_two_tabs_let_a_code_pass_once_and_keep_one_chain(scanner: Page, credential: Credential) -> None:
    other = scanner.context.new_page()
    other.goto("/scan")
    wait_until_ready(other)
    scanner.context.set_offline(True)
    code = draw(credential.show(LIBRARY))
    for page in (scanner, other):
        page.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": code})
    said = [answer(page) for page in (scanner, other)]
    assert sum("已经用过" in one for one in said) == 1
    other.close()
    go_online(scanner)
    assert [record["verdict"] for record in read_store(scanner, "evidence")] == ["accepted", "replayed"]


def test_more_than_one_body_is_handed_in_in_order(scanner: Page, resident: Person) -> None:
    bodies: list[tuple[int, int]] = []

    def note(route: Route) -> None:
        body = route.request.post_data_json or {}
        bodies.append((body["after"], len(body["records"])))
        route.continue_()

    scanner.context.set_offline(True)
    scan(scanner, draw(carry(resident)[0].show(LIBRARY)))
    alter(scanner, REPEAT, 450)
    scanner.route(EVIDENCE, note)
    go_online(scanner)
    assert bodies == [(0, 200), (200, 200), (400, 50)]


def test_a_chain_that_the_city_has_otherwise_asks_for_a_new_enrolment(
    scanner: Page, credential: Credential
) -> None:
    scanner.context.set_offline(True)
    scan(scanner, draw(credential.show(LIBRARY)))
    go_online(scanner)
    scanner.context.set_offline(True)
    scan(scanner, draw(credential.show(LIBRARY)))
    alter(scanner, FORK)
    scanner.context.set_offline(False)
    wait_for(lambda: "对不上" in scanner.inner_text("#trouble"), scanner)


def test_a_reader_hands_in_before_it_is_forgotten_and_says_what_would_be_lost(
    scanner: Page, credential: Credential
) -> None:
    scanner.context.set_offline(True)
    scan(scanner, draw(credential.show(LIBRARY)))
    scanner.click("#result")
    scanner.click("#about-open")
    assert scanner.inner_text("#about-waiting") == "1 条"
    scanner.click("#forget")
    assert "还有 1 条核验记录没有上交" in scanner.inner_text("#forget-sheet")
    scanner.click("#forget-go")
    wait_for(lambda: "仍要注销" in scanner.inner_text("#forget-sheet"), scanner)
    scanner.click("#forget-keep")
    scanner.click("#forget")
    assert "确认注销" in scanner.inner_text("#forget-sheet")
    scanner.context.set_offline(False)
    scanner.click("#forget-go")
    scanner.wait_for_selector("#enrol:not([hidden])")
    for store in ("reader", "notes", "shards", "uses", "evidence"):
        assert read_store(scanner, store) == []


def test_a_browser_that_is_killed_loses_nothing_and_lets_nothing_pass_again(
    browser: Browser, address: str, chromium: str, tmp_path: Path, new_reader: Any, resident: Person
) -> None:
    folder = tmp_path / "browser"
    codes = [draw(one.show(LIBRARY)) for one in carry(resident, 4)]

    def open_page() -> Page:
        context = browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium, args=browsers.ARGUMENTS, viewport=PHONE, base_url=address
        )
        page = context.pages[0]
        page.goto("/scan")
        return page

    page = open_page()
    make_ready(page, new_reader()["enrolment_code"])
    page.context.set_offline(True)
    for code in codes:
        assert "未通过" not in scan(page, code)
        kill(folder)
        page = open_page()
        page.context.set_offline(True)
        page.wait_for_selector("#ready:not([hidden])")
        assert "已经用过" in scan(page, code)
    records = read_store(page, "evidence")
    assert [record["verdict"] for record in records] == ["accepted", "replayed"] * len(codes)
    go_online(page)
    page.context.close()
