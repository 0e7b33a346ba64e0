"""What a body is: by its own first characters, and by its media type where these say nothing."""

import re
from typing import Literal

Format = Literal["xml", "json", "sitemap"]

MEDIA_TYPES: dict[str, Format] = {
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/feed+json": "json",
    "application/json": "json",
}
"""The kinds of feed that are read, by media type."""

_ROOTS: dict[str, Format] = {
    "rss": "xml",
    "feed": "xml",
    "rdf": "xml",
    "channel": "xml",
    "urlset": "sitemap",
}
_NOT_FEEDS = {
    "html": "an HTML page",
    "opml": "a list of feeds (OPML): import it instead",
    "sitemapindex": "a list of sitemaps",
    "error": "an error message",
}
_LOOK = 20_000
"""Characters of a document that are looked at; licences and warnings may stand first."""
_PASSED = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^>]*>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-z]\w*)", re.IGNORECASE)
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body)\b", re.IGNORECASE)
_WRAPPED = re.compile(r"<(?:rss|feed)\s[^>]*(?:version|xmlns)", re.IGNORECASE)
_ANY_FEED = re.compile(r"<(?:rss|feed|(?:\w+:)?rdf|channel)\b", re.IGNORECASE)


def media_type(content_type: str) -> str:
    """The media type of a Content-Type header, in lower case and without parameters."""
    return content_type.partition(";")[0].strip().lower()


def sniff(text: str, content_type: str) -> Format | str:
    """Name the format of a document, or say what it is instead: "not a feed: an HTML page"."""
    head = text[:_LOOK]
    if not head.strip():
        return "not a feed: an empty answer"
    if head.lstrip().startswith(("{", "[")):
        return "json"
    root = _root(head)
    if root in _ROOTS:
        return _ROOTS[root]
    if (_WRAPPED if root in _NOT_FEEDS else _ANY_FEED).search(head):
        return "xml"  # something stands around the feed: a warning of the server's own, a page
    if root in _NOT_FEEDS:
        return f"not a feed: {_NOT_FEEDS[root]}"
    if _HTML.search(head):
        return f"not a feed: {_NOT_FEEDS['html']}"
    return _by_media_type(root, content_type)


def _root(head: str) -> str:
    position = 0
    while passed := _PASSED.match(head, position):
        position = passed.end()
    found = _ROOT.match(head, position)
    return found[1].lower() if found else ""


def _by_media_type(root: str, content_type: str) -> Format | str:
    if root:
        return f"not a feed: XML that begins with <{root}>"
    known = MEDIA_TYPES.get(media_type(content_type))
    return "xml" if known == "xml" else "not a feed: neither XML nor JSON"
