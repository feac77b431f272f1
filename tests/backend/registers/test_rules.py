"""Numbers, blocks and contents of registers."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.content import FOLDER, ContentError
from backend.people.rules.id_numbers import parse_id_number
from backend.registers.rules.identifiers import read_identifier
from backend.registers.rules.masking import mask_number
from backend.registers.service.catalogue import read_registers, registers
from backend.registers.service.intake.framing import find_csv_end
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
