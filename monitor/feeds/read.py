"""From a body to the entries in it that were not seen before: one pure function."""

from dataclasses import replace

from monitor.feeds.charset import decode
from monitor.feeds.doctype import DoctypeError, strip_doctype
from monitor.feeds.formats import sniff
from monitor.feeds.jsonfeed import read_jsonfeed
from monitor.feeds.parse import Parsed, parse_xml
from monitor.feeds.plaintext import clean
from monitor.feeds.reading import MAX_ENTRIES, Reading, unreadable
from monitor.feeds.sitemap import read_sitemap
from monitor.feeds.split import Cut, Piece, keep, split
from monitor.model.feed import Feed

_EMPTY = Reading(problem="no entries")


def read_feed(
    body: bytes, content_type: str, url: str, feed: Feed, seen: frozenset[bytes]
) -> Reading:
    """Read the entries of a feed that are not among the seen pieces; never raises.

    `url` is where the body came from (relative links start there), `seen` the pieces of the last
    reading. Whatever can't be read is said in the reading's `problem`.
    """
    try:
        text = clean(decode(body, content_type)).strip("\ufeff \t\r\n")
        return _read(text, content_type, url, feed, seen)
    except DoctypeError as error:
        return unreadable(f"not read: {error}")
    except Exception as error:  # parsers fail in many ways, and a feed is outside text
        return unreadable(f"not read: the parser stumbled ({type(error).__name__}: {error})")


def _read(text: str, content_type: str, url: str, feed: Feed, seen: frozenset[bytes]) -> Reading:
    document, declares = strip_doctype(text)
    match sniff(document, content_type):
        case "json":
            return read_jsonfeed(text, url, feed, seen)
        case "sitemap":
            return read_sitemap(document, url, feed, seen)
        case "xml":
            return _read_xml(document, url, feed, seen, declares=declares)
        case problem:
            return unreadable(problem)


def _read_xml(
    text: str, url: str, feed: Feed, seen: frozenset[bytes], *, declares: bool
) -> Reading:
    cut = split(text)
    if cut is None or not cut.pieces:
        parsed = parse_xml(text, url, feed)
        return _reading(parsed, frozenset(), expected=0, total=0, declares=declares)
    first: dict[bytes, Piece] = {piece.digest: piece for piece in reversed(cut.pieces)}
    unseen = [piece for key, piece in reversed(first.items()) if key not in seen]
    taken = frozenset(unseen[:MAX_ENTRIES])
    parsed = _parse_pieces(text, cut, taken, url, feed)
    left = {piece.digest for piece in unseen[MAX_ENTRIES:]} if seen else set()
    pieces = frozenset(first.keys() - left)
    reading = _reading(parsed, pieces, expected=len(taken), total=len(first), declares=declares)
    return replace(reading, more=bool(left))


def _parse_pieces(text: str, cut: Cut, taken: frozenset[Piece], url: str, feed: Feed) -> Parsed:
    """Parse the pieces that are taken; the whole document where they alone can't be trusted."""
    parsed = parse_xml(keep(text, cut, taken), url, feed)
    trusted = not parsed.broken and len(parsed.entries) == len(taken)
    if trusted or not taken or len(taken) == len(cut.pieces):
        return parsed
    return parse_xml(text[: cut.end], url, feed)


def _reading(
    parsed: Parsed, pieces: frozenset[bytes], *, expected: int, total: int, declares: bool
) -> Reading:
    """Judge what was read: `expected` entries were parsed, of a document with `total` pieces."""
    count = len(parsed.entries)
    if not count and (expected or not total):
        return replace(
            unreadable("broken XML: no entry could be read") if parsed.broken else _EMPTY,
            hints=parsed.hints,
        )
    problems = []
    if declares:
        problems.append("entities of its own (DTD) were left out")
    if parsed.broken:
        total = max(count, total)
        problems.append(f"broken XML: {total} {'entry' if total == 1 else 'entries'} read")
    entries = parsed.entries[:MAX_ENTRIES]
    return Reading(entries, pieces, parsed.hints, "; ".join(problems) or None)
