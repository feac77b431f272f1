"""One JSON line per event, with static names, ids only, and nothing personal."""

import logging
import re
import sys
from typing import Any

import structlog

# A second net under the rule that nobody logs these: mainland mobile numbers and resident ID numbers.
PERSONAL = re.compile(r"(?<![0-9A-Za-z-])(?:(?:\+?86)?1[3-9]\d{9}|\d{17}[\dXx])(?![0-9A-Za-z])")


def hide_personal(_: Any, __: str, line: Any) -> str:
    """`line` without anything that looks like a phone or ID number."""
    return PERSONAL.sub("[hidden]", str(line))


def set_up(level: str) -> None:
    """Send structlog's and the standard library's events to standard output as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False), hide_personal],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
                hide_personal,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
