"""`monitor feeds`: which feeds are read, how they are, and adding and removing them."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.app import fetcher_of
from monitor.commands.errors import CommandError
from monitor.commands.feedtest import feeds_test
from monitor.commands.setup import has_database, open_database, settings_of, told
from monitor.feeds.answer import Fetched
from monitor.feeds.discover import find_feeds
from monitor.feeds.opml import write_opml
from monitor.feeds.reader import FeedReader
from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.settings import Settings
from monitor.store.feeds import FeedStore
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.opml import read_opml
from monitor.watchlist.problem import Findings

HEADING = "Added"
"""Where new feeds go in a feeds.yaml that has headings."""


async def list_feeds(config: Path, watchlists: Path, *, as_json: bool) -> int:
    """Print every feed with its state; 1 when one is in trouble."""
    settings = settings_of(config)
    feeds = _configured(watchlists)
    states = await _states(settings)
    rows = [_row(feed, states.get(feed.id), ZoneInfo(settings.timezone)) for feed in feeds]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        _print_table(rows, Console())
    return 1 if any(row["trouble"] for row in rows) else 0


async def _states(settings: Settings) -> Mapping[str, FeedState]:
    if not has_database(settings):
        return {}
    async with open_database(settings) as db:
        return await FeedStore(db).states()


def _configured(watchlists: Path) -> Sequence[Feed]:
    feeds, problems = load_feeds(watchlists / "feeds.yaml")
    if any(problem.error for problem in problems):
        raise CommandError("\n".join(("the list of feeds has errors:", *told(problems))))
    return feeds


def _row(feed: Feed, state: FeedState | None, zone: ZoneInfo) -> dict[str, Any]:
    def at(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None

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


def _print_table(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    if not rows:
        console.print("no feeds: add one with `monitor feeds add URL`", markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for name in ("feed", "state", "last read", "what is wrong"):
        table.add_column(name, overflow="fold")
    for row in rows:
        state = Text(row["state"], style=_COLOURS.get(row["state"], "dim"))
        read = (row["read"] or "")[:16].replace("T", " ")
        table.add_row(Text(row["id"]), state, read, Text(row["trouble"] or ""))
    console.print(table)
    trouble = sum(bool(row["trouble"]) for row in rows)
    console.print(f"{len(rows)} feeds, {trouble} with something to tell", highlight=False)


async def add_feed(config: Path, watchlists: Path, url: str) -> int:
    """Read a feed, or the page that names one, and append its address to feeds.yaml."""
    settings = settings_of(config)
    address = await _feed_address(settings, url)
    _append(watchlists / "feeds.yaml", [address])
    print(f"added {address} to {watchlists / 'feeds.yaml'}; a running service reads it at restart")
    return 0


async def _feed_address(settings: Settings, url: str) -> str:
    """The address itself when a feed is there, else the one feed that its page names."""
    async with fetcher_of(settings) as fetcher:
        answer = await fetcher.fetch(FeedTurn(Feed(url, url), FeedState(url)))
        if not isinstance(answer, Fetched):
            raise CommandError(f"{url}: {getattr(answer, 'reason', 'answered without a body')}")
        reader = FeedReader(workers=1)
        try:
            reading = await reader.read(
                answer.body, answer.content_type, answer.url, Feed(url, url), frozenset()
            )
        finally:
            await reader.aclose()
    if not reading.failed:
        print(f"{len(reading.entries)} entries; newest: {_newest(reading.entries)}")
        return answer.moved_to or url
    named = find_feeds(answer.body, answer.content_type, answer.url)
    if len(named) == 1:
        return named[0].url
    if not named:
        raise CommandError(f"{url}: {reading.problem}, and the page names no feed")
    names = "\n".join(f"  {one.url}  {one.title}" for one in named)
    raise CommandError(f"{url} names several feeds; add the one you want:\n{names}")


def _newest(entries: Sequence[Any]) -> str:
    return str(entries[0].title) if entries else "none"


def _append(path: Path, urls: Sequence[str]) -> None:
    """Write addresses at the end of the file; nothing is written when they do not load."""
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    known, _ = load_feeds(path)
    fresh = [url for url in urls if url not in {feed.url for feed in known}]
    if not fresh:
        raise CommandError(f"{path} has that feed already")
    _replace(path, _with_feeds(before, fresh), len(known) + len(fresh))


def _with_feeds(text: str, urls: Sequence[str]) -> str:
    """The file's text with addresses added: to its list, or under a heading of their own."""
    body = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    text = text if not text or text.endswith("\n") else f"{text}\n"
    if not body or body[0].startswith("- "):
        return text + "".join(f"- {url}\n" for url in urls)
    added = "".join(f"  - {url}\n" for url in urls)
    heading = re.compile(rf"^{HEADING}:[ \t]*\n", re.MULTILINE)
    if heading.search(text):
        return heading.sub(lambda found: found[0] + added, text, count=1)
    return f"{text}{HEADING}:\n{added}"


