"""`monitor feeds test`: what the monitor would read in a feed, from the web or from a file."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.feeds.answer import Fetched
from monitor.feeds.discover import find_feeds
from monitor.feeds.fetch import Fetcher
from monitor.feeds.reader import FeedReader
from monitor.feeds.reading import Reading
from monitor.model.entry import Entry
from monitor.model.feed import Feed, FeedState, FeedTurn

Line = dict[str, str | None]
AT_ONCE = 16
"""Sources under way at the same time."""


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    body: bytes
    content_type: str = ""
    url: str = ""


async def feeds_test(
    sources: Sequence[str], fetcher: Fetcher, reader: FeedReader
) -> AsyncIterator[Line]:
    """Read addresses and files, and give a line for each entry, in the order of the sources.

    `{"source", "id", "link", "title", "published", "summary"}`, times in ISO 8601, or `{"source",
    "error"}` for a source that gives no entry. Both helpers stay open: they belong to the caller.
    """
    for start in range(0, len(sources), AT_ONCE):
        batch = sources[start : start + AT_ONCE]
        for lines in await asyncio.gather(*(_lines(one, fetcher, reader) for one in batch)):
            for line in lines:
                yield line


async def _lines(name: str, fetcher: Fetcher, reader: FeedReader) -> list[Line]:
    source = await (_fetch(name, fetcher) if _is_address(name) else _load(name))
    if isinstance(source, str):
        return [{"source": name, "error": source}]
    feed = Feed(id=name, url=source.url)
    reading = await reader.read(source.body, source.content_type, source.url, feed, frozenset())
    if not reading.entries:
        return [{"source": name, "error": _error(source, reading)}]
    return [_line(name, entry) for entry in reading.entries]


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


async def _fetch(url: str, fetcher: Fetcher) -> _Source | str:
    answer = await fetcher.fetch(FeedTurn(Feed(id=url, url=url), FeedState(url=url)))
    if isinstance(answer, Fetched):
        return _Source(url, answer.body, answer.content_type, answer.url)
    return getattr(answer, "reason", "answered without a body")


async def _load(name: str) -> _Source | str:
    try:
        return _Source(name, await asyncio.to_thread(Path(name).read_bytes))
    except OSError as error:
        return error.strerror or str(error)


def _error(source: _Source, reading: Reading) -> str:
    problem = reading.problem or "no entries"
    named = find_feeds(source.body, source.content_type, source.url) if reading.failed else ()
    names = ", ".join(link.url for link in named)
    return f"{problem}; it names these feeds: {names}" if names else problem


def _line(name: str, entry: Entry) -> Line:
    return {
        "source": name,
        "id": entry.guid or entry.link,
        "link": entry.link,
        "title": entry.title,
        "published": entry.published.isoformat() if entry.published else None,
        "summary": entry.text,
    }
