"""Logging: every record, ours or a library's, leaves through one formatter on stderr, as text or as JSON lines."""

from __future__ import annotations

import logging
import sys
from typing import Final

import structlog
from structlog.typing import Processor

_QUIET: Final = {
    "httpx": "WARNING",
    "procrastinate": "WARNING",
    "psycopg.pool": "ERROR",
    "uvicorn.error": "WARNING",
}
"""Libraries whose ordinary records would drown ours; `log_level` debug lets them speak."""


def setup_logging(level: str = "info", style: str = "auto") -> None:
    """Send all logging to stderr. Call once per process; a second call replaces the first.

    level: debug, info, warning or error. style: text, json, or auto: text on a terminal, json elsewhere.
    """
    as_text = style == "text" or (style == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared(), processors=[_drop_internals, *_final(as_text=as_text)]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(level.upper() if level == "debug" else quiet)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


_drop_internals: Final = structlog.stdlib.ProcessorFormatter.remove_processors_meta


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _final(*, as_text: bool) -> list[Processor]:
    if as_text:
        # The default formatter shows the values of local variables, which may be secrets.
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
