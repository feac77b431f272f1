"""Kinds of messages are content, and a mistake in one is told by file and field."""

import re
from pathlib import Path

import pytest

from backend.content import ContentError
from backend.messages.service import kinds, read_kinds

BACKEND = Path(__file__).parents[2] / "backend"
GOOD = """
category: security
class: statutory
title: {zh-CN: "{device} 已暂停", en: "{device} is paused"}
body: {zh-CN: 请到窗口, en: Please ask}
otherwise: {device: {zh-CN: 设备, en: A device}}
path: /me
"""


def write(folder: Path, old: str = "", new: str = "") -> Path:
    """A folder with one kind, in which `old` became `new`."""
    assert old in GOOD
    (folder / "paused.yaml").write_text(GOOD.replace(old, new) if old else GOOD)
    return folder


def test_the_city_s_own_kinds_are_sound() -> None:
    assert {"code-copied", "device-suspended", "far-apart"} <= kinds().keys()


def test_every_kind_that_the_backend_sends_is_there() -> None:
    sent = {
        kind
        for path in BACKEND.rglob("*.py")
        for kind in re.findall(r'\bsend\(\s*[\w.\[\]"]+,\s*"([a-z-]+)"', path.read_text())
    }
    assert sent <= kinds().keys()


def test_a_sound_kind_is_read(tmp_path: Path) -> None:
    (kind,) = read_kinds(write(tmp_path)).values()
    assert (kind.path, kind.title.en) == ("/me", "{device} is paused")


def text_message(zh: str, en: str, longest: str) -> str:
    """A text message for the good kind, before its path."""
    return f"sms: {{zh-CN: '{zh}', en: '{en}'}}\nlongest: {longest}\npath:"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{device} is", "It is", "$.title: only one language has a place for device"),
        ("Please ask", '"Ask {whom}"', "$.body: only one language has a place for whom"),
        ("请到窗口", '"请到{1}窗口"', "$.body.zh-CN: a brace belongs to no {place}"),
        ("Please ask", '"Please {0} ask"', "$.body.en: a brace belongs to no {place}"),
        ("Please ask", '"Please { ask"', "$.body.en: a brace belongs to no {place}"),
        (
            "otherwise: {device:",
            "otherwise: {device: {zh-CN: a, en: a}, spare:",
            "$.otherwise.spare: no text",
        ),
        ("zh-CN: 请到窗口", "zh-CN: 请到。 窗口", "$.body.zh-CN: a space between Chinese"),
        ("/me", "me", "$.path"),
        ("/me", "https://elsewhere.test", "$.path"),
        ("path: /me\n", "", "$.path: missing"),
        ("security", "advertising", "$.category"),
        ("en: Please ask", "fr: Demandez", "$.body.en: missing"),
        ("{device} is paused", "{device} " + "x" * 60, "$.title.en"),
        ("Please ask", "x" * 601, "$.body.en"),
        ("path:", "colour: red\npath:", "$.colour: nobody knows this field"),
        ("class: statutory\n", "", "$.class: missing"),
        ("statutory", "sometimes", "$.class"),
        ("/me", "/me/{id}", "$.path"),
        ("path:", "masked: {zh-CN: a, en: '{device}'}\npath:", "$.masked: only one language"),
        ("path:", "masked: {zh-CN: '{device}', en: '{device}'}\npath:", "$.masked: what anybody may see"),
        ("path:", "longest: {device: {zh-CN: 1, en: 1}}\npath:", "$.longest.device: there is no text"),
        ("path:", "sms: {zh-CN: '{device}', en: '{device}'}\npath:", "$.longest.device: missing"),
        ("path:", text_message("a", "a", "{x: {zh-CN: 1, en: 1}}"), "$.longest.x: the text message has no"),
        ("path:", text_message("{device}", "{device}", "{device: {zh-CN: 131, en: 9}}"), "$.sms.zh-CN: 131"),
        ("path:", text_message("{device}", "{device}", "{device: {zh-CN: 9, en: 155}}"), "$.sms.en: 155"),
        ("path:", text_message("字", "Çédille “x”", "{}"), "$.sms.en: 11 characters"),
    ],
)
def test_a_mistake_is_told_by_file_and_field(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_kinds(write(tmp_path, old, new))
    assert any("paused.yaml: " in error and told in error for error in refused.value.errors), refused.value
