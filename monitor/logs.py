"""Logs: one JSON line an event, or coloured lines on a terminal. Always on stderr."""

import logging
import sys

import structlog


def set_up_logs(*, level: int = logging.INFO) -> None:
    """Send every log line, the libraries' included, to stderr in one form."""
    terminal = sys.stderr.isatty()
    stamp = structlog.processors.TimeStamper("%H:%M:%S" if terminal else "iso", utc=not terminal)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        stamp,
        structlog.processors.StackInfoRenderer(),
    ]
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(pad_event_to=24)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    if not terminal:
        shared.append(structlog.processors.format_exc_info)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=last)
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("monitor").setLevel(level)
