"""Nothing personal reaches the log, not even by accident."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from backend.core import log


@pytest.fixture(autouse=True)
def left_as_found() -> Iterator[None]:
    """Other tests log as they did before."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "personal", ["13800000001", "+8613800000001", "131099199003071238", "13109919900307123X"]
)
def test_phone_and_id_numbers_are_hidden(personal: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info")
    structlog.get_logger().info("event", text=f"from {personal}, twice {personal}")
    structlog.get_logger().error("failed", exc_info=ValueError(f"Key (phone)=({personal})"))
    printed = capsys.readouterr().out
    assert personal not in printed
    assert printed.count("[hidden]") >= 3


def test_ids_and_times_stay_readable(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info")
    structlog.get_logger().info("event", row="019ab2c4-7b1e-7c3a-9f00-13800000001a", milliseconds=12)
    assert "019ab2c4-7b1e-7c3a-9f00-13800000001a" in capsys.readouterr().out
