"""What an entry must meet for a watchlist to be looked at.

Of the parts that a query requires, the one that least texts hold is its anchor: terms and groups
of which at least one must be met. The rest of a query is looked at only where that is so.
"""

from collections.abc import Iterable
from typing import NamedTuple

from monitor.matching.clause import (
    AndClause,
    Clause,
    FieldClause,
    GroupClause,
    NearClause,
    NotClause,
    OrClause,
    Shared,
    TermClause,
)


class Anchor(NamedTuple):
    """Terms and groups of which at least one must be met, and how likely that is."""

    parts: frozenset[Shared]
    breadth: float


_NOTHING = Anchor(frozenset(), float("inf"))
"""Of a part that only leaves something out. A checked query has something else beside it."""


def anchor_of(clause: Clause) -> Anchor:
    """What an entry must meet at the least to meet a clause."""
    match clause:
        case TermClause(_, term):
            return Anchor(frozenset((clause,)), term.breadth)
        case GroupClause(_, breadth):
            return Anchor(frozenset((clause,)), breadth)
        case NearClause(_, left, right):
            return _narrowest((left, right))
        case FieldClause(part):
            return anchor_of(part)
        case AndClause(parts):
            return _narrowest(parts)
        case OrClause(terms, others):
            return _together((*terms, *others))
        case NotClause():
            return _NOTHING


def _narrowest(parts: Iterable[Clause]) -> Anchor:
    """The anchor of parts that must all be met."""
    return min(map(anchor_of, parts), key=lambda anchor: anchor.breadth)


def _together(parts: Iterable[Clause]) -> Anchor:
    """The anchor of parts of which one must be met."""
    anchors = tuple(map(anchor_of, parts))
    return Anchor(
        frozenset(part for anchor in anchors for part in anchor.parts),
        sum(anchor.breadth for anchor in anchors),
    )
