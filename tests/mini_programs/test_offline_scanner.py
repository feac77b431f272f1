"""The scanner page where there is no network: it judges alone, and nothing passes twice."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.backend.credentials.phones import Credential
from tests.mini_programs.carrying import (
    LIBRARY,
    carry,
    draw,
    make_ready,
    read_store,
    wait_until_ready,
)
from tests.mini_programs.conftest import Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, answer, scan, show_code
from tests.mini_programs.tampering import ENROL_LONG_AGO, MAKE_OLD, NO_ED25519, alter

DAY = 86_400
EIGHT_HOURS_AHEAD = "const wall = Date.now; Date.now = () => wall() + 8 * 3600 * 1000;"


def test_the_page_opens_and_checks_after_a_reload_without_a_network(
    scanner: Page, credential: Credential
) -> None:
    used = draw(credential.show(LIBRARY))
    scanner.context.set_offline(True)
    assert "未通过" not in scan(scanner, used)
    scanner.reload()
    scanner.wait_for_selector("#ready:not([hidden])")
    wait_for(lambda: "没有网络，照常核验" in scanner.inner_text("#condition"), scanner)
    assert "1 条待上交" in scanner.inner_text("#condition")
    assert "已经用过" in scan(scanner, used)


def test_a_live_code_passes_once_as_well(phone: Phone, resident: Person, scanner: Page) -> None:
    picture, _ = show_code(phone("/code?scene=library", resident))
    scanner.context.set_offline(True)
    first = scan(scanner, picture)
    assert "未通过" not in first
    assert "离线核验" in first
    assert "已经用过" in scan(scanner, picture)


def test_what_the_city_let_pass_does_not_pass_again_without_it(scanner: Page, credential: Credential) -> None:
    code = draw(credential.show(LIBRARY))
    assert "未通过" not in scan(scanner, code)
    scanner.context.set_offline(True)
    assert "已经用过" in scan(scanner, code)


def test_what_passed_alone_does_not_pass_again_with_the_city(scanner: Page, credential: Credential) -> None:
    code = draw(credential.show(LIBRARY))
    scanner.route("**/v1/evidence", lambda route: route.abort())
    scanner.context.set_offline(True)
    assert "未通过" not in scan(scanner, code)
    scanner.context.set_offline(False)
    wait_for(lambda: "没有网络" not in scanner.inner_text("body"), scanner)
    assert "已经用过" in scan(scanner, code)


def test_a_server_that_is_away_is_no_reason_to_wait_long(scanner: Page, credential: Credential) -> None:
    scanner.route("**/v1/**", lambda route: route.fulfill(status=503))
    began = time.monotonic()
    assert "离线核验" in scan(scanner, draw(credential.show(LIBRARY)))
    assert time.monotonic() - began < 4
    began = time.monotonic()
    assert "已经用过" in scan(scanner, draw(credential.show(LIBRARY)))
    assert time.monotonic() - began < 2


def test_a_forged_code_and_one_for_another_scene_are_refused_alone(
    scanner: Page, resident: Person, credential: Credential
) -> None:
    stranger = carry(resident)[0]
    scanner.context.set_offline(True)
    assert "不是有效的城市码" in scan(scanner, draw(credential.show(LIBRARY, secret=stranger.secret)))
    assert "请对方换成“图书馆”" in scan(scanner, draw(credential.show(LIBRARY + 1)))
    assert [record["verdict"] for record in read_store(scanner, "evidence")] == ["wrong-scene"]


def test_a_computer_whose_clock_is_eight_hours_ahead_checks_alone_also_after_a_reload(
    phone: Phone, new_reader: Any, credential: Credential
) -> None:
    page = phone("/scan", script=EIGHT_HOURS_AHEAD)
    make_ready(page, new_reader()["enrolment_code"])
    page.context.set_offline(True)
    page.reload()
    assert "未通过" not in scan(page, draw(credential.show(LIBRARY)))


def test_a_browser_without_ed25519_checks_and_hands_in_all_the_same(
    phone: Phone, new_reader: Any, credential: Credential
) -> None:
    page = phone("/scan", script=NO_ED25519)
    make_ready(page, new_reader()["enrolment_code"])
    page.context.set_offline(True)
    page.reload()
    code = draw(credential.show(LIBRARY))
    assert "未通过" not in scan(page, code)
    assert "已经用过" in scan(page, code)
    page.context.set_offline(False)
    page.wait_for_selector("#condition", state="hidden")


@pytest.mark.parametrize(
    ("age", "said", "note"),
    [(2 * DAY, "离线核验，数据较旧", "数据较旧"), (8 * DAY, "需要联网更新", "资料过期了")],
)
def test_old_lists_are_called_so_and_too_old_ones_decide_nothing(
    scanner: Page, credential: Credential, age: int, said: str, note: str
) -> None:
    scanner.context.set_offline(True)
    alter(scanner, MAKE_OLD, age)
    scanner.reload()
    wait_for(lambda: note in scanner.inner_text("body"), scanner)
    assert said in scan(scanner, draw(credential.show(LIBRARY)))


def test_a_reader_that_was_enrolled_before_there_were_lists_gets_them(
    scanner: Page, credential: Credential
) -> None:
    scanner.goto("/manifest.webmanifest")
    alter(scanner, ENROL_LONG_AGO)
    scanner.goto("/scan")
    wait_until_ready(scanner)
    scanner.context.set_offline(True)
    assert "离线核验" in scan(scanner, draw(credential.show(LIBRARY)))


def test_a_reader_that_was_suspended_does_not_go_on_alone(
    scanner: Page, manager: Person, credential: Credential
) -> None:
    reader = read_store(scanner, "reader", "current")["post"]["reader"]["id"]
    path = f"/v1/readers/{reader}/suspension"
    assert manager.client.put(path, json={"reason": "遗失"}).is_success
    assert "已停用" in scan(scanner, draw(credential.show(LIBRARY)))
    scanner.context.set_offline(True)
    scanner.reload()
    wait_for(lambda: "已停用" in scanner.inner_text("#trouble"), scanner)
    assert "没有收到答复" in scan(scanner, draw(credential.show(LIBRARY)))
    assert manager.client.delete(path).is_success


def test_a_typed_number_is_looked_at_before_it_is_sent(resident: Person, scanner: Page) -> None:
    asked = resident.client.post("/v1/city-codes/spoken", json={"scene": "library"})
    number = asked.json()["number"]
    scanner.click("#typed-open")
    scanner.fill("#typed-code", number[:-1] + str((int(number[-1]) + 1) % 10))
    scanner.keyboard.press("Enter")
    assert "请核对 20 位数字" in scanner.inner_text("#typed-error")
    scanner.fill("#typed-code", " ".join(number[place : place + 4] for place in range(0, 20, 4)))
    scanner.keyboard.press("Enter")
    assert "未通过" not in answer(scanner)
    scanner.context.set_offline(True)
    scanner.wait_for_selector("#result", state="hidden")
    scanner.click("#typed-open")
    scanner.fill("#typed-code", number)
    scanner.keyboard.press("Enter")
    assert "报号要联网核验" in answer(scanner)


def test_a_hand_scanner_types_a_carried_code_whatever_button_has_the_focus(
    scanner: Page, credential: Credential
) -> None:
    text = credential.show(LIBRARY)
    scanner.focus("#about-open")
    scanner.keyboard.type(text)
    scanner.keyboard.press("Enter")
    assert "未通过" not in answer(scanner)
    assert not scanner.is_visible("#about-sheet")