def _replace(path: Path, text: str, expected: int) -> None:
    """Put a new text in the file's place, if as many feeds load from it as expected."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding="utf-8")
    try:
        feeds, problems = load_feeds(draft)
        wrong = [problem for problem in problems if problem.error]
        if len(feeds) != expected or wrong:
            raise CommandError(f"{path} could not be changed by itself: please edit it by hand")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


async def remove_feed(config: Path, watchlists: Path, name: str) -> int:
    """Take the line of a feed out of feeds.yaml."""
    settings_of(config)
    path = watchlists / "feeds.yaml"
    feeds = _configured(watchlists)
    found = next((feed for feed in feeds if name in (feed.id, feed.url)), None)
    if found is None:
        raise CommandError(f"no feed {name}: see `monitor feeds list`")
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    mine = [number for number, line in enumerate(lines) if _is_address_line(line, found.url)]
    if len(mine) != 1:
        raise CommandError(f"{found.url} has more than a line of its own in {path}: edit it there")
    _replace(path, "".join(lines[: mine[0]] + lines[mine[0] + 1 :]), len(feeds) - 1)
    print(f"removed {found.url} from {path}")
    return 0


def _is_address_line(line: str, url: str) -> bool:
    """Whether a line is a list entry that holds this address and nothing else but a comment."""
    entry = line.strip().removeprefix("-").strip()
    return line.strip().startswith("-") and entry.split(" #")[0].strip("'\" ") == url


async def test_feeds(config: Path, sources: Sequence[str], *, as_json: bool) -> int:
    """Read sources and print their entries; 1 when one gives none."""
    settings = settings_of(config)
    failed = 0
    reader = FeedReader(workers=1)
    try:
        async with fetcher_of(settings) as fetcher:
            async for line in feeds_test(sources, fetcher, reader):
                failed += "error" in line
                print(json.dumps(line, ensure_ascii=False) if as_json else _entry_line(line))
    finally:
        await reader.aclose()
    return 1 if failed else 0


def _entry_line(line: Mapping[str, str | None]) -> str:
    if "error" in line:
        return f"{line['source']}: {line['error']}"
    return f"{(line['published'] or 'undated')[:16]:<16}  {line['title']}\n    {line['link']}"


async def import_opml(config: Path, watchlists: Path, opml: Path) -> int:
    """Append the feeds of an OPML file that are not in feeds.yaml yet."""
    settings_of(config)
    findings = Findings(str(opml))
    outlines = read_opml(opml, findings)
    if findings.errors:
        raise CommandError("\n".join(told(findings.problems)))
    urls = list(dict.fromkeys(outline.url for outline in outlines))
    _append(watchlists / "feeds.yaml", urls)
    print(f"{len(urls)} feeds of {opml} are in {watchlists / 'feeds.yaml'}")
    return 0


async def export_opml(config: Path, watchlists: Path) -> int:
    """Print the feeds as OPML."""
    settings_of(config)
    print(write_opml(_configured(watchlists)), end="")
    return 0
