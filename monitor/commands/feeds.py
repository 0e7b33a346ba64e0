"""`monitor feeds`: which feeds are read, how they are, and adding and removing them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from monitor.commands.errors import CommandError
from monitor.commands.feedlines import with_feeds, without_feed
from monitor.commands.lines import columns, count, iso, minute, print_rows, zone_line
from monitor.commands.setup import (
    existing,
    has_database,
    open_database,
    print_problems,
    settings_of,
    told,
)
from monitor.feeds.opml import write_opml
from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.settings import Settings
from monitor.store.feeds import FeedStore
from monitor.watchlist.address import check_url, same_address
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.language import check_language
from monitor.watchlist.load import FEEDS, named_file
from monitor.watchlist.opml import Outline, read_opml
from monitor.watchlist.problem import Findings


async def list_feeds(config: Path, watchlists: Path, *, as_json: bool) -> int:
    """Print every feed with its state; 1 when one is in trouble."""
    settings = settings_of(config)
    feeds = _configured(watchlists)
    states = await _states(settings)
    zone = ZoneInfo(settings.timezone)
    rows = [_row(feed, states.get(feed.id), zone) for feed in feeds]
    if as_json:
        print_rows(rows)
    else:
        _print_table(rows, zone, Console())
    return 1 if any(row["trouble"] for row in rows) else 0


async def _states(settings: Settings) -> Mapping[str, FeedState]:
    if not has_database(settings):
        return {}
    async with open_database(settings) as db:
        return await FeedStore(db).states()


def _list_of(watchlists: Path) -> Path:
    """The list of feeds in the desk's folder, which must be there; the file may not be yet."""
    return named_file(existing(watchlists), FEEDS) or watchlists / f"{FEEDS}.yaml"


def _configured(watchlists: Path) -> Sequence[Feed]:
    feeds, problems = load_feeds(_list_of(watchlists))
    if any(problem.error for problem in problems):
        raise CommandError("\n".join(("the list of feeds has errors:", *told(problems))))
    return feeds


def _row(feed: Feed, state: FeedState | None, zone: ZoneInfo) -> dict[str, Any]:
    def at(moment: datetime | None) -> str | None:
        return iso(moment, zone) if moment else None

    return {
        "id": feed.id,
        "url": feed.url,
        "group": feed.group,
        "state": _state(state),
        "trouble": state.error if state else None,
        "failures": state.failures if state else 0,
        "read": at(state.last_success_at) if state else None,
        "new_entry": at(state.last_entry_at) if state else None,
        "next": at(state.next_poll_at) if state else None,
    }


def _state(state: FeedState | None) -> str:
    if state is None or (state.seeded_at is None and not state.error):
        return "not read yet"
    if state.stopped:
        return "stopped"
    if state.failures:
        return "failing"
    return "note" if state.error else "fine"


_COLOURS = {"fine": "green", "failing": "red", "stopped": "red", "note": "yellow"}


def _print_table(rows: Sequence[Mapping[str, Any]], zone: ZoneInfo, console: Console) -> None:
    """A line a feed, its id last: an id may be long. What is wrong stands below it."""
    if not rows:
        console.print("no feeds: add one with `monitor feeds add URL`", markup=False)
        return
    console.print(zone_line(zone), style="dim", highlight=False)
    table = columns([(row["state"], minute(row["read"] or ""), row["id"]) for row in rows])
    for row, line in zip(rows, table, strict=True):
        state = len(row["state"])
        colour = _COLOURS.get(row["state"], "dim")
        console.print(Text(line[:state], colour).append(line[state:], "default"), soft_wrap=True)
        if row["trouble"]:
            console.print(Text(f"    {row['trouble']}"), soft_wrap=True)
    trouble = sum(bool(row["trouble"]) for row in rows)
    told = f", {trouble} to look at" if trouble else ""
    console.print(f"{count(len(rows), 'feed')}{told}", highlight=False)


async def add_feed(config: Path, watchlists: Path, url: str, *, as_json: bool) -> int:
    """Read a feed, or the page that names one, and append its address to feeds.yaml."""
    if not url.lower().startswith(("http://", "https://")):
        raise CommandError(f"{url} is no address: it begins with http:// or https://", code=2)
    settings = settings_of(config)
    path = _list_of(watchlists)
    address, found = await _feed_address(settings, url)
    if found and not as_json:
        print(found)
    if not _append(path, [Feed("", address)]):
        raise CommandError(f"{path} has that feed already")
    if as_json:
        _print_changed("added", [address], path)
    else:
        print(f"added {address} to {path}; a running service reads it within seconds")
    return 0


def _print_changed(what: str, urls: Iterable[str], path: Path) -> None:
    """Feeds that were added to a file, or removed from it, a JSON line each."""
    print_rows({"change": what, "url": url, "file": str(path)} for url in urls)


