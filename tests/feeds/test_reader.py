"""Reading in worker processes: hangs, crashes and sudden ends included."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.feeds import reader as reader_module
from monitor.feeds.reader import FeedReader
from monitor.model.feed import Feed

FEED = Feed(id="harbour", url="https://harbour.example/feed")
DOCUMENT = b"<rss version='2.0'><channel><item><title>Fog</title></item></channel></rss>"
TASK = (DOCUMENT, "text/xml", FEED.url, FEED)

HOSTILE = """
import os, time

def hang(*task):
    time.sleep(600)

def crash(*task):
    os.kill(os.getpid(), 9)
"""

SERVICE = textwrap.dedent("""
    import asyncio, signal, sys
    from monitor.feeds.reader import FeedReader

    async def main():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        reader = FeedReader()
        await reader.start()
        print("ready", flush=True)
        await stop.wait()
        await reader.aclose()

    if __name__ == "__main__":
        asyncio.run(main())
""")


@pytest.fixture
async def reader() -> AsyncIterator[FeedReader]:
    """A reader with one worker and little patience, closed at the end."""
    reader = FeedReader(workers=1, timeout=0.3)
    yield reader
    await reader.aclose()
    await reader.aclose()


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A module of functions that misbehave, importable in workers as well."""
    (tmp_path / "hostile_readers.py").write_text(HOSTILE)
    monkeypatch.syspath_prepend(tmp_path)
    return __import__("hostile_readers")


async def test_entries_come_back_from_a_worker(reader: FeedReader) -> None:
    """A reading is the same as in this process, with its pieces."""
    await reader.start()
    reading = await reader.read(*TASK, frozenset())
    assert [entry.title for entry in reading.entries] == ["Fog"]
    assert (await reader.read(*TASK, reading.pieces)).entries == ()


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("hang", "not read: took longer than 0.3 s"),
        ("crash", "not read: it crashed the parser (exit code -9)"),
    ],
)
async def test_worker_that_fails_is_replaced(
    fault: str,
    problem: str,
    reader: FeedReader,
    hostile: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hung or crashed worker is a stated problem, and the next feed is read as ever."""
    with monkeypatch.context() as patch:
        patch.setattr(reader_module, "read_feed", getattr(hostile, fault))
        reading = await reader.read(*TASK, frozenset())
    assert (reading.problem, reading.failed) == (problem, True)
    assert (await reader.read(*TASK, frozenset())).entries


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_worker_outlives_its_service(number: signal.Signals, tmp_path: Path) -> None:
    """However the service ends, its workers end; on Ctrl-C they say nothing, after a kill nobody
    complains of what was left behind.

    The workers hold the service's output open: its end is the end of all of them.
    """
    script = tmp_path / "service.py"
    script.write_text(SERVICE)
    with subprocess.Popen(  # noqa: S603 (our own script)
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"ready\n"
        if number is signal.SIGKILL:
            service.kill()
        else:
            os.killpg(service.pid, number)
        output, errors = service.communicate(timeout=20)
    assert output == b""
    assert b"resource_tracker" not in errors
    if number is signal.SIGINT:
        assert (service.returncode, errors) == (0, b"")
