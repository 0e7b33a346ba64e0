"""Logs: one JSON line an event, or sentences on a terminal. Always on stderr."""

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_COLOURS = {"warning": "33", "error": "31", "critical": "31"}
"""ECMA-48, 8.3.117: yellow, red."""
_WHY = ("reason", "why", "change")
"""What is said after a colon, at the end of the sentence."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def set_up_logs(*, level: int = logging.INFO, zone: tzinfo = UTC) -> None:
    """Send every log line, the libraries' included, to stderr in one form.

    On a terminal with times in the desk's `zone`, in JSON lines in UTC.
    """
    terminal = sys.stderr.isatty()
    stamp = desk_time(zone) if terminal else structlog.processors.TimeStamper("iso", utc=True)
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        stamp,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    json = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processor=sentence if terminal else json
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("monitor").setLevel(level)
    # A tick that still runs when the next is due is skipped by design: no news for anyone.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def desk_time(zone: tzinfo, now: Callable[[tzinfo], datetime] = datetime.now) -> Processor:
    """Puts the time of day by the desk's clock on every event."""

    def stamp(_: Any, __: str, event: EventDict) -> EventDict:
        event["timestamp"] = f"{now(zone):%H:%M:%S}"
        return event

    return stamp


def sentence(_: Any, __: str, event: EventDict) -> str:
    """An event as a person reads it: `07:30:00 warning: not delivered yet (to x): why`."""
    at, level = event.pop("timestamp", ""), event.pop("level", "")
    traces = [str(event.pop(name)) for name in ("stack", "exception") if event.get(name)]
    what = _plain(event.pop("event", ""))
    why = [_plain(event.pop(name)) for name in _WHY if event.get(name)]
    problems = [f"    {_plain(line)}" for line in event.pop("problems", ())]
    details = ", ".join(f"{name.replace('_', ' ')} {_plain(v)}" for name, v in event.items())
    said = ": ".join((f"{what} ({details})" if details else what, *why))
    mark = f"\x1b[{_COLOURS[level]}m{level}:\x1b[0m " if level in _COLOURS else ""
    return "\n".join((f"\x1b[2m{at}\x1b[0m {mark}{said}", *problems, *traces))


def _plain(value: object) -> str:
    """A text without characters that could move the cursor or change a colour."""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return _CONTROL.sub(" ", text)
