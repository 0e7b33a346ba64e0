"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read tolerantly."""

import json
from collections.abc import Iterator
from typing import Any

from monitor.feeds.dates import from_iso
from monitor.feeds.plaintext import absolute_link, as_markup, clean, longest_text, title_of
from monitor.feeds.reading import MAX_ENTRIES, MAX_GUID, Hints, Reading, unreadable
from monitor.feeds.split import digest
from monitor.model.entry import Entry
from monitor.model.feed import Feed


def read_jsonfeed(text: str, url: str, feed: Feed, seen: frozenset[bytes]) -> Reading:
    """Read the unseen items of a JSON Feed; anything else becomes a stated problem."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return unreadable(f"not a feed: broken JSON ({_position(error)})")
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return unreadable("not a feed: JSON without a list of items")
    items = {_digest(item): item for item in document["items"] if isinstance(item, dict)}
    hints = _hints(document)
    if not items:
        return Reading(hints=hints, problem="no entries")
    base = url or _text(document.get("feed_url")) or _text(document.get("home_page_url"))
    unseen = [key for key in items if key not in seen]
    entries = tuple(_entry(items[key], base, feed, hints) for key in unseen[:MAX_ENTRIES])
    left = frozenset(unseen[MAX_ENTRIES:]) if seen else frozenset()
    return Reading(entries, frozenset(items) - left, hints, more=bool(left))


def _position(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number too long"


def _digest(item: dict[str, Any]) -> bytes:
    return digest(json.dumps(item, sort_keys=True))


def _text(value: object) -> str:
    """Strings as they are and numbers as written: ids are often numbers in spite of the rule."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _hints(document: dict[str, Any]) -> Hints:
    hubs = document.get("hubs")
    first = hubs[0] if isinstance(hubs, list) and hubs else None
    return Hints(
        title=title_of(as_markup(_text(document.get("title")))),
        language=_text(document.get("language")),
        hub=_text(first.get("url")) if isinstance(first, dict) else "",
    )


def _entry(item: dict[str, Any], base: str, feed: Feed, hints: Hints) -> Entry:
    link = _text(item.get("url")) or _text(item.get("external_url"))
    return Entry(
        feed=feed.id,
        guid=_text(item.get("id"))[:MAX_GUID],
        link=absolute_link(base, link) if link else _id_as_link(item),
        title=title_of(as_markup(_text(item.get("title")))),
        text=longest_text(_texts(item)),
        language=_text(item.get("language")) or feed.language or hints.language,
        source=feed.title or hints.title,
        published=from_iso(_text(item.get("date_published")))
        or from_iso(_text(item.get("date_modified"))),
    )


def _id_as_link(item: dict[str, Any]) -> str:
    return absolute_link("", _text(item.get("id")))


def _texts(item: dict[str, Any]) -> Iterator[str]:
    yield _text(item.get("content_html"))
    yield as_markup(_text(item.get("content_text")))
    yield as_markup(_text(item.get("summary")))
