"""Tells the desk what changed in its files, and what that would have meant in the last days.

What changed is in force before it is told: counting takes as long as it takes, in a thread.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from monitor.matching.matcher import Matcher, compile_rules
from monitor.store.database import StoreError
from monitor.store.past import Past
from monitor.store.stored import StoredEntry
from monitor.watchlist.backtest import Hit, Outcome, PastEntry, outcomes, try_entries
from monitor.watchlist.changes import Change
from monitor.watchlist.force import Good, Standing, together
from monitor.watchlist.notices import Said, notices, of_change, span_of

log = structlog.get_logger()

DAYS = timedelta(days=7)
"""How far back a change is tried."""
MOST = 20_000
"""Stored entries that a change is tried on, the latest: some seconds of a core's time."""

Tell = Callable[[str, str, str], Awaitable[None]]
"""Puts a notice in the outbox: destination, subject, body."""


class Announcer:
    """Says one thing after the other, each with what it would have meant."""

    def __init__(
        self,
        past: Past,
        tell: Tell,
        clock: Callable[[], datetime],
        *,
        ops: Sequence[str],
        window: timedelta,
        most: int = MOST,
    ) -> None:
        self.ops = tuple(ops)
        self._past = past
        self._tell = tell
        self._clock = clock
        self._window = window
        self._most = most
        self._hurry = False
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
        self._hurry = True
        await self.drain()

    async def _announce(self, changes: Sequence[Change], said: Sequence[Said]) -> None:
        async with self._turn:
            try:
                found, span = await self._outcomes(changes)
                told = [of_change(one, found.get(one.watchlist), span, self.ops) for one in changes]
                for destination, (subject, body) in notices([*told, *said]).items():
                    await self._tell(destination, subject, body)
            except StoreError as problem:
                log.error("change not told", reason=str(problem))
            except Exception:
                log.exception("change not told")

    async def _outcomes(self, changes: Sequence[Change]) -> tuple[Mapping[str, Outcome], str]:
        """What each changed watchlist gains and loses, and in which time; empty in a hurry."""
        tried = [change for change in changes if change.listens_otherwise]
        now = self._clock()
        since = await self._past.beginning(now - DAYS, self._most)
        cut = since > now - DAYS
        if not tried:
            return {}, ""
        before = await asyncio.to_thread(_matcher, [change.before for change in tried])
        after = await asyncio.to_thread(_matcher, [change.after for change in tried])
        hits: list[Hit] = []
        entries = 0
        async for page in self._past.pages(since):
            if self._hurry:
                return {}, ""
            hits += await asyncio.to_thread(try_entries, list(map(past_entry, page)), before, after)
            entries += len(page)
        if not entries:
            return {}, ""
        stories = await self._past.stories([hit.past.id for hit in hits])
        found = await asyncio.to_thread(outcomes, hits, stories, self._window)
        names = (change.watchlist for change in tried)
        span = span_of(now - since, cut=cut, entries=entries)
        return {name: found.get(name, Outcome()) for name in names}, span


def past_entry(stored: StoredEntry) -> PastEntry:
    """A stored entry as a backtest takes it."""
    return PastEntry(stored.id, stored.entry, stored.canonical_link, stored.first_seen_at)


def _matcher(goods: Sequence[Good | None]) -> Matcher:
    """A matcher for these watchlists alone; where there is none, it matches nothing."""
    rules, groups = together(Standing(good={one.watchlist.id: one for one in goods if one}))
    return compile_rules(rules.values(), groups)
