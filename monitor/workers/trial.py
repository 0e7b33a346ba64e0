"""Changed watchlists tried on stored entries, in a process of its own.

Matching twenty thousand entries keeps a core busy for seconds, and a busy thread would hold up the
event loop: the interpreter lock is one for all.
"""

import asyncio
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from monitor.matching.matcher import Matcher
from monitor.store.database import Database
from monitor.store.past import Past
from monitor.store.stored import StoredEntry
from monitor.watchlist.backtest import (
    Effect,
    Hit,
    Outcome,
    PastEntry,
    effect_of,
    matcher_of,
    outcomes,
    try_entries,
)
from monitor.watchlist.force import Good

log = structlog.get_logger()

LONGEST = 60.0
"""Seconds after which a change is told without a count."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Two versions of some watchlists, and the time whose entries they are tried on."""

    storage: str
    before: tuple[Good, ...]
    after: tuple[Good, ...]
    since: datetime
    most: int
    """Entries that are looked at, the latest."""
    window: timedelta
    """How long a story lives."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out, by watchlist; `since` is later than asked for where there were too many."""

    effects: Mapping[str, Effect]
    since: datetime
    entries: int


class TrialProcess:
    """Runs one trial at a time, with low priority."""

    def __init__(self, *, longest: float = LONGEST) -> None:
        self._longest = longest
        self._process: asyncio.subprocess.Process | None = None
        self._stopped = False

    async def __call__(self, trial: Trial) -> Tried | None:
        """What came out; `None` where it took too long, failed or was stopped."""
        if self._stopped:
            return None
        pipe = asyncio.subprocess.PIPE
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _CHILD, stdin=pipe, stdout=pipe, stderr=pipe
        )
        if self._stopped:  # while it was being started
            process.kill()
        talk = asyncio.create_task(process.communicate(pickle.dumps(trial)))
        try:
            await asyncio.wait([talk], timeout=self._longest)
        finally:
            self._kill()
        out, err = await talk
        if process.returncode == 0:
            tried: Tried = pickle.loads(out)  # noqa: S301 - our own child wrote it
            return tried
        if not self._stopped:
            log.warning("change not tried on stored entries", reason=_last_line(err))
        return None

    def stop(self) -> None:
        """Give up the trial under way, and every later one."""
        self._stopped = True
        self._kill()

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()


_CHILD = "from monitor.workers.trial import child; child()"


def child() -> None:
    """A trial from standard input to standard output."""
    os.nice(10)
    trial: Trial = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own service wrote it
    pickle.dump(asyncio.run(run_trial(trial)), sys.stdout.buffer)


async def run_trial(trial: Trial) -> Tried:
    """Try two versions of watchlists on stored entries."""
    db = await Database.open(trial.storage)
    try:
        past = Past(db)
        since = await past.beginning(trial.since, trial.most)
        matcher = matcher_of(trial.before, trial.after)
        found, entries = await try_stored(past, matcher, since, trial.window)
    finally:
        await db.close()
    names = {good.watchlist.id for good in (*trial.before, *trial.after)}
    effects = {name: effect_of(found.get(name, Outcome())) for name in names}
    return Tried(effects, since, entries)


async def try_stored(
    past: Past,
    matcher: Matcher,
    since: datetime,
    window: timedelta,
    advance: Callable[[int], object] = lambda _: None,
) -> tuple[Mapping[str, Outcome], int]:
    """What each watchlist gains and loses over the entries since then, and how many there were.

    `matcher` is of both versions (see `matcher_of`); `advance` hears of every page how many
    entries it has.
    """
    hits: list[Hit] = []
    entries = 0
    async for page in past.pages(since):
        hits += try_entries(map(_past_entry, page), matcher)
        entries += len(page)
        advance(len(page))
    stories = await past.stories([hit.past.id for hit in hits])
    return outcomes(hits, stories, window), entries


def _past_entry(stored: StoredEntry) -> PastEntry:
    return PastEntry(stored.id, stored.entry, stored.canonical_link, stored.first_seen_at)


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it took too long"
