"""A query that somebody types, tried on the stored entries of the last days."""

import asyncio
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from monitor.alerting.mute import by_the_clock
from monitor.matching.rule import Rule
from monitor.query.check import check_groups
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query
from monitor.watchlist.backtest import Effect, PastStory
from monitor.watchlist.force import Good, good_of
from monitor.watchlist.groups import renamed
from monitor.watchlist.load import TERMS, named_file
from monitor.watchlist.notices import span_of
from monitor.watchlist.problem import Findings
from monitor.watchlist.terms import Terms, read_terms
from monitor.watchlist.watchlist import Watchlist
from monitor.workers.announcer import DAYS, MOST, Trials
from monitor.workers.trial import Trial, Tried
from notifiers.slack_events import Answer

LONGEST = 2_000
"""Characters of a query that is typed."""

_NAME = "query"
_BUSY = Answer("Another query is being tried: try yours again in a minute.")
_LATE = Answer("That took too long or failed: try a narrower query, or see the monitor's log.")


class QueryTrial:
    """Tries one query at a time."""

    def __init__(
        self,
        trials: Trials,
        clock: Callable[[], datetime],
        *,
        storage: str,
        window: timedelta,
        zone: tzinfo,
        folder: Path | None,
    ) -> None:
        """`folder` is the desk's, for the groups in its terms.yaml."""
        self._trials = trials
        self._clock = clock
        self._storage = storage
        self._window = window
        self._zone = zone
        self._folder = folder
        self._turn = asyncio.Lock()

    async def __call__(self, query: str) -> Answer:
        """How many stories it finds, and three of them; or what is wrong with it."""
        if self._turn.locked():
            return _BUSY
        async with self._turn:
            try:
                good = await asyncio.to_thread(_good, query, self._folder)
            except QueryError as error:
                return Answer(f"This query can't be used: {error.message}", _caret(query, error))
            since = self._clock() - DAYS
            trial = Trial(self._storage, (), (good,), since, MOST, self._window)
            tried = await self._trials(trial)
        return _LATE if tried is None else self._found(query, trial, tried)

    def stop(self) -> None:
        """Give up the trial under way, and every later one."""
        self._trials.stop()

    def _found(self, query: str, trial: Trial, tried: Tried) -> Answer:
        now = self._clock()
        cut = tried.since > trial.since
        span = span_of(now - tried.since, cut=cut, entries=tried.entries)
        effect = tried.effects.get(_NAME, Effect(0, 0, (), ()))
        stories = "1 story" if effect.gained == 1 else f"{effect.gained:,} stories"
        begins = "; the first:" if effect.first_gained else ""
        text = f"{stories} in {span}{begins}"
        return Answer(text, query, tuple(self._example(one, now) for one in effect.first_gained))

    def _example(self, story: PastStory, now: datetime) -> tuple[str, str, str]:
        outlets = ", ".join(story.outlets[:3]) + (
            f" (+{len(story.outlets) - 3})" if len(story.outlets) > 3 else ""
        )
        seen = by_the_clock(story.seen_at, now, self._zone)
        return story.entry.title or story.entry.link, story.entry.link, f"{outlets}, {seen}"


def _good(query: str, folder: Path | None) -> Good:
    """The query as a watchlist of its own. Raises QueryError."""
    if len(query) > LONGEST:
        raise QueryError(f"more than {LONGEST} characters: put it into a file", LONGEST)
    terms = _terms(folder)
    parsed = parse_query(query)
    named = {name: terms.groups[key] for name, key in terms.keys.items()}
    check_groups(parsed, {**terms.groups, **named})
    rule = Rule(_NAME, renamed(parsed, terms.keys))
    return good_of(Watchlist(_NAME, query, "normal", rule, (), Path(_NAME)), terms.groups)


def _terms(folder: Path | None) -> Terms:
    path = named_file(folder, TERMS) if folder else None
    return read_terms(path, Terms(), Findings(str(path))) if path else Terms()


def _caret(query: str, error: QueryError) -> str:
    """The query with a mark below the mistake; wide letters take a wide space."""
    before = query[: error.column]
    space = "".join("\u3000" if unicodedata.east_asian_width(c) in "WF" else " " for c in before)
    return f"{query}\n{space}^"
