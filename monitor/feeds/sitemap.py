"""News sitemaps (sitemaps.org with Google's `news` extension): title, link, date and outlet."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from monitor.feeds.dates import from_iso
from monitor.feeds.plaintext import absolute_link, as_markup, title_of
from monitor.feeds.reading import MAX_ENTRIES, Hints, Reading, unreadable
from monitor.feeds.split import digest
from monitor.model.entry import Entry
from monitor.model.feed import Feed


def read_sitemap(text: str, url: str, feed: Feed, seen: frozenset[bytes]) -> Reading:
    """Read the unseen pages of a news sitemap whose document type was taken out.

    Pages without a `news` part are left out: an address alone is nothing to match.
    """
    try:
        root = ET.fromstring(text)  # noqa: S314 (the document type is gone: no entities)
    except ET.ParseError as error:
        return unreadable(f"not a feed: a sitemap with broken XML ({error})")
    pages = dict(_pages(root))
    if not pages:
        return Reading(problem="no entries: a sitemap without news")
    unseen = [key for key in pages if key not in seen]
    entries = tuple(_entry(*pages[key], url, feed) for key in unseen[:MAX_ENTRIES])
    left = frozenset(unseen[MAX_ENTRIES:]) if seen else frozenset()
    return Reading(entries, frozenset(pages) - left, Hints(), more=bool(left))


def _pages(root: ET.Element) -> Iterator[tuple[bytes, tuple[ET.Element, ET.Element]]]:
    for page in root.iterfind("{*}url"):
        news = page.find("{*}news")
        if news is not None:
            yield digest(ET.tostring(page, encoding="unicode")), (page, news)


def _entry(page: ET.Element, news: ET.Element, url: str, feed: Feed) -> Entry:
    address = page.findtext("{*}loc", "").strip()
    return Entry(
        feed=feed.id,
        guid=address,
        link=absolute_link(url, address),
        title=title_of(as_markup(news.findtext("{*}title", ""))),
        text=title_of(as_markup(news.findtext("{*}keywords", ""))),
        language=news.findtext("{*}publication/{*}language", "").strip() or feed.language,
        source=title_of(as_markup(news.findtext("{*}publication/{*}name", ""))) or feed.title,
        published=from_iso(news.findtext("{*}publication_date", "")),
    )
