"""`monitor backtest`: which stories of the stored days a changed file would gain and lose."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import Progress

from monitor.clock import utc_now
from monitor.commands.lines import iso
from monitor.commands.proposal import proposed
from monitor.commands.replay import Item, entry_of, read_items
from monitor.commands.setup import length, open_database, settings_of
from monitor.feeds.identity import canonical_link
from monitor.matching.matcher import Matcher
from monitor.settings import Settings
from monitor.store.past import Past
from monitor.watchlist.backtest import (
    Hit,
    Outcome,
    PastEntry,
    PastStory,
    matcher_of,
    outcomes,
    try_entries,
)
from monitor.watchlist.changes import Change, number
from monitor.watchlist.files import is_terms
from monitor.workers.trial import try_stored

BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)
"""When recorded items without any date were seen."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came out of each change, and over how much."""

    outcomes: tuple[tuple[Change, Outcome], ...]
    entries: int
    of: str
    """Of which entries: "of the last 7d", "of day.jsonl"."""


async def backtest(
    config: Path, watchlists: Path, file: Path, *, since: str, items: Path | None, as_json: bool
) -> int:
    """Print what the watchlists that a file concerns gain and lose against what is in force."""
    settings = settings_of(config)
    changes = await proposed(file, watchlists, settings)
    matcher = matcher_of(
        [change.before for change in changes if change.before],
        [change.after for change in changes if change.after],
    )
    window = settings.stories.window
    if items is None:
        back = length("--since", since)
        found, entries = await _over_store(matcher, settings, back, window)
        of = f"of the last {since}"
    else:
        found, entries = _over_items(matcher, list(read_items(items)), window)
        of = f"of {items}"
    zone = ZoneInfo(settings.timezone)
    each = ((change, found.get(change.watchlist, Outcome())) for change in changes)
    tried = _Tried(tuple(each), entries, of)
    for line in _json_lines(tried, zone) if as_json else _lines(tried, file, zone):
        print(line)
    return 0


async def _over_store(
    matcher: Matcher, settings: Settings, back: timedelta, window: timedelta
) -> tuple[Mapping[str, Outcome], int]:
    async with open_database(settings) as db:
        past, since = Past(db), utc_now() - back
        with _progress() as bar:
            task = bar.add_task("backtest", total=await past.number(since))
            advance = partial(bar.advance, task)
            return await try_stored(past, matcher, since, window, advance)


def _over_items(
    matcher: Matcher, items: Sequence[Item], window: timedelta
) -> tuple[Mapping[str, Outcome], int]:
    """Recorded items in order of arrival; an undated one was seen when the one before it was."""
    hits: list[Hit] = []
    with _progress() as bar:
        for past in bar.track(_seen(items), total=len(items), description="backtest"):
            hits += try_entries([past], matcher)
    return outcomes(hits, {}, window), len(items)


def _seen(items: Iterable[Item]) -> Iterator[PastEntry]:
    now = BEGINNING
    for place, item in enumerate(items):
        entry = entry_of(item)
        now = max(now, entry.published) if entry.published else now
        yield PastEntry(place, entry, canonical_link(entry.link), now)


def _progress() -> Progress:
    """A bar on a terminal, gone at the end; nothing where the output is piped."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _lines(tried: _Tried, file: Path, zone: ZoneInfo) -> Iterator[str]:
    """Each watchlist that tells other stories, or the one that was asked for; the rest counted."""
    many = is_terms(file)
    if many:
        yield f"{file}: {_concerned(tried)}"
    untouched = 0
    for change, outcome in tried.outcomes:
        if many and not (outcome.gained or outcome.lost):
            untouched += 1
        else:
            yield from _watchlist_lines(change, outcome, tried, zone)
    if untouched:
        yield f"{number(untouched, 'watchlist')} of these would have told the same stories"


def _concerned(tried: _Tried) -> str:
    if not tried.outcomes:
        return "no watchlist means anything else with it"
    return f"{number(len(tried.outcomes), 'watchlist')} would listen otherwise"


def _watchlist_lines(
    change: Change, outcome: Outcome, tried: _Tried, zone: ZoneInfo
) -> Iterator[str]:
    yield f"{change.title}: {change.words()}"
    yield (
        f"{tried.entries:,} entries {tried.of}: {number(len(outcome.gained), 'story')} gained, "
        f"{len(outcome.lost)} lost, {outcome.same} as before"
    )
    for sign, stories in (("+", outcome.gained), ("−", outcome.lost)):
        for one in stories:
            yield f"{sign} {one.entry.title or one.entry.link}"
            yield f"    {_at(one, zone):%Y-%m-%d %H:%M}  {_outlets(one)} · {', '.join(one.terms)}"


def _at(story: PastStory, zone: ZoneInfo) -> datetime:
    return min(story.entry.published or story.seen_at, story.seen_at).astimezone(zone)


def _outlets(story: PastStory) -> str:
    first, *others = story.outlets
    return f"{first} (also in: {', '.join(others)})" if others else first


def _json_lines(tried: _Tried, zone: ZoneInfo) -> Iterator[str]:
    for change, outcome in tried.outcomes:
        for which, stories in (("gained", outcome.gained), ("lost", outcome.lost)):
            for one in stories:
                row: dict[str, Any] = {
                    "watchlist": change.watchlist,
                    "change": which,
                    "title": one.entry.title,
                    "outlet": one.outlets[0],
                    "also_in": list(one.outlets[1:]),
                    "at": iso(_at(one, zone), zone),
                    "link": one.entry.link,
                    "terms": list(one.terms),
                    "entries": one.entries,
                }
                yield json.dumps(row, ensure_ascii=False)
