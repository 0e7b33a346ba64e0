"""A compiled query: the tree of the query with its terms ready to be looked up.

Nodes are told apart by identity; watchlists that write the same term or use the same group under
the same rules share one.
"""

from dataclasses import dataclass

from monitor.matching.term import CompiledTerm
from monitor.model.match import Field
from monitor.query.ast import Node


@dataclass(frozen=True, slots=True, eq=False)
class TermClause:
    """A word or phrase."""

    node: Node
    term: CompiledTerm


@dataclass(frozen=True, slots=True, eq=False)
class NearClause:
    """Two parts with few enough words between them."""

    node: Node
    left: "Clause"
    right: "Clause"
    distance: int


@dataclass(frozen=True, slots=True, eq=False)
class FieldClause:
    """A part that must be met in one field."""

    node: Node
    part: "Clause"
    field: Field


@dataclass(frozen=True, slots=True, eq=False)
class OrClause:
    """Parts of which at least one must be met; a group is one with a single part."""

    node: Node
    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, eq=False)
class AndClause:
    """Parts that must all be met."""

    node: Node
    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, eq=False)
class NotClause:
    """A part that must not be met."""

    node: Node
    part: "Clause"


Clause = TermClause | NearClause | FieldClause | OrClause | AndClause | NotClause
