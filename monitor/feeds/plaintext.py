"""Bounded plain text from what feeds put into titles and texts."""

import re
from collections.abc import Iterable
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from monitor.feeds.reading import MAX_LINK, MAX_MARKUP, MAX_TEXT, MAX_TITLE
from monitor.text.plain import plain_text, plain_title

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Leave out what is no character in XML 1.0 and what databases refuse: controls, surrogates."""
    return _UNSPEAKABLE.sub("", text)


def as_markup(plain: str) -> str:
    """Plain text as HTML that means the same: `<` stays a character, an empty line ends a block.

    Entities are taken as such even here: feeds escape twice more often than they write of HTML.
    """
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), plain)
    return _EMPTY_LINE.sub("<br>", escape(text.strip(), quote=False))


def title_of(markup: str) -> str:
    """One line of plain text, at most MAX_TITLE long."""
    return clean(plain_title(markup[:MAX_MARKUP]))[:MAX_TITLE].rstrip()


def longest_text(markups: Iterable[str]) -> str:
    """The longest of several versions of a text, as plain text, at most MAX_TEXT long."""
    texts = (plain_text(markup[:MAX_MARKUP]) for markup in dict.fromkeys(markups) if markup)
    return clean(max(texts, key=len, default=""))[:MAX_TEXT].rstrip()


def absolute_link(base: str, link: str) -> str:
    """The http or https address that a link means on a page; "" when it means none."""
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.netloc and len(address) <= MAX_LINK
    return address if good else ""
