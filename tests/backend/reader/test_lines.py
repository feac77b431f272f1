"""Whatever a scanner types, every line is answered and none is made of two."""

import io

from hypothesis import given
from hypothesis import strategies as st

from backend.reader.lines import LINE_BYTES_MAX, read_lines


def lines(data: bytes) -> list[str | None]:
    """What is read of `data`."""
    return list(read_lines(io.BufferedReader(io.BytesIO(data))))


def test_scanners_end_lines_as_they_like() -> None:
    assert lines(b"one\ntwo\r\nthree\rfour") == ["one", "two", "three", "four"]


def test_empty_lines_are_none() -> None:
    assert lines(b"\r\n\n\n\r\r") == []


def test_spaces_stay() -> None:
    assert lines(b" one \n") == [" one "]


def test_bytes_that_are_no_text_are_one_line() -> None:
    assert lines(b"\xff\xfe\n\xed\xa0\x80\nfine\n") == [None, None, "fine"]


def test_a_line_without_end_is_one_line_and_the_next_is_read() -> None:
    assert lines(b"A" * 10_000_000 + b"\nfine\n") == [None, "fine"]


def test_the_longest_line_is_read() -> None:
    assert lines(b"A" * LINE_BYTES_MAX) == ["A" * LINE_BYTES_MAX]
    assert lines(b"A" * (LINE_BYTES_MAX + 1)) == [None]


@given(st.lists(st.binary(max_size=3 * LINE_BYTES_MAX)))
def test_there_is_one_line_for_each_that_is_not_empty(parts: list[bytes]) -> None:
    data = b"\n".join(parts)
    expected = [part for part in data.replace(b"\r", b"\n").split(b"\n") if part]
    assert len(lines(data)) == len(expected)
