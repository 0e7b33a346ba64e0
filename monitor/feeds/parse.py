"""RSS, RDF and Atom by feedparser: the only module that knows it."""

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import feedparser

from monitor.feeds.dates import as_datetime, parse_named_zone, parse_slashed
from monitor.feeds.plaintext import absolute_link, as_markup, longest_text, title_of
from monitor.feeds.reading import MAX_GUID, Hints
from monitor.model.entry import Entry
from monitor.model.feed import Feed

feedparser.registerDateHandler(parse_named_zone)
feedparser.registerDateHandler(parse_slashed)

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_SKIPS = re.compile(r"<(skipHours|skipDays)\s*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour\s*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAY = re.compile(r"<day\s*>\s*(mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HEAD = 50_000
"""Characters in which skipHours and skipDays are looked for."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What feedparser made of a document."""

    entries: tuple[Entry, ...]
    hints: Hints
    broken: bool
    """The XML is not well-formed: entries were read by the lenient parser."""


def parse_xml(text: str, url: str, feed: Feed) -> Parsed:
    """Parse a document without document type.

    Neither sanitising nor link repair inside the markup is asked for (they take half the time):
    only plain text is taken from it. No base address is given either, since feedparser would
    glue it to guids that are no links; entry links are made absolute here instead.
    """
    result: Any = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=_HEADERS,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    own = result.feed
    hints = _hints(own, text)
    base = url or own.get("link", "")
    entries = tuple(_entry(item, base, feed, hints) for item in result.entries)
    return Parsed(entries, hints, broken=bool(result.bozo))


def _hints(own: Any, text: str) -> Hints:
    skips = {kind.lower(): inner for kind, inner in _SKIPS.findall(text[:_HEAD])}
    links = (link.get("href", "") for link in own.get("links", ()) if link.get("rel") == "hub")
    return Hints(
        title=title_of(_markup(own, "title")),
        language=str(own.get("language") or ""),
        ttl=_minutes(own.get("ttl")),
        skip_hours=frozenset(int(hour) % 24 for hour in _HOUR.findall(skips.get("skiphours", ""))),
        skip_days=frozenset(
            _DAYS.index(day.lower()) for day in _DAY.findall(skips.get("skipdays", ""))
        ),
        hub=next(links, ""),
    )


def _minutes(ttl: object) -> float | None:
    text = str(ttl or "").strip()
    return int(text) * 60.0 if text.isdecimal() and len(text) < 7 else None


def _entry(item: Any, base: str, feed: Feed, hints: Hints) -> Entry:
    return Entry(
        feed=feed.id,
        guid=str(item.get("id") or "").strip()[:MAX_GUID],
        link=_link(item, base),
        title=title_of(_markup(item, "title")),
        text=longest_text(_texts(item)),
        language=_language(item, hints) or feed.language or hints.language,
        source=title_of(_markup(item.get("source") or {}, "title")) or feed.title or hints.title,
        published=_published(item),
    )


def _link(item: Any, base: str) -> str:
    """The entry's page; a guid counts as one only when it is an address itself."""
    link = str(item.get("link") or "")
    if link and not (item.get("guidislink") and link == item.get("id")):
        return absolute_link(base, link)
    if link.startswith(("http://", "https://")):
        return absolute_link("", link)
    alternates = (one for one in item.get("links", ()) if one.get("rel") == "alternate")
    return next(
        filter(None, (absolute_link(base, one.get("href", "")) for one in alternates)),
        "",
    )


def _markup(context: Any, field: str) -> str:
    return _as_html(context.get(f"{field}_detail") or {}, str(context.get(field) or ""))


def _as_html(detail: Any, value: str) -> str:
    return as_markup(value) if detail.get("type") == "text/plain" else value


def _texts(item: Any) -> Iterator[str]:
    yield _markup(item, "summary")
    for content in item.get("content", ()):
        if content.get("type", "").startswith("text/") or content.get("type", "").endswith("xml"):
            yield _as_html(content, content.get("value") or "")


def _language(item: Any, hints: Hints) -> str:
    """The entry's own language: what its title inherits from the feed's root is not its own."""
    own = item.get("language") or (item.get("title_detail") or {}).get("language") or ""
    return "" if own.lower() == hints.language.lower() else str(own)


def _published(item: Any) -> Any:
    for field in ("published_parsed", "updated_parsed", "created_parsed"):
        # `dict.get`: feedparser's own answers for missing keys with other ones, and a warning
        parts = dict.get(item, field)
        if isinstance(parts, time.struct_time) and (found := as_datetime(parts)):
            return found
    return None
