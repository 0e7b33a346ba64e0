"""Keys under which an entry is stored, and by which its likely parents are looked up.

A cut, reordered or reworded copy still shares several keys with its original: shingles of three
content words (four characters of Japanese) from the headline, there also with a word left out,
from the lead, and a sample from the rest. A text told in other words shares who and how many:
pairs of a figure and a name, or of one of them and the word beside it. Samples keep the smallest
checksums, so that two texts keep the same ones (bottom-k sketch: Broder, "On the resemblance and
containment of documents", 1997).
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, product
from zlib import crc32

from monitor.model.entry import Entry
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token, plain, read

IN_TITLE, IN_LEAD, IN_REST, OF_PAIRS = 8, 9, 5, 8
LEAD_WORDS = 45


@lru_cache(maxsize=512)
def look_up_keys(entry: Entry, canonical_link: str) -> tuple[int, ...]:
    """Signed 64-bit keys of an entry, some thirty; the same in every process and Python version."""
    keys = (*_addresses(entry, canonical_link), *text_keys(read(entry)))
    return tuple(dict.fromkeys(keys))


def text_keys(reading: Reading) -> list[int]:
    """The keys of a text that is read, whoever carries it."""
    title = plain(" ".join(token.surface for token in reading.title))
    keys = [_hash(f"title\0{title}")] if title else []
    keys += _smallest(_shingles(reading.title) | _gapped(reading.title), IN_TITLE)
    words = [token for sentence in reading.sentences for token in sentence]
    lead, rest = tuple(words[:LEAD_WORDS]), tuple(words[LEAD_WORDS:])
    keys += _smallest(_shingles(lead), IN_LEAD) + _smallest(_shingles(rest), IN_REST)
    keys += _smallest(_counted(reading, lead), OF_PAIRS)
    return keys + _smallest(_named(reading.title) | _named(lead), OF_PAIRS)


def _addresses(entry: Entry, canonical_link: str) -> Iterable[int]:
    if canonical_link:
        yield _hash(f"link\0{canonical_link}")
    if entry.guid:
        yield _hash(f"guid\0{entry.feed} {entry.guid}")


def _shingles(sentence: Sentence) -> set[str]:
    """Three content words in a row; figures are left out: they are what changes."""
    words = _content(sentence)
    size = 4 if any("\u3040" < word[0] < "\ua000" for word in words) else 3
    rows = range(max(1, len(words) - size + 1) if words else 0)
    return {f"words\0{' '.join(words[start : start + size])}" for start in rows}


def _gapped(sentence: Sentence) -> set[str]:
    """Three words of four: what is left of a headline where a desk exchanged one."""
    words = _content(sentence)
    fours = [words[start : start + 4] for start in range(len(words) - 3)]
    return {f"words\0{' '.join(row)}" for a, b, c, d in fours for row in ((a, b, d), (a, c, d))}


def _counted(reading: Reading, lead: Sentence) -> set[str]:
    """Each figure with each name, and with the words beside it, in either order."""
    names = {token.key for token in (*reading.title, *lead) if token.kind is Kind.NAME}
    figures = {token.key for token in (*reading.title, *lead) if token.kind is Kind.NUMBER}
    beside = {
        (other.key, figure.key)
        for one in (*_neighbours(reading.title), *_neighbours(lead))
        for figure, other in (one, one[::-1])
        if figure.kind is Kind.NUMBER and other.kind is Kind.WORD
    }
    return {f"counted\0{' '.join(pair)}" for pair in (beside | set(product(names, figures)))}


def _named(sentence: Sentence) -> set[str]:
    """A name with the word beside it, in either order."""
    return {
        f"named\0{' '.join(sorted((one.key, other.key)))}"
        for one, other in _neighbours(sentence)
        if Kind.NAME in (one.kind, other.kind) and Kind.NUMBER not in (one.kind, other.kind)
    }


def _neighbours(sentence: Sentence) -> Iterable[tuple[Token, Token]]:
    """Words, names and figures with the next one."""
    kinds = (Kind.WORD, Kind.NAME, Kind.NUMBER)
    return pairwise(token for token in sentence if token.kind in kinds)


def _content(sentence: Sentence) -> list[str]:
    return [token.key for token in sentence if token.kind in (Kind.WORD, Kind.NAME)]


def _smallest(phrases: set[str], most: int) -> list[int]:
    """Keys of those with the smallest checksums: a sample in which two texts have the same ones.

    A checksum to choose by costs a fifth of the hash that a key must be.
    """
    chosen = sorted(phrases, key=lambda phrase: (crc32(phrase.encode()), phrase))[:most]
    return [_hash(phrase) for phrase in chosen]


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
