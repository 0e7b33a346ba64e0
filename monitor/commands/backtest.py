"""`monitor backtest`: which stories of the stored days a changed watchlist would gain and lose."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import Progress

from monitor.app import utc_now
from monitor.commands.check import terms_root
from monitor.commands.errors import CommandError
from monitor.commands.replay import Item, entry_of, read_items
from monitor.commands.setup import has_database, open_database, settings_of, told
from monitor.feeds.identity import canonical_link
from monitor.matching.matcher import Matcher
from monitor.settings import Settings
from monitor.store.past import Past
from monitor.store.watchlists import WatchlistStore
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
from monitor.watchlist.duration import parse_duration
from monitor.watchlist.files import is_watchlist
from monitor.watchlist.force import Good, good_of, read_desk
from monitor.watchlist.history import is_shared, last_good
from monitor.watchlist.load import ENDINGS, load_files
from monitor.workers.trial import try_stored

BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)
"""When recorded items without any date were seen."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came out, and over how much."""

    change: Change
    outcome: Outcome
    entries: int
    of: str
    """Of which entries: "of the last 7d", "of day.jsonl"."""


async def backtest(
    config: Path, watchlists: Path, file: Path, *, since: str, items: Path | None, as_json: bool
) -> int:
    """Print what a watchlist's file gains and loses against the version in force of the same id."""
    settings = settings_of(config)
    after = _good(file, watchlists, settings)
    change = Change(after.watchlist.id, await _before(file, watchlists, settings), after)
    window = settings.stories.window
    if items is None:
        outcome, entries = await _over_store(change, settings, _back(since), window)
        tried = _Tried(change, outcome, entries, f"of the last {since}")
    else:
        outcome, entries = _over_items(change, list(read_items(items)), window)
        tried = _Tried(change, outcome, entries, f"of {items}")
    zone = ZoneInfo(settings.timezone)
    for line in _json_lines(tried, zone) if as_json else _lines(tried, zone):
        print(line)
    return 0


def _back(since: str) -> timedelta:
    try:
        return parse_duration(since)
    except ValueError as problem:
        raise CommandError(f"--since: {problem}", code=2) from None


def _good(file: Path, watchlists: Path, settings: Settings) -> Good:
    """The watchlist of the file, with the terms.yaml of its folder; CommandError for a bad one."""
    if not file.is_file():
        raise CommandError(f"there is no file {file}", code=2)
    if not is_watchlist(file):
        raise CommandError(f"{file} is no watchlist: name one, such as kuril-islands.yaml", code=2)
    path = file.absolute()
    loaded = load_files([path], settings.destinations(), terms_root(path, watchlists))
    problems = told(loaded.problems)
    if not loaded.watchlists:
        raise CommandError("\n".join((f"{file} can't be tried:", *problems)))
    for line in problems:
        print(line, file=sys.stderr)
    return good_of(loaded.watchlists[0], loaded.groups)


async def _before(file: Path, watchlists: Path, settings: Settings) -> Good | None:
    """The version in force: the desk's file of that id, or what was recorded of this very file."""
    desk, own = _places(file, watchlists)
    if own is None and (good := _in_folder(file.stem, desk, settings)):
        return good
    if not has_database(settings):
        return None
    async with open_database(settings) as db:
        store = WatchlistStore(db)
        shared = set(filter(is_shared, await store.latest()))
        versions = await store.versions({file.stem, *shared})
    wanted = {file.stem: own or desk / f"{file.stem}{ENDINGS[0]}"}
    return last_good(versions, wanted, desk, settings.destinations()).get(file.stem)


def _places(file: Path, watchlists: Path) -> tuple[Path, Path | None]:
    """The desk's folder, and the file itself if it lies there: it is in force, or will be."""
    desk, path = watchlists.absolute(), file.absolute()
    return desk, path if desk in path.parents else None


def _in_folder(name: str, folder: Path, settings: Settings) -> Good | None:
    if not folder.is_dir():
        return None
    return read_desk(folder, settings.destinations()).good.get(name)


async def _over_store(
    change: Change, settings: Settings, back: timedelta, window: timedelta
) -> tuple[Outcome, int]:
    matcher = _matcher(change)
    async with open_database(settings) as db:
        past, since = Past(db), utc_now() - back
        with _progress() as bar:
            task = bar.add_task("backtest", total=await past.number(since))
            advance = partial(bar.advance, task)
            found, entries = await try_stored(past, matcher, since, window, advance)
    return found.get(change.watchlist, Outcome()), entries


def _over_items(change: Change, items: Sequence[Item], window: timedelta) -> tuple[Outcome, int]:
    """Recorded items in order of arrival; an undated one was seen when the one before it was."""
    matcher = _matcher(change)
    hits: list[Hit] = []
    with _progress() as bar:
        for past in bar.track(_seen(items), total=len(items), description="backtest"):
            hits += try_entries([past], matcher)
    return outcomes(hits, {}, window).get(change.watchlist, Outcome()), len(items)


def _seen(items: Iterable[Item]) -> Iterator[PastEntry]:
    now = BEGINNING
    for place, item in enumerate(items):
        entry = entry_of(item)
        now = max(now, entry.published) if entry.published else now
        yield PastEntry(place, entry, canonical_link(entry.link), now)


def _matcher(change: Change) -> Matcher:
    return matcher_of(filter(None, [change.before]), filter(None, [change.after]))


def _progress() -> Progress:
    """A bar on a terminal, gone at the end; nothing where the output is piped."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _lines(tried: _Tried, zone: ZoneInfo) -> Iterator[str]:
    outcome = tried.outcome
    yield f"{tried.change.title}: {tried.change.words()}"
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
    for change, stories in (("gained", tried.outcome.gained), ("lost", tried.outcome.lost)):
        for one in stories:
            row: dict[str, Any] = {
                "change": change,
                "title": one.entry.title,
                "outlet": one.outlets[0],
                "also_in": list(one.outlets[1:]),
                "at": _at(one, zone).isoformat(timespec="seconds"),
                "link": one.entry.link,
                "terms": list(one.terms),
                "entries": one.entries,
            }
            yield json.dumps(row, ensure_ascii=False)
