"""From the words of an entry to the few watchlists that can match it at all.

Each rule is filed under an anchor: forms of which an entry must hold at least one to meet it. What
an entry costs then grows with the rules that share a word with it, not with all rules.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import inf
from typing import NamedTuple

from monitor.matching.clause import (
    AndClause,
    Clause,
    FieldClause,
    NearClause,
    NotClause,
    OrClause,
    TermClause,
)
from monitor.matching.document import PAIR, Document
from monitor.matching.term import CompiledTerm, Key, Slot


class Anchor(NamedTuple):
    """Keys of which at least one must be met, and how often that may happen by accident."""

    keys: frozenset[tuple[Key, bool]]
    """Each with whether it is a beginning only."""
    breadth: float


_NOTHING = Anchor(frozenset(), inf)
"""Of a part that only leaves something out. A checked query has something else beside it."""


class Anchors:
    """Anchors of clauses; a group's is found once."""

    def __init__(self) -> None:
        self._known: dict[Clause, Anchor] = {}

    def of(self, clause: Clause) -> Anchor:
        """What a document must hold to meet a clause."""
        if clause not in self._known:
            self._known[clause] = self._find(clause)
        return self._known[clause]

    def _find(self, clause: Clause) -> Anchor:
        match clause:
            case TermClause(_, term):
                return _of_term(term)
            case NearClause(_, left, right):
                return _narrowest(map(self.of, (left, right)))
            case FieldClause(_, part):
                return self.of(part)
            case AndClause(_, parts):
                return _narrowest(map(self.of, parts))
            case OrClause(_, parts):
                return _together(tuple(map(self.of, parts)))
            case NotClause():
                return _NOTHING


def _of_term(term: CompiledTerm) -> Anchor:
    """The narrowest place of a term, or pair of places in a run."""
    found = [_of_slot(slot) for slot in term.slots]
    for left, right in pairwise(term.slots):
        if right.joined:
            pair = left.keys[0][1] + right.keys[0][1]
            found.append(Anchor(frozenset((((PAIR, pair), False),)), 0.4))
    return _narrowest(found)


def _of_slot(slot: Slot) -> Anchor:
    shortest = min(len(form) for _, form in slot.keys)
    keys = frozenset((key, slot.star) for key in slot.keys)
    return Anchor(keys, (2 if slot.star else 1) / max(shortest, 1))


def _narrowest(anchors: Iterable[Anchor]) -> Anchor:
    """The anchor of parts that must all be met."""
    return min(anchors, key=lambda anchor: anchor.breadth)


def _together(anchors: tuple[Anchor, ...]) -> Anchor:
    """The anchor of parts of which one must be met."""
    keys = frozenset(key for anchor in anchors for key in anchor.keys)
    return Anchor(keys, sum(anchor.breadth for anchor in anchors))


class AnchorIndex:
    """Numbers of rules by their anchors."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._words: dict[str, dict[str, list[int]]] = {}
        self._beginnings: dict[str, dict[str, list[int]]] = {}
        for number, anchor in enumerate(anchors):
            for (kind, form), star in anchor.keys:
                index = self._beginnings if star else self._words
                index.setdefault(kind, {}).setdefault(form, []).append(number)
        self._lengths = {
            kind: sorted(set(map(len, index))) for kind, index in self._beginnings.items()
        }

    def candidates(self, document: Document) -> set[int]:
        """The rules whose anchor a document meets."""
        found: set[int] = set()
        for text in document.fields:
            for kind, index in self._words.items():
                for form in text.postings(kind).keys() & index.keys():
                    found.update(index[form])
            for kind, index in self._beginnings.items():
                for start in self._starts(kind, text.postings(kind)):
                    found.update(index.get(start, ()))
        return found

    def _starts(self, kind: str, written: Iterable[str]) -> Iterator[str]:
        for form in written:
            for length in self._lengths[kind]:
                if length > len(form):
                    break
                yield form[:length]
