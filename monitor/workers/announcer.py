"""Tells the desk what changed in its files, and what that would have meant in the last days.

What changed is in force before it is told: the count takes as long as it takes, elsewhere.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from monitor.store.database import StoreError
from monitor.watchlist.backtest import Effect
from monitor.watchlist.changes import Change
from monitor.watchlist.notices import Said, notices, of_change, span_of
from monitor.workers.trial import Trial, Tried

log = structlog.get_logger()

DAYS = timedelta(days=7)
"""How far back a change is tried."""
MOST = 20_000
"""Stored entries that a change is tried on, the latest."""
MANY = 50
"""Changed watchlists that are tried; a checkout of more of them is told without counts."""

Tell = Callable[[str, str, str], Awaitable[None]]
"""Puts a notice in the outbox: destination, subject, body."""


class Trials(Protocol):
    """Tries changes on stored entries."""

    async def __call__(self, trial: Trial) -> Tried | None:
        """What came out, if anything did."""

    def stop(self) -> None:
        """Give up the trial under way, and every later one."""


class Announcer:
    """Says one thing after the other, each with what it would have meant."""

    def __init__(
        self,
        tell: Tell,
        clock: Callable[[], datetime],
        *,
        ops: Sequence[str],
        storage: str,
        window: timedelta,
        trials: Trials,
        most: int = MOST,
    ) -> None:
        """`storage` holds the entries that changes are tried on; `window` is that of stories."""
        self.ops = tuple(ops)
        self._tell = tell
        self._clock = clock
        self._storage = storage
        self._window = window
        self._trials = trials
        self._most = most
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def announce(self, changes: Sequence[Change], said: Sequence[Said]) -> None:
        """Say in the background what changed, and what else there is to say."""
        if changes or said:
            task = asyncio.create_task(self._announce(changes, said), name="announce changes")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait until all is said."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Say what is still to be said, without counting further."""
        self._trials.stop()
        await self.drain()

    async def _announce(self, changes: Sequence[Change], said: Sequence[Said]) -> None:
        async with self._turn:
            try:
                found, span = await self._effects(changes)
                told = await asyncio.to_thread(_told, changes, found, span, said, self.ops)
                for destination, (subject, body) in told.items():
                    await self._tell(destination, subject, body)
            except StoreError as problem:
                log.error("change not told", reason=str(problem))
            except Exception:
                log.exception("change not told")

    async def _effects(self, changes: Sequence[Change]) -> tuple[Mapping[str, Effect], str]:
        """What each changed watchlist gains and loses, and in which time; empty if not known."""
        asked = await asyncio.to_thread(_asked, changes)
        if not asked or len(asked) > MANY:
            return {}, ""
        now = self._clock()
        trial = Trial(
            self._storage,
            tuple(change.before for change in asked if change.before),
            tuple(change.after for change in asked if change.after),
            now - DAYS,
            self._most,
            self._window,
        )
        tried = await self._trials(trial)
        if tried is None or not tried.entries:
            return {}, ""
        cut = tried.since > trial.since
        return tried.effects, span_of(now - tried.since, cut=cut, entries=tried.entries)


def _asked(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.listens_otherwise]


def _told(
    changes: Sequence[Change],
    effects: Mapping[str, Effect],
    span: str,
    said: Sequence[Said],
    ops: Sequence[str],
) -> Mapping[str, tuple[str, str]]:
    told = [of_change(one, effects.get(one.watchlist), span, ops) for one in changes]
    return notices([*told, *said])
