"""A query as a tree.

`column` is the 0-based offset in the query string where a node begins; it takes no part in
equality. Texts are in NFKC, as written otherwise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as attribute

from monitor.model.match import Field


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written; it may hold punctuation and so be several words to the matcher."""

    text: str
    exact: bool = False
    """Written with `=`: capitals and accents count."""
    star: bool = False
    """Written with a star behind it: the beginning of a word."""
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two words or more, side by side."""

    words: tuple[Word, ...]
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotes: no inflection."""

    text: str
    exact: bool = False
    """Written with `=`: capitals and accents count."""
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class GroupRef:
    """`@name`: the group of that name."""

    name: str
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FieldQuery:
    """`title:…` or `body:…`: only there."""

    field: Field
    part: "Node"
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides, with at most `distance` words between them, in either order."""

    left: "Node"
    right: "Node"
    distance: int
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Where the part is not met."""

    part: "Node"
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """Two parts or more, all of them."""

    parts: tuple["Node", ...]
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Two parts or more, at least one of them."""

    parts: tuple["Node", ...]
    column: int = attribute(default=0, compare=False)


Term = Word | Phrase | Quoted
Node = Term | GroupRef | FieldQuery | Near | Not | And | Or


def any_of(nodes: Iterable[Node]) -> Node:
    """At least one of the nodes (YAML's `any`); ValueError when there is none."""
    parts = _some(nodes)
    return parts[0] if len(parts) == 1 else Or(parts, parts[0].column)


def all_of(nodes: Iterable[Node]) -> Node:
    """Every one of the nodes (YAML's `all`, and what joins any, all and none)."""
    parts = _some(nodes)
    return parts[0] if len(parts) == 1 else And(parts, parts[0].column)


def none_of(nodes: Iterable[Node]) -> Node:
    """None of the nodes (YAML's `none`); to be joined with a positive part by `all_of`."""
    part = any_of(nodes)
    return Not(part, part.column)


def _some(nodes: Iterable[Node]) -> tuple[Node, ...]:
    parts = tuple(nodes)
    if not parts:
        raise ValueError("a query needs at least one part")
    return parts


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node; none below a term or a group's name."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Near(left, right):
            return (left, right)
        case Not(part) | FieldQuery(_, part):
            return (part,)
        case _:
            return ()


def group_refs(node: Node) -> tuple[GroupRef, ...]:
    """Every `@name` in a query, in the order written."""
    return tuple(_refs(node))


def _refs(node: Node) -> Iterator[GroupRef]:
    if isinstance(node, GroupRef):
        yield node
    for part in parts_of(node):
        yield from _refs(part)
