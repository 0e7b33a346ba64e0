"""Simple ways to tell that two texts are one story, beside which the judgement is measured.

Each compares two rows of texts and gives a matrix: how alike the texts are, from 0 to 1, and
whether the peer would take them for one at its usual threshold.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

import numpy as np
from datasketch import MinHashLSH
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from benchmarks.stories_window import PERMUTATIONS, THRESHOLD, shingles, sketch
from monitor.model.entry import Entry
from monitor.stories.reading.facts import plain

SIMHASH_BITS, SIMHASH_NEAR = 64, 3
"""Bits, and how many may differ (Manku, Jain, Das Sarma, "Detecting near-duplicates", 2007)."""


class Alike(NamedTuple):
    """For each text of the one row and each of the other."""

    score: NDArray[np.float64]
    usual: NDArray[np.bool_]


class Peer(Protocol):
    """A way to compare texts."""

    def __call__(self, ones: Sequence[Entry], others: Sequence[Entry]) -> Alike:
        """Compare each of these with each of those."""


def minhash(ones: Sequence[Entry], others: Sequence[Entry]) -> Alike:
    """MinHash of three words in a row; usual: a band in common, as MinHashLSH looks them up."""
    bands = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    rows, columns = _sketches(ones), _sketches(others)
    score = np.empty((len(ones), len(others)))
    usual = np.empty(score.shape, dtype=np.bool_)
    for number, row in enumerate(rows):
        same = columns == row
        score[number] = same.mean(axis=1)
        banded = same[:, : bands.b * bands.r].reshape(len(others), bands.b, bands.r)
        usual[number] = banded.all(axis=2).any(axis=1)
    return Alike(score, usual)


def simhash(ones: Sequence[Entry], others: Sequence[Entry]) -> Alike:
    """SimHash of three words in a row; usual: at most three of 64 bits differ."""
    rows, columns = _simhashes(ones), _simhashes(others)
    apart = np.array([(columns != row).sum(axis=1) for row in rows]).reshape(len(ones), len(others))
    return Alike(1 - apart / SIMHASH_BITS, apart <= SIMHASH_NEAR)


def title(ones: Sequence[Entry], others: Sequence[Entry]) -> Alike:
    """The headline's words whatever their order; usual: the same letters and digits."""
    rows, columns = [one.title.casefold() for one in ones], [one.title.casefold() for one in others]
    score = cdist(rows, columns, scorer=fuzz.token_sort_ratio, dtype=np.float64) / 100
    letters = np.array([plain(words) for words in columns])
    usual = np.array([letters == plain(words) for words in rows]).reshape(score.shape)
    return Alike(score, usual)


PEERS: dict[str, Peer] = {"MinHash-LSH": minhash, "SimHash": simhash, "title": title}


def _sketches(entries: Sequence[Entry]) -> NDArray[np.uint64]:
    return np.array([sketch(entry).hashvalues for entry in entries])


def _simhashes(entries: Sequence[Entry]) -> NDArray[np.bool_]:
    return np.array([_simhash(entry) for entry in entries])


def _simhash(entry: Entry) -> NDArray[np.bool_]:
    found = sorted(shingles(f"{entry.title} {entry.text}"))
    digests = b"".join(blake2b(one.encode(), digest_size=8).digest() for one in found)
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8)).reshape(len(found), SIMHASH_BITS)
    return np.asarray(2 * bits.sum(axis=0, dtype=np.int64) > len(found))
