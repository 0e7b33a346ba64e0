"""A compiled query: the tree of the query with its terms ready to be found.

Nodes are told apart by identity; watchlists that write the same term or use the same group under
the same rules share one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.matching.term import CompiledTerm
from monitor.model.match import Field


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class TermClause:
    """A word or phrase."""

    said: str
    """As a watchlist writes it."""
    term: CompiledTerm


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class GroupClause:
    """What the name of a group stands for."""

    part: "Clause"
    breadth: float
    """How likely an entry is to meet it, as far as the length of its words tells."""


@dataclass(frozen=True, slots=True, eq=False)
class NearClause:
    """Two parts with few enough words between them."""

    said: str
    """As a watchlist writes it."""
    left: "Clause"
    right: "Clause"
    distance: int


@dataclass(frozen=True, slots=True, eq=False)
class FieldClause:
    """A part that must be met in one field."""

    part: "Clause"
    field: Field


@dataclass(frozen=True, slots=True, eq=False)
class OrClause:
    """Parts of which at least one must be met."""

    terms: frozenset[TermClause]
    others: tuple["Clause", ...]
    """The parts that are not mere terms."""


@dataclass(frozen=True, slots=True, eq=False)
class AndClause:
    """Parts that must all be met."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, eq=False)
class NotClause:
    """A part that must not be met."""

    part: "Clause"


Shared = TermClause | GroupClause
"""What several watchlists can have in common."""
Clause = Shared | NearClause | FieldClause | OrClause | AndClause | NotClause


def held_by(clause: Clause) -> Iterator[Shared]:
    """The terms and groups in a clause; not those inside the groups."""
    match clause:
        case TermClause() | GroupClause():
            yield clause
        case NearClause(_, left, right):
            yield from held_by(left)
            yield from held_by(right)
        case OrClause(terms, others):
            yield from terms
            for part in others:
                yield from held_by(part)
        case AndClause(parts):
            for part in parts:
                yield from held_by(part)
        case FieldClause(part) | NotClause(part):
            yield from held_by(part)
