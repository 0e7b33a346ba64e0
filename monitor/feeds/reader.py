"""Feeds are read in processes of their own: parsing never frees the interpreter lock, and may hang.

A document that crashes its worker or takes too long costs that worker, which is replaced, and
becomes a stated problem of that feed; the others don't notice.
"""

import asyncio
import multiprocessing
import os
import sys
import threading
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TooSlow

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from monitor.feeds.read import read_feed
from monitor.feeds.reading import Reading, unreadable
from monitor.model.feed import Feed

_QUIET = "ignore::UserWarning:multiprocessing.resource_tracker"
"""Python tidies up after a service that was killed; that it did is no news for a terminal."""


def _begin() -> None:
    """Set up a worker: it ends when the service that started it does, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=follow, daemon=True, name="follow-parent").start()


def _ready() -> bool:
    return True


class FeedReader:
    """Reads feeds off the event loop, in `workers` processes.

    `timeout` is the longest that one reading may take, in seconds. Used from one event loop.
    """

    def __init__(self, *, workers: int = 2, timeout: float = 20.0) -> None:
        self._workers = workers
        self._timeout = timeout
        self._pool: ProcessPool | None = None

    async def start(self) -> None:
        """Start the workers now, so that the first reading doesn't wait for them."""
        await asyncio.gather(*(self._run_ready() for _ in range(self._workers)))

    async def _run_ready(self) -> None:
        await asyncio.wrap_future(self._open().schedule(_ready))

    async def read(
        self, body: bytes, content_type: str, url: str, feed: Feed, seen: frozenset[bytes]
    ) -> Reading:
        """Read a feed as `read_feed` does; crashes and time-outs become its problem."""
        task = (body, content_type, url, feed, seen)
        try:
            return await asyncio.wrap_future(self._schedule(task))
        except TooSlow:
            return unreadable(f"not read: took longer than {self._timeout:g} s")
        except ProcessExpired as error:
            return unreadable(f"not read: it crashed the parser (exit code {error.exitcode})")
        except BrokenExecutor:
            self._pool = None
            return unreadable("not read: the parser could not be started")

    def _schedule(
        self, task: tuple[bytes, str, str, Feed, frozenset[bytes]]
    ) -> ProcessFuture[Reading]:
        try:
            return self._open().schedule(read_feed, args=task, timeout=self._timeout)
        except RuntimeError:  # the pool broke since: a new one
            self._pool = None
            return self._open().schedule(read_feed, args=task, timeout=self._timeout)

    def _open(self) -> ProcessPool:
        if self._pool is None:
            if _QUIET not in sys.warnoptions:
                sys.warnoptions.append(_QUIET)
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["monitor.feeds.read"])
            self._pool = ProcessPool(max_workers=self._workers, initializer=_begin, context=context)
        return self._pool

    async def aclose(self) -> None:
        """Stop the workers; what they were reading is cancelled. Twice is harmless."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_stop, pool)


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
    pool.join()
