"""Forms as pages show them: what is known, what is asked, what is wrong, and what was typed."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.applications.rules.moves import STATES
from backend.applications.schemas.application import Application, Material, Prefilled, Upload, Wants, Words
from backend.services import service as catalogue
from backend.services.schemas.catalogue import ServiceView
from portal.locales import LOCALES, words
from portal.pages.services import ICONS
from portal.state.application import say_due
from portal.state.apply import list_faults
from portal.state.filling import Answers, FieldLine, to_answer, view_fields
from portal.state.materials import MaterialLine, view_materials
from portal.state.services import name_cost, tile
from portal.state.wallet import name_value

NOON = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
ID_CARD = Words("居民身份证", "ID card")
ANSWERS: Answers = {"issuer": "廊坊市公安局", "reason": "changed", "change": "住址", "delivery": "pickup"}


@pytest.fixture(scope="module")
def service() -> ServiceView:
    """Renewing an ID card."""
    return catalogue.read_service("id-card-renewal")


def application(**facts: Any) -> Application:
    """A draft for it, whose issuer the register knows."""
    whole: dict[str, Any] = {
        "id": uuid.uuid4(), "number": "LF2611-1", "service": "id-card-renewal", "service_title": ID_CARD,
        "department": "public-security", "department_title": Words("公安局", "Police"), "division": "131003",
        "firm": None, "state": "draft", "state_title": Words("草稿", "Draft"), "version": 1,
        "answers": ANSWERS,
        "prefilled": {"issuer": Prefilled("id-card", ID_CARD, NOON)}, "errors": [], "materials": [],
        "created_at": NOON, "updated_at": NOON, "submitted_at": None, "expires_on": None, "due_on": None,
        "light": None, "history": [], "wants": None, "certificate": None, "rating": None, "can": ["save"],
    }  # fmt: skip
    return Application(**(whole | facts))


def by_name(lines: list[FieldLine]) -> dict[str, FieldLine]:
    """The lines by their field."""
    return {line.name: line for line in lines}


def test_a_field_is_shown_once_the_answers_before_it_ask_for_it(service: ServiceView) -> None:
    shown = [
        by_name(view_fields(service, application(), answers, {}, "en")).keys()
        for answers in ({}, {"reason": "expired"}, ANSWERS, {"delivery": "post"})
    ]

    assert [("change" in names, "delivery_address" in names) for names in shown] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_what_a_register_knows_says_where_it_comes_from(service: ServiceView) -> None:
    chinese = by_name(view_fields(service, application(), ANSWERS, {}, "zh-CN"))
    english = by_name(view_fields(service, application(), ANSWERS, {}, "en"))

    assert chinese["issuer"].source == "来自居民身份证，11月25日 周三更新"
    assert english["issuer"].source == "ID card, updated Wed 25 Nov"
    assert english["reason"].source == ""
    assert (chinese["reason"].shown_value, english["reason"].shown_value) == (
        "登记的内容变了",
        "What it says has changed",
    )
    assert [option.id for option in english["reason"].options if option.chosen] == ["changed"]


def test_an_error_stands_beside_its_field_and_in_the_order_of_the_page(service: ServiceView) -> None:
    wrong = {"#/answers/reason": "Please choose one.", "#/materials/photo": "Please add this."}
    fields = view_fields(service, application(), ANSWERS, wrong, "en")

    faults = list_faults(fields, [MaterialLine(id="photo", title="Photo", error="Please add this.")])

    assert by_name(fields)["reason"].error == "Please choose one."
    assert [(fault.label, fault.place) for fault in faults] == [("Reason", "reason"), ("Photo", "file-photo")]


def test_in_a_correction_only_what_was_asked_about_can_be_changed(service: ServiceView) -> None:
    asked = application(state="correction-asked", wants=Wants("电话不通", ["contact_phone"], []))
    lines = by_name(view_fields(service, asked, ANSWERS | {"contact_phone": "13800000001"}, {}, "en"))

    assert [name for name, line in lines.items() if line.locked] == ["reason", "change", "issuer", "delivery"]
    assert [name for name, line in lines.items() if line.marked] == ["contact_phone"]
    free = application(state="correction-asked", wants=Wants("请看一下", [], []))
    assert not any(line.locked or line.marked for line in view_fields(service, free, ANSWERS, {}, "en"))


@pytest.mark.parametrize(
    ("schema", "typed", "answer"),
    [
        ({"type": "string"}, "  光明西道  ", "光明西道"),
        ({"type": "string"}, " ", None),
        ({"type": "string", "pattern": "^1[0-9]{10}$"}, "138 0000-0001", "13800000001"),
        ({"type": "string", "pattern": "^1[0-9]{10}$"}, "１３８００００００01", "13800000001"),
        ({"type": "string", "pattern": "^[A-Z]+$"}, "冀 R-1", "冀 R-1"),
        ({"type": "integer"}, "１，２００", 1200),
        ({"type": "integer"}, "twelve", "twelve"),
        ({"type": "number"}, "88.5", 88.5),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, "true", True),
    ],
)
def test_what_people_type_becomes_what_the_form_means(schema: Answers, typed: str, answer: object) -> None:
    assert to_answer(schema, typed) == answer
    assert type(to_answer(schema, typed)) is type(answer)


def test_a_material_says_what_it_takes_and_what_is_there() -> None:
    file = Upload(uuid.uuid4(), "照片.jpg", "image/jpeg", 2_621_440, NOON)
    facts: dict[str, Any] = {"required": True, "max_bytes": 5 * 1024 * 1024}
    photo = Material(
        id="photo",
        title=ID_CARD,
        accept=["image/jpeg", "image/png"],
        uploads=[file],
        from_register=None,
        **facts,
    )
    licence = Material(
        id="licence", title=ID_CARD, accept=["application/pdf"], uploads=[],
        from_register=Prefilled("id-card", ID_CARD, NOON), **facts,
    )  # fmt: skip
    one, two = view_materials(
        application(materials=[photo, licence]), {"photo": "White background"}, {}, "en"
    )

    assert one.hint == "White background · photo, up to 5 MB"
    assert [(line.name, line.size, line.is_picture) for line in one.files] == [("照片.jpg", "2.5 MB", True)]
    assert one.files[0].path.endswith(f"/uploads/{file.id}")
    assert two.source == "ID card, updated Wed 25 Nov"


def test_every_state_says_what_comes_next() -> None:
    for locale in LOCALES:
        assert {f"application.now_{state}" for state in STATES} <= words(locale).keys()


def test_a_time_limit_that_has_passed_is_said_plainly() -> None:
    due = date(2026, 12, 18)

    assert say_due(application(due_on=due, light="amber"), "en") == "Decided by 18 Dec 2026"
    assert "12345" in say_due(application(due_on=due, light="red"), "zh-CN")
    assert say_due(application(expires_on=due), "zh-CN") == "草稿保留到 2026年12月18日"


def test_costs_and_days_read_as_people_read_them() -> None:
    assert [name_cost(fen, "zh-CN") for fen in (0, 2_000, 2_050)] == ["免费", "20 元", "20.50 元"]
    assert name_value("2027-01-05", "zh-CN") == "2027年1月5日"
    assert [name_value(text, "en") for text in ("2026-13-40", "C1")] == ["2026-13-40", "C1"]


def test_every_life_event_has_its_picture() -> None:
    for event in catalogue.list_life_events().items:
        assert tile(event, "en").icon in ICONS, event.icon
