"""Gives every due feed its turn."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from monitor.model.feed import Feed, FeedTurn
from monitor.pipeline import TurnReport
from monitor.store.database import StoreError
from monitor.store.feeds import FeedStore
from monitor.workers.trouble import Trouble

log = structlog.get_logger()

TakeTurn = Callable[[FeedTurn], Awaitable[TurnReport]]


class Poller:
    """Leases due feeds and takes their turns, at most `concurrency` at a time."""

    def __init__(
        self,
        store: FeedStore,
        take: TakeTurn,
        feeds: Callable[[], Mapping[str, Feed]],
        clock: Callable[[], datetime],
        *,
        concurrency: int,
        lease: timedelta,
    ) -> None:
        self._store = store
        self._take = take
        self._feeds = feeds
        self._clock = clock
        self._concurrency = concurrency
        self._lease = lease
        self._trouble = Trouble("polling")
        self._turns: set[asyncio.Task[None]] = set()

    async def tick(self, now: datetime | None = None) -> int:
        """Start the turns of the feeds that are due, now or at that time; returns how many."""
        free = self._concurrency - len(self._turns)
        if free <= 0:
            return 0
        due: Sequence[FeedTurn] = ()
        with self._trouble.met():
            due = await self._store.due(
                self._feeds(), now or self._clock(), limit=free, lease=self._lease
            )
        for turn in due:
            task = asyncio.create_task(self._turn(turn), name=f"turn {turn.feed.id}")
            self._turns.add(task)
            task.add_done_callback(self._turns.discard)
        return len(due)

    async def _turn(self, turn: FeedTurn) -> None:
        """One turn; whatever goes wrong in it is this feed's trouble alone, and is said."""
        try:
            report = await self._take(turn)
        except StoreError as problem:
            log.error("turn not stored, will be repeated", feed=turn.feed.id, reason=str(problem))
        except Exception:
            log.exception("turn failed, will be repeated", feed=turn.feed.id)
        else:
            _tell(report, turn)

    async def drain(self) -> None:
        """Wait for the turns that are under way."""
        while self._turns:
            await asyncio.wait(self._turns)

    async def stop(self) -> None:
        """Give up the turns that are under way; what they had not committed is fetched again."""
        for task in tuple(self._turns):
            task.cancel()
        await asyncio.gather(*self._turns, return_exceptions=True)


def _tell(report: TurnReport, turn: FeedTurn) -> None:
    error = report.state.error
    if error and error != turn.state.error:
        log.warning("feed in trouble", feed=report.feed, reason=error)
    elif turn.state.error and not error:
        log.info("feed recovered", feed=report.feed)
    if report.alerts:
        log.info("alerts", feed=report.feed, matched=report.matched, alerts=report.alerts)
