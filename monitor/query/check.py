"""What the grammar alone can't see: whether a query that parses also means something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from monitor.query.ast import (
    And,
    FieldQuery,
    GroupRef,
    Near,
    Node,
    Not,
    Or,
    group_refs,
    parts_of,
)
from monitor.query.errors import QueryError

MAX_DEPTH = 200
"""Levels of a query with its groups in place; more would strain Python's own stack."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a query or group matters where it is used."""

    positive: bool = True
    """It asks for something, and does not only leave something out."""
    placed: bool = True
    """It stands at a place in the text: what NEAR can measure from."""
    fielded: bool = False
    """It names a field."""
    depth: int = 1


def check(node: Node) -> None:
    """Raise QueryError where a query has no meaning, as far as that shows without the groups."""
    traits = _traits(node, {})
    if not traits.positive:
        raise QueryError(_alone(node), node.column)


def is_positive(node: Node) -> bool:
    """Whether a node asks for something, so that it may stand without a positive part beside it."""
    match node:
        case Not():
            return False
        case And(parts):
            return any(map(is_positive, parts))
        case Or(parts):
            return all(map(is_positive, parts))
        case _:
            return True


def check_groups(
    node: Node, groups: Mapping[str, Node], known: dict[str, Traits] | None = None
) -> None:
    """Raise QueryError where a query means nothing once its groups are in place.

    Unknown groups, groups that contain themselves, and groups that can't stand where they are
    used; the column is that of the `@name` in `node`, or of the part it spoils. Also where nothing
    positive is asked for, as in YAML's `none` alone. `known` remembers the groups that are sound
    from one query to the next; it is good for one set of groups.
    """
    known = {} if known is None else known
    for ref in group_refs(node):
        for name in () if ref.name in known else _inside_out(ref, groups):
            if name not in known:
                known[name] = _group_traits(ref, groups[name], known)
    traits = _traits(node, known)
    if not traits.positive:
        raise QueryError(_alone(node), node.column)
    if traits.depth > MAX_DEPTH:
        raise QueryError(f"nested more than {MAX_DEPTH} levels deep, groups counted", node.column)


def _group_traits(ref: GroupRef, group: Node, known: Mapping[str, Traits]) -> Traits:
    try:
        traits = _traits(group, known)
    except QueryError as error:
        raise QueryError(f"@{ref.name}: {error.message}", ref.column) from None
    if traits.depth > MAX_DEPTH:
        raise QueryError(f"@{ref.name}: nested more than {MAX_DEPTH} levels deep", ref.column)
    return traits


def _inside_out(ref: GroupRef, groups: Mapping[str, Node]) -> tuple[str, ...]:
    """The names that a reference needs, each after those that it needs itself."""
    uses: dict[str, tuple[str, ...]] = {}
    waiting = [ref.name]
    while waiting:
        name = waiting.pop()
        if name not in uses:
            uses[name] = _names_in(name, ref, groups)
            waiting.extend(uses[name])
    try:
        return tuple(TopologicalSorter(uses).static_order())
    except CycleError as error:
        circle = " contains ".join(f"@{name}" for name in reversed(error.args[1]))
        raise QueryError(f"a group can't contain itself: {circle}", ref.column) from None


def _names_in(name: str, ref: GroupRef, groups: Mapping[str, Node]) -> tuple[str, ...]:
    if name not in groups:
        near = get_close_matches(name, groups, 1)
        raise QueryError(
            f"there is no group @{name}" + (f"; did you mean @{near[0]}?" if near else ""),
            ref.column,
        )
    return tuple(dict.fromkeys(inner.name for inner in group_refs(groups[name])))


def _traits(node: Node, known: Mapping[str, Traits]) -> Traits:
    if isinstance(node, GroupRef):
        return known.get(node.name, Traits())
    parts = [_traits(part, known) for part in parts_of(node)]
    _check_node(node, parts)
    return Traits(
        positive=_positive(node, parts),
        placed=not isinstance(node, And | Not | Near) and all(part.placed for part in parts),
        fielded=isinstance(node, FieldQuery) or any(part.fielded for part in parts),
        depth=1 + max((part.depth for part in parts), default=0),
    )


def _positive(node: Node, parts: list[Traits]) -> bool:
    if isinstance(node, Not):
        return False
    found = (part.positive for part in parts)
    return any(found) if isinstance(node, And) else all(found)


def _check_node(node: Node, parts: list[Traits]) -> None:
    match node:
        case Near(left, right):
            for side, traits in zip((left, right), parts, strict=True):
                if not traits.placed:
                    raise QueryError(_unplaced(side), side.column)
        case FieldQuery() if parts[0].fielded:
            raise QueryError("a field inside a field: write title: or body: only once", node.column)
        case FieldQuery(_, part) if not parts[0].positive:
            raise QueryError(_alone(part), part.column)
        case Or(nodes):
            for part, traits in zip(nodes, parts, strict=True):
                if not traits.positive:
                    raise QueryError(_alone(part, "OR "), part.column)
        case Not(part) if not parts[0].positive:
            raise QueryError("NOT of a NOT: leave both out", node.column)
        case _:
            pass


def _unplaced(side: Node) -> str:
    if any(isinstance(part, Near) for part in _below(side)):
        return "NEAR of NEAR can't be measured: use NEAR once and join the rest by AND"
    return "beside NEAR only words, phrases and ORs of them can stand, not AND or NOT"


def _below(node: Node) -> Iterator[Node]:
    yield node
    for part in parts_of(node):
        yield from _below(part)


def _alone(node: Node, before: str = "") -> str:
    wanted = "write A NOT B, or put what you do not want under none"
    if before or isinstance(node, Or):
        return f"A OR NOT B would match nearly everything: {wanted}"
    return f"NOT can't stand alone, it needs something positive beside it: {wanted}"
