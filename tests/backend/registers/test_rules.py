"""Numbers, blocks and contents of registers."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from backend.content import FOLDER, ContentError
from backend.core import clock
from backend.people.rules.id_numbers import parse_id_number
from backend.registers.rules.identifiers import read_identifier
from backend.registers.rules.masking import mask_number
from backend.registers.service.catalogue import read_registers, registers
from backend.registers.service.intake.checking import Checker
from backend.registers.service.intake.framing import find_csv_end
from backend.registers.service.intake.reading import HeaderError
from backend.registers.service.intake.shapes import row_shape
from backend.registers.service.intake.taking import FORMATS
from tests.backend.registers.senders import credit_code, id_number, vin

TODAY = date(2026, 11, 25)

numbers = st.builds(
    lambda n, day: id_number(n, day.strftime("%Y%m%d")),
    st.integers(0, 999),
    st.dates(date(1890, 1, 1), date(2030, 1, 1)),
)


@given(
    st.one_of(numbers, st.text("0123456789Xx １", min_size=16, max_size=20)),
    st.integers(0, 17),
    st.text("0123456789Xx", max_size=1),
)
def test_the_fast_way_to_read_an_id_number_is_the_right_one(text: str, place: int, other: str) -> None:
    changed = text[:place] + other + text[place + len(other) :]
    for typed in (text, changed, changed.lower()):
        known = parse_id_number(typed, TODAY)
        assert read_identifier("resident", typed, TODAY, synthetic=True) == (known and known.text)
        real = known and not known.is_synthetic
        assert (read_identifier("resident", typed, TODAY, synthetic=False) is not None) == bool(real)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("firm", credit_code(1).lower() + " ", credit_code(1)),
        ("firm", credit_code(1)[:-1] + "0", None),
        ("vehicle", vin(7), vin(7)),
        ("vehicle", "1M8GDM9AXKP042788", "1M8GDM9AXKP042788"),
        ("vehicle", "1M8GDM9AXKP042789", None),
        ("vehicle", "冀Ｒ12345", "冀R12345"),
        ("vehicle", "冀10-12345", "冀10-12345"),
        ("vehicle", "冀", None),
        ("premises", "冀（2024）廊坊市不动产权第0012345号", "冀(2024)廊坊市不动产权第0012345号"),
        ("premises", "x" * 61, None),
        ("premises", "<script>", None),
    ],
)
def test_numbers_are_kept_in_one_way_of_writing(kind: str, typed: str, kept: str | None) -> None:
    assert read_identifier(kind, typed, TODAY, synthetic=True) == kept


@given(st.text(min_size=0, max_size=60))
def test_a_masked_number_shows_at_most_half(number: str) -> None:
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert sum(a == b for a, b in zip(masked, number.replace("*", "#"), strict=True)) <= len(number) / 2


@given(st.lists(st.sampled_from(["a", '"', ",", "\n", "\r\n", '""']), max_size=60).map("".join))
def test_a_csv_block_ends_where_no_quote_is_open(text: str) -> None:
    data = text.encode()
    ends = [
        place + 1 for place, byte in enumerate(data) if byte == 10 and data.count(b'"', 0, place) % 2 == 0
    ]
    assert find_csv_end(data) == max(ends, default=0)


def test_the_city_knows_facts_for_every_scenario() -> None:
    known = registers()
    assert len(known) >= 25
    assert len({register.department for register in known.values()}) >= 20
    for id_, register in known.items():
        assert {use.purpose for use in register.uses} >= {"prefill", "desk", "reminder", "approval"}, id_


def test_every_mistake_in_a_register_is_told(tmp_path: Path) -> None:
    good = (FOLDER / "registers" / "passport.yaml").read_text()
    bad = good.replace("department: exit-entry", "department: nobody").replace(
        "number_field: number", "number_field: colour"
    )
    bad = bad.replace("  issuer:", "  subject:").replace("purpose: desk", "purpose: prefill")
    bad = bad.replace(
        "purpose: wallet, departments: own, fields: all", "purpose: proof, departments: own, fields: [colour]"
    )
    (tmp_path / "passport.yaml").write_text(bad)
    with pytest.raises(ContentError) as raised:
        read_registers(tmp_path)
    told = "\n".join(raised.value.errors)
    assert "there is no department 'nobody'" in told
    assert "$.fields.subject: every record has this already" in told
    assert "$.certificate.number_field: there is no identifier 'colour'" in told
    assert "$.uses[1].fields: there is no field 'colour'" in told
    assert "$.uses: prefill stands twice" in told
    assert "$.uses: a certificate is shown in the wallet, and no use says so" in told


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, "", "x", 0, 1, 1.0, -1, 2**53, 2**70, 1e400, True, False, "true", [], {}, "\u0000", "\u202e",
        "2026-02-30", "2026-02-28", "9999-12-31", "0001-01-01", "2026-11-01T08:00:00+08:00", "男", "male",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-11-01T08:00:00", "x" * 600, id_number(1),
        "\ud800", "a\n",
    ]
)  # fmt: skip
GOOD = {
    "external_id": "1", "subject": id_number(1), "as_of": "2026-11-01T08:00:00Z", "valid_to": "2030-01-01",
    "name": "张三", "sex": "male", "birth_date": "1990-03-07", "address": "新开路", "deleted": False,
}  # fmt: skip
row_sets = st.dictionaries(st.sampled_from([*GOOD, "colour", "related"]), ODD, max_size=3).map(GOOD.__or__)


@given(st.lists(row_sets, min_size=1, max_size=4), st.sampled_from(["application/x-ndjson", "text/csv"]))
def test_a_row_is_taken_or_its_mistakes_are_told(app: Litestar, rows: list[dict[str, Any]], way: str) -> None:
    checker = Checker("population", clock.now(), TODAY, synthetic=True)
    format_ = FORMATS[way](row_shape("population"))
    body = _json(rows) if way.endswith("json") else _csv(rows)
    try:
        checker.take(format_.read(body), format_.first)
    except HeaderError:
        return
    wrong = {error.row for error in checker.errors}
    assert len(wrong) + len(checker.rows) == len(rows)
    for external_id, subject, _, facts, _, _, valid_from, valid_to, as_of, deleted in checker.rows:
        assert 1 <= len(external_id) <= 64
        assert external_id.isprintable()
        assert (subject is None) == deleted
        assert valid_from is None or valid_to is None or valid_from <= valid_to
        assert 1990 <= as_of.year <= 2027
        assert "\\u0000" not in facts


def _json(rows: list[dict[str, Any]]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("utf-8", errors="replace").rstrip(b"\r\n")