async def _feed_address(settings: Settings, url: str) -> tuple[str, str]:
    """The address itself when a feed is there, with what was read; else the one its page names."""
    from monitor.app import fetcher_of
    from monitor.feeds.answer import Fetched
    from monitor.feeds.discover import find_feeds
    from monitor.feeds.reader import FeedReader

    async with fetcher_of(settings) as fetcher:
        answer = await fetcher.fetch(FeedTurn(Feed(url, url), FeedState(url)))
        if not isinstance(answer, Fetched):
            raise CommandError(f"{url}: {getattr(answer, 'reason', 'answered without a body')}")
        async with aclosing(FeedReader(workers=1)) as reader:
            reading = await reader.read(
                answer.body, answer.content_type, answer.url, Feed(url, url), frozenset()
            )
    if not reading.failed:
        found = count(len(reading.entries), "entry", "entries")
        return answer.moved_to or url, f"{found}; newest: {_newest(reading.entries)}"
    named = find_feeds(answer.body, answer.content_type, answer.url)
    if len(named) == 1:
        return named[0].url, ""
    if not named:
        raise CommandError(f"{url}: {reading.problem}, and the page names no feed")
    names = "\n".join(f"  {one.url}  {one.title}" for one in named)
    raise CommandError(f"{url} names several feeds; add the one you want:\n{names}")


def _newest(entries: Sequence[Any]) -> str:
    return str(entries[0].title) if entries else "none"


def _append(path: Path, feeds: Sequence[Feed]) -> tuple[str, ...]:
    """Write the feeds into the file that it lacks; returns the addresses of those."""
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    known, _ = load_feeds(path)
    have = {same_address(feed.url) for feed in known}
    lacking = {same_address(one.url): one for one in feeds if same_address(one.url) not in have}
    if lacking:
        fresh = tuple(lacking.values())
        _replace(path, with_feeds(before, fresh), (*known, *fresh))
    return tuple(feed.url for feed in lacking.values())


def _replace(path: Path, text: str, expected: Sequence[Feed]) -> None:
    """Put a new text in the file's place, if exactly the expected feeds load from it."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding="utf-8")
    try:
        feeds, problems = load_feeds(draft)
        urls = sorted(feed.url for feed in expected)
        if sorted(feed.url for feed in feeds) != urls or any(one.error for one in problems):
            raise CommandError(f"{path} could not be changed by itself: please edit it by hand")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


async def remove_feed(config: Path, watchlists: Path, name: str, *, as_json: bool) -> int:
    """Take a feed, with its details, out of feeds.yaml."""
    settings_of(config)
    path = _list_of(watchlists)
    feeds = _configured(watchlists)
    found = next((feed for feed in feeds if name in (feed.id, feed.url)), None)
    if found is None:
        raise CommandError(f"no feed {name}: see `monitor feeds list`")
    text = without_feed(path.read_text(encoding="utf-8-sig"), found.url)
    if text is None:
        raise CommandError(f"{found.url} stands in a list that {path} includes: take it out there")
    _replace(path, text, [feed for feed in feeds if feed is not found])
    if as_json:
        _print_changed("removed", [found.url], path)
    else:
        print(f"removed {found.url} from {path}")
    return 0


async def test_feeds(config: Path, sources: Sequence[str], *, as_json: bool) -> int:
    """Read sources and print their entries; 1 when one gives none."""
    from monitor.app import fetcher_of
    from monitor.commands.feedtest import feeds_test
    from monitor.feeds.reader import FeedReader

    settings = settings_of(config)
    zone = ZoneInfo(settings.timezone)
    failed = 0
    async with aclosing(FeedReader(workers=1)) as reader, fetcher_of(settings) as fetcher:
        async for line in feeds_test(sources, fetcher, reader):
            failed += "error" in line
            print(json.dumps(line, ensure_ascii=False) if as_json else _entry_line(line, zone))
    return 1 if failed else 0


def _entry_line(line: Mapping[str, str | None], zone: ZoneInfo) -> str:
    if "error" in line:
        return f"{line['source']}: {line['error']}"
    published = line["published"]
    local = datetime.fromisoformat(published).astimezone(zone) if published else None
    at = f"{local:%Y-%m-%d %H:%M %Z}" if local else "undated"
    return f"{at:<20}  {line['title']}\n    {line['link']}"


async def import_opml(config: Path, watchlists: Path, opml: Path, *, as_json: bool) -> int:
    """Add the feeds of an OPML file that are not in feeds.yaml yet, as they stand there."""
    settings_of(config)
    path = _list_of(watchlists)
    findings = Findings(str(opml))
    feeds = [feed for one in read_opml(opml, findings) if (feed := _outlined(one, findings))]
    if findings.errors:
        raise CommandError("\n".join(told(findings.problems)))
    print_problems(findings.problems)
    added = _append(path, feeds)
    if as_json:
        _print_changed("added", added, path)
        return 0
    there = len(feeds) - len(added)
    print(f"{count(len(added), 'feed')} of {opml} added to {path}; {there} there already")
    return 0


def _outlined(outline: Outline, findings: Findings) -> Feed | None:
    """A feed of an OPML file; an address that is none is noted and left out."""
    try:
        url = check_url(outline.url)
    except ValueError as problem:
        findings.warning(outline.place, f"left out: {problem}")
        return None
    try:
        language = check_language(outline.language) if outline.language else ""
    except ValueError:
        language = ""
    title = " ".join(outline.title.split())
    return Feed("", url, title if title != url else "", language, outline.group)


async def export_opml(config: Path, watchlists: Path) -> int:
    """Print the feeds as OPML."""
    settings_of(config)
    print(write_opml(_configured(watchlists)), end="")
    return 0
