"""From the words of an entry to the few watchlists that can match it at all.

Each rule is filed under an anchor: forms of which an entry must hold at least one to meet it. What
an entry costs then grows with the rules that share a word with it, not with all rules.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
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


def anchor_of(clause: Clause) -> Anchor | None:
    """What a document must hold to meet a clause; `None` for one that only leaves something out."""
    match clause:
        case TermClause(_, term):
            return _of_term(term)
        case NearClause(_, left, right):
            return _narrowest((anchor_of(left), anchor_of(right)))
        case FieldClause(_, part):
            return anchor_of(part)
        case AndClause(_, parts):
            return _narrowest(map(anchor_of, parts))
        case OrClause(_, parts):
            return _together(map(anchor_of, parts))
        case NotClause():
            return None


def _of_term(term: CompiledTerm) -> Anchor | None:
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


def _narrowest(anchors: Iterable[Anchor | None]) -> Anchor | None:
    """The anchor of parts that must all be met."""
    return min(filter(None, anchors), key=lambda anchor: anchor.breadth, default=None)


def _together(anchors: Iterable[Anchor | None]) -> Anchor | None:
    """The anchor of parts of which one must be met."""
    found = tuple(anchors)
    known = tuple(filter(None, found))
    if len(known) < len(found):
        return None
    keys = frozenset(key for anchor in known for key in anchor.keys)
    return Anchor(keys, sum(anchor.breadth for anchor in known))


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
