"""What the log says on a terminal, and what it keeps to itself."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import structlog

from monitor.logs import desk_time, sentence, set_up_logs


@pytest.fixture
def logs() -> Iterator[None]:
    """The test's own set-up of the logs, undone at the end."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


def said(**event: object) -> str:
    return re.sub(r"\x1b\[\d*m", "", sentence(None, "", {"timestamp": "07:30:00", **event}))


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            {"level": "info", "event": "monitor started", "feeds": 27, "tells": ["a", "b"]},
            "07:30:00 monitor started (feeds 27, tells a, b)",
        ),
        (
            {"level": "warning", "event": "feed in trouble", "feed": "nhk", "reason": "gone"},
            "07:30:00 warning: feed in trouble (feed nhk): gone",
        ),
        (
            {"level": "error", "event": "2 errors", "problems": ["one", "two"]},
            "07:30:00 error: 2 errors\n    one\n    two",
        ),
        (
            {"level": "error", "event": "turn failed", "exception": "Traceback\n  more"},
            "07:30:00 error: turn failed\nTraceback\n  more",
        ),
        (
            {"level": "info", "event": "odd", "feed": "a\x1b[31mb\x07"},
            "07:30:00 odd (feed a [31mb )",
        ),
    ],
)
def test_an_event_reads_as_a_sentence(event, told):
    """What, of which, and why; problems and traces below; nothing that moves the cursor."""
    plain = said(**event)
    assert plain == told


def test_a_tick_that_is_skipped_is_no_news(logs, capsys):
    """APScheduler's warnings stay out of the log, its errors and our own warnings don't."""
    set_up_logs()
    skipped = "Execution of job %s skipped: maximum number of running instances reached"
    logging.getLogger("apscheduler.scheduler").warning(skipped, "deliver")
    logging.getLogger("apscheduler.scheduler").error("the clockwork broke")
    structlog.get_logger("monitor").warning("not delivered yet")
    err = capsys.readouterr().err
    assert "skipped" not in err
    assert "the clockwork broke" in err
    assert "not delivered yet" in err


def test_a_terminal_shows_the_desks_time():
    """A line of the log stands beside listings in the same zone."""
    noon = datetime(2024, 3, 5, 12, tzinfo=UTC)
    stamp = desk_time(ZoneInfo("Asia/Tokyo"), lambda zone: noon.astimezone(zone))
    assert stamp(None, "", {"event": "read"}) == {"event": "read", "timestamp": "21:00:00"}
