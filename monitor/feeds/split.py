"""Cut the top-level entries out of a feed's XML, so that only unseen ones need parsing.

Many feeds change their `lastBuildDate` at every request while the entries stay as they were: the
hash of each entry's own characters, and of nothing else, tells what is new.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

_MARK = re.compile(
    r"<(?:!--|!\[CDATA\[|\?|(/?)(?:[\w.-]+:)?(?:item|entry)(?=[\s/>]))", re.IGNORECASE
)
_TAG_END = re.compile(r"""((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_SKIPPED = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry's place in the text: offsets of its first and behind its last character."""

    start: int
    end: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of a feed, in its order."""

    pieces: tuple[Piece, ...]
    end: int
    """Where the readable text ends: its length, or the start of an entry that was cut short."""


def digest(text: str) -> bytes:
    """The hash under which a piece is known again: 16 bytes."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def split(text: str) -> Cut | None:
    """Find the `item` and `entry` elements of a feed.

    Comments, CDATA sections and processing instructions are passed over. `None` when the cuts
    can't be trusted (entries inside entries, end tags without a start, broken tags): the feed
    then has to be parsed as a whole.
    """
    pieces: list[Piece] = []
    start: int | None = None
    position = 0
    while mark := _MARK.search(text, position):
        closing = _SKIPPED.get(mark[0].upper())
        if closing is not None:
            found = text.find(closing, mark.end())
            if found < 0:
                break
            position = found + len(closing)
            continue
        tag = _TAG_END.match(text, mark.end())
        if tag is None or bool(mark[1]) != (start is not None):
            return None
        position = tag.end()
        if start is None and not tag[1].endswith("/"):
            start = mark.start()
            continue
        first = mark.start() if start is None else start
        pieces.append(Piece(first, position, digest(text[first:position])))
        start = None
    return Cut(tuple(pieces), len(text) if start is None else start)


def keep(text: str, cut: Cut, wanted: Collection[Piece]) -> str:
    """The same document with only the wanted pieces left, and all that stood around them."""
    kept: list[str] = []
    position = 0
    for piece in cut.pieces:
        if piece not in wanted:
            kept.append(text[position : piece.start])
            position = piece.end
    kept.append(text[position : cut.end])
    return "".join(kept)
