"""Keys under which an entry is stored, and by which its likely parents are looked up.

A cut, reordered or reworded copy still shares several keys with its original: shingles of three
content words (four characters of Japanese), all those of the headline, most of the lead, a sample
of the rest. The sample keeps the smallest hashes, so that two texts keep the same ones
(bottom-k sketch: Broder, "On the resemblance and containment of documents", 1997).
"""

import hashlib
from collections.abc import Iterable, Sequence

from monitor.model.entry import Entry
from monitor.stories.facts import Kind, Reading, Sentence, plain, read

IN_TITLE, IN_LEAD, IN_REST = 14, 26, 20
LEAD_WORDS = 45


def look_up_keys(entry: Entry, canonical_link: str) -> tuple[int, ...]:
    """Signed 64-bit keys of an entry, 64 at most; the same in every process and Python version."""
    reading = read(entry)
    keys = [*_whole(entry, canonical_link, reading)]
    keys += _smallest(_shingles([reading.title]), IN_TITLE)
    words = [token for sentence in reading.sentences for token in sentence]
    lead, rest = tuple(words[:LEAD_WORDS]), tuple(words[LEAD_WORDS:])
    keys += _smallest(_shingles([lead]), IN_LEAD)
    keys += _smallest(_shingles([rest]), IN_REST)
    return tuple(dict.fromkeys(keys))


def _whole(entry: Entry, canonical_link: str, reading: Reading) -> Iterable[int]:
    if canonical_link:
        yield _hash("link", canonical_link)
    if entry.guid:
        yield _hash("guid", f"{entry.feed} {entry.guid}")
    if title := plain(" ".join(token.surface for token in reading.title)):
        yield _hash("title", title)


def _shingles(sentences: Sequence[Sentence]) -> set[int]:
    """Hashes of three content words in a row; figures are left out: they are what changes."""
    hashes = set()
    for sentence in sentences:
        words = [t.key for t in sentence if t.kind in (Kind.WORD, Kind.NAME)]
        size = 4 if any("\u3040" < word[0] < "\ua000" for word in words) else 3
        size = min(size, len(words))
        for start in range(len(words) - size + 1 if size else 0):
            hashes.add(_hash("words", " ".join(words[start : start + size])))
    return hashes


def _smallest(hashes: set[int], most: int) -> list[int]:
    return sorted(hashes)[:most]


def _hash(kind: str, text: str) -> int:
    digest = hashlib.blake2b(f"{kind}\0{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
