"""Notices that something changed in a folder, whatever becomes of the folder itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog
from watchfiles import Change, awatch

from monitor.watchlist.files import SUFFIXES

log = structlog.get_logger()

AGAIN = 1.0
"""Seconds between two attempts to watch a folder that can't be watched."""
FIRST_LOOK = 500
"""Milliseconds until the watch is surely set up: what changed before is looked for then."""
BURST = 400
"""Milliseconds for which changes are gathered at most."""


class Watch:
    """Calls `wake` when a file of the folder may have changed."""

    def __init__(self, folder: Path, wake: Callable[[], None]) -> None:
        self._folder = folder
        self._wake = wake
        self._number: int | None = None
        self._moved = asyncio.Event()

    def check(self) -> None:
        """Begin anew where another folder lies in the place of the one that is watched."""
        if _number(self._folder) != self._number:
            self._moved.set()

    def stop(self) -> None:
        """Have the watching thread end soon; the task that runs `run` is to be cancelled."""
        self._moved.set()

    async def run(self) -> None:
        """Watch until cancelled; where the system can't tell of changes, the files are polled."""
        polling: bool | None = None
        while True:
            self._moved.clear()
            self._number = _number(self._folder)
            try:
                await self._watch(polling=polling)
            except FileNotFoundError:
                self._wake()
            except OSError as problem:
                log.warning("watchlists are polled for changes", reason=str(problem))
                polling = True
            await asyncio.sleep(AGAIN)

    async def _watch(self, *, polling: bool | None) -> None:
        first = True
        async for found in awatch(
            self._folder,
            watch_filter=_matters,
            debounce=BURST,
            rust_timeout=FIRST_LOOK,
            yield_on_timeout=True,
            stop_event=self._moved,
            force_polling=polling,
            ignore_permission_denied=True,
        ):
            if found or first:
                self._wake()
            first = False


def _matters(_: Change, path: str) -> bool:
    """A file that may say something, or a folder; container systems swap one called `..data`."""
    name = path.rpartition("/")[2]
    return name.endswith(SUFFIXES) or "." not in name or name.startswith("..")


def _number(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except OSError:
        return None
