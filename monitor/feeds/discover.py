"""Find the feeds that a web page names (RSS autodiscovery, `<link rel="alternate">`)."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from monitor.feeds.charset import decode
from monitor.feeds.formats import MEDIA_TYPES, media_type
from monitor.feeds.plaintext import absolute_link, as_markup, title_of

_FEED_TYPES = frozenset(MEDIA_TYPES) - {"application/xml", "text/xml", "application/json"}
_PAGE = 2_000_000
"""Characters of a page that are looked at; the head stands first."""


@dataclass(frozen=True, slots=True)
class Link:
    """A feed that a page names."""

    url: str
    title: str


def find_feeds(body: bytes, content_type: str, url: str) -> tuple[Link, ...]:
    """The feeds that a page names, in its order, each once; relative addresses made absolute."""
    page = LexborHTMLParser(decode(body, content_type)[:_PAGE])
    bases = page.css("base[href]")
    base = absolute_link(url, bases[0].attributes.get("href") or "") if bases else url
    found: dict[str, Link] = {}
    for node in page.css('link[rel~="alternate" i][href]'):
        address = absolute_link(base or url, node.attributes.get("href") or "")
        if address and media_type(node.attributes.get("type") or "") in _FEED_TYPES:
            title = title_of(as_markup(node.attributes.get("title") or ""))
            found.setdefault(address, Link(address, title))
    return tuple(found.values())
