"""The scanner page in a venue's browser: enrolling, checking, and what goes wrong at a counter."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, Route

from tests import browser as browsers
from tests.mini_programs.carrying import draw
from tests.mini_programs.conftest import PHONE, Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, answer, enrol, scan, show_code, type_as_scanner

VERIFICATIONS = "**/v1/verifications"


@pytest.fixture
def scanner(phone: Phone, new_reader: Any) -> Page:
    """An enrolled scanner at the library."""
    page = phone("/scan")
    enrol(page, new_reader()["enrolment_code"])
    return page


def test_a_code_is_accepted_once(phone: Phone, resident: Person, scanner: Page) -> None:
    picture, _ = show_code(phone("/code?scene=library", resident))
    first = scan(scanner, picture)
    assert "通过" in first
    assert "未通过" not in first
    assert "已满 18 周岁" in first
    scanner.wait_for_selector("#result", state="hidden", timeout=5_000)
    assert "已经用过" in scan(scanner, picture)


def test_a_code_for_another_scene_is_refused_in_words(phone: Phone, resident: Person, scanner: Page) -> None:
    picture, _ = show_code(phone("/code?scene=bus", resident))
    assert "请对方换成“图书馆”" in scan(scanner, picture)


def test_a_reader_stays_enrolled_and_its_key_cannot_be_taken_out(scanner: Page) -> None:
    scanner.reload()
    scanner.wait_for_selector("#ready:not([hidden])")
    extractable = """() => new Promise((resolve) => {
        const opening = indexedDB.open("yima-reader");
        opening.onsuccess = () => {
            const asking = opening.result.transaction("reader").objectStore("reader").get("current");
            asking.onsuccess = () => resolve(asking.result.key.secret.extractable);
        };
    })"""
    assert scanner.evaluate(extractable) is False


def test_an_enrolment_code_works_once_and_may_be_typed_loosely(phone: Phone, new_reader: Any) -> None:
    code = new_reader()["enrolment_code"]
    enrol(phone("/scan"), f" {code[:5].lower()}-{code[5:]} ")
    other = phone("/scan")
    other.fill("#enrol-code", code)
    other.click("#enrol-go")
    wait_for(lambda: other.inner_text("#enrol-error") != "", other)
    assert other.is_visible("#enrol")


def test_a_lost_answer_is_asked_for_again_under_the_same_attempt(
    phone: Phone, resident: Person, scanner: Page
) -> None:
    attempts: list[str] = []

    def lose_first(route: Route) -> None:
        attempts.append(json.loads(route.request.post_data or "")["attempt"])
        if len(attempts) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    scanner.route(VERIFICATIONS, lose_first)
    picture, _ = show_code(phone("/code?scene=library", resident))
    assert "未通过" not in scan(scanner, picture)
    assert len(attempts) == 2
    assert len(set(attempts)) == 1


def test_without_network_and_lists_the_page_says_so_and_the_same_code_can_be_scanned_again(
    phone: Phone, resident: Person, new_reader: Any
) -> None:
    scanner = phone("/scan", service_workers="block")
    scanner.route("**/.well-known/city-code/**", lambda route: route.abort())
    enrol(scanner, new_reader()["enrolment_code"])
    assert "不是有效的城市码" in scan(scanner, draw("a poster"))
    picture, _ = show_code(phone("/code?scene=library", resident))
    scanner.context.set_offline(True)
    assert "没有收到答复" in scan(scanner, picture)
    assert "没有网络" in scanner.inner_text("#trouble")
    scanner.context.set_offline(False)
    scanner.wait_for_selector("#trouble", state="hidden")
    scanner.wait_for_selector("#result", state="hidden")
    assert "未通过" not in scan(scanner, picture)


def test_a_scanner_that_could_not_load_its_reader_says_so_and_loads_it_later(
    phone: Phone, resident: Person, new_reader: Any
) -> None:
    page = phone("/scan", service_workers="block")
    page.route("**/*.wasm", lambda route: route.abort())
    enrol(page, new_reader()["enrolment_code"])
    picture, _ = show_code(phone("/code?scene=library", resident))
    page.set_input_files("#picture", {"name": "code.png", "mimeType": "image/png", "buffer": picture})
    wait_for(lambda: "连不上服务" in page.inner_text("#trouble"), page)
    page.unroute("**/*.wasm")
    assert "未通过" not in scan(page, picture)


def test_a_picture_without_a_code_and_a_file_that_is_none_are_told_apart(scanner: Page) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (400, 400), "white").save(blank, "PNG")
    scanner.set_input_files(
        "#picture", {"name": "a.png", "mimeType": "image/png", "buffer": blank.getvalue()}
    )
    wait_for(lambda: "没有找到城市码" in scanner.inner_text("#trouble"), scanner)
    scanner.set_input_files("#picture", {"name": "b.png", "mimeType": "image/png", "buffer": b"no picture"})
    wait_for(lambda: "不是图片" in scanner.inner_text("#trouble"), scanner)


def test_a_hand_scanner_types_a_code(phone: Phone, resident: Person, scanner: Page) -> None:
    _, text = show_code(phone("/code?scene=library", resident))
    type_as_scanner(scanner, text)
    assert "未通过" not in answer(scanner)


def test_a_suspended_reader_is_told_plainly_and_works_again_later(
    phone: Phone, manager: Person, new_reader: Any
) -> None:
    made = new_reader()
    page = phone("/scan")
    enrol(page, made["enrolment_code"])
    path = f"/v1/readers/{made['reader']['id']}/suspension"
    assert manager.client.put(path, json={"reason": "遗失"}).is_success
    page.reload()
    wait_for(lambda: "已停用" in page.inner_text("body"), page)
    assert manager.client.delete(path).is_success
    page.reload()
    page.wait_for_selector("#ready:not([hidden])")
    page.wait_for_selector("#trouble", state="hidden")


def test_a_reader_is_forgotten_only_after_a_second_yes(scanner: Page) -> None:
    scanner.click("#about-open")
    scanner.click("#forget")
    scanner.click("#forget-keep")
    scanner.click("#forget")
    scanner.click("#forget-go")
    scanner.wait_for_selector("#enrol:not([hidden])")


class Camera(NamedTuple):
    """A film for the browser to take for its camera, and the code to be seen in it."""

    film: Path
    text: str


@pytest.fixture
def camera(phone: Phone, resident: Person, tmp_path: Path) -> Camera:
    """What a camera sees: the code of a phone that is held a little askew."""
    picture, text = show_code(phone("/code?scene=library", resident))
    code = Image.open(io.BytesIO(picture)).convert("RGB").resize((430, 430))
    frame = Image.new("RGB", (1280, 720), "#444455")
    frame.paste(code.rotate(8, expand=True, fillcolor="white"), (400, 110))
    still = io.BytesIO()
    frame.save(still, "JPEG", quality=88)
    film = tmp_path / "camera.mjpeg"
    film.write_bytes(still.getvalue() * 30)
    return Camera(film, text)


@pytest.fixture
def venue_screen(camera: Camera, address: str, browser: Browser, chromium: str) -> Iterator[Page]:
    """The scanner page in a browser with that camera, which it may use without asking."""
    film = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    film += [f"--use-file-for-fake-video-capture={camera.film}"]
    opened = browser.browser_type.launch(executable_path=chromium, args=[*browsers.ARGUMENTS, *film])
    page = opened.new_page(viewport=PHONE, base_url=address)
    page.goto("/scan")
    yield page
    opened.close()


def test_a_code_held_in_front_of_the_camera_is_sent_once(
    venue_screen: Page, camera: Camera, new_reader: Any
) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/v1/verifications"):
            sent.append(json.loads(request.post_data or "")["code"])

    venue_screen.on("request", note)
    enrol(venue_screen, new_reader()["enrolment_code"])
    answer(venue_screen)
    venue_screen.wait_for_selector("#result", state="hidden")
    venue_screen.wait_for_timeout(4_000)
    assert sent == [camera.text]
