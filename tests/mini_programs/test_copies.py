"""A copied code and a copied key, from the screens of phones and readers without a network to the inbox."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.mini_programs import carrying, phones
from tests.mini_programs.conftest import Phone
from tests.mini_programs.patience import wait_for
from tests.mini_programs.people import Person, scan, show_code

NewReader = Callable[[], Any]


@pytest.fixture
def victim(address: str) -> Iterator[Person]:
    """Somebody of whose phone no other test knows."""
    with Person.sign_in(address, "13800000002") as person:
        person.confirm("李淑兰", "131099195707200036")
        yield person


@pytest.fixture
def cloned(address: str) -> Iterator[Person]:
    """Somebody whose phone's keys are somewhere else as well."""
    with Person.sign_in(address, "13800000003") as person:
        person.confirm("阿依古丽·买买提", "131099198802160021")
        yield person


@pytest.fixture
def gates(phone: Phone, new_reader: NewReader) -> list[Page]:
    """Two readers that have all they need to go on without a network."""
    pages = []
    for _ in range(2):
        page = phone("/scan")
        carrying.make_ready(page, new_reader()["enrolment_code"])
        pages.append(page)
    return pages


def go_online(gates: list[Page]) -> None:
    """Back at the network, the readers hand in all that waits."""
    for gate in gates:
        gate.context.set_offline(False)
        gate.wait_for_selector("#condition", state="hidden")


def kinds(person: Person) -> list[str]:
    """What the city told somebody."""
    answer = person.client.get("/v1/me/messages")
    return [message["kind"] for message in answer.json().get("items", [])]


def test_a_photographed_code_is_void_and_its_owner_hears_why(
    phone: Phone, victim: Person, gates: list[Page]
) -> None:
    page = phone("/code?scene=library", victim)
    phones.make_ready(page)
    phones.cut(page.context)
    page.reload()
    phones.show_carried(page)
    picture, _ = show_code(page)
    first, second = gates
    for gate in gates:
        gate.context.set_offline(True)
    assert "未通过" not in scan(first, picture)
    assert "已经用过" in scan(first, picture)
    assert "未通过" not in scan(second, picture)

    go_online(gates)
    wait_for(lambda: kinds(victim).count("code-copied") == 1, page)
    page.context.set_offline(False)
    wait_for(lambda: phones.kept(page).get("batch") is None, page)
    page.wait_for_selector("#carried", state="hidden")
    _, live = show_code(page)
    assert live.startswith("ey")
    refused = victim.client.post("/v1/credentials", json={"suite": "ed25519", "keys": ["A" * 42 + "E"]})
    assert refused.json()["type"].endswith("online-only")
    inbox = phone("/messages", victim)
    wait_for(lambda: "离线码可能被人拍下" in inbox.inner_text("body"), inbox)


def test_a_copied_key_pauses_the_device(phone: Phone, cloned: Person, gates: list[Page]) -> None:
    (credential,) = carrying.carry(cloned)
    now = time.time()
    for gate, moment in zip(gates, (now - 20, now), strict=True):
        gate.context.set_offline(True)
        drawn = carrying.draw(credential.show(carrying.LIBRARY, 5, moment))
        assert "未通过" not in scan(gate, drawn)
    go_online(gates)
    page = phone("/code?scene=library", cloned)
    wait_for(lambda: cloned.client.get("/v1/me").json()["device"] == "suspended", page)
    page.reload()
    page.wait_for_selector("#plate[data-face=blocked]")
