"""Groups as names in query trees: renamed, counted, and brought into an order."""

from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from monitor.query.ast import And, FieldQuery, GroupRef, Near, Node, Not, Or, parts_of

Uses = Mapping[str, Set[str]]
"""The groups that each group names."""

_SHOWN = 8
"""Names of a circle that a message shows."""


def renamed(node: Node, keys: Mapping[str, str]) -> Node:
    """A query tree with its groups under other names; names that are not in `keys` stay."""
    match node:
        case GroupRef(name):
            return replace(node, name=keys.get(name, name))
        case And(parts) | Or(parts):
            return replace(node, parts=tuple(renamed(part, keys) for part in parts))
        case Not(part) | FieldQuery(_, part):
            return replace(node, part=renamed(part, keys))
        case Near(left, right):
            return replace(node, left=renamed(left, keys), right=renamed(right, keys))
        case _:
            return node


def size(node: Node, sizes: Mapping[str, int]) -> int:
    """Nodes of a query tree with its groups in place; `sizes` has those of the groups."""
    if isinstance(node, GroupRef):
        return sizes.get(node.name, 1)
    return 1 + sum(size(part, sizes) for part in parts_of(node))


def inside_out(uses: Uses) -> list[str]:
    """The groups, each after those that it names; without those that come back to themselves."""
    sorter = TopologicalSorter(uses)
    with suppress(CycleError):
        sorter.prepare()
    order: list[str] = []
    while ready := sorter.get_ready():
        order += ready
        sorter.done(*ready)
    return [name for name in order if name in uses]


def in_circles(uses: Uses) -> dict[str, str]:
    """The groups that contain themselves, each with its circle in words."""
    left = uses.keys() - set(inside_out(uses))
    users: dict[str, set[str]] = {name: set() for name in left}
    for name in left:
        for used in uses[name] & left:
            users[used].add(name)
    round_and_round = left - set(inside_out(users))
    return {name: _circle(name, uses, round_and_round) for name in sorted(round_and_round)}


def _circle(name: str, uses: Uses, inside: Set[str]) -> str:
    """`@a contains @b contains @a`, cut where it grows long."""
    way = [name]
    while len(way) <= _SHOWN:
        following = sorted(uses[way[-1]] & inside)
        way.append(name if name in following else following[0])
        if way[-1] in way[:-1]:
            break
    return " contains ".join(f"@{one}" for one in way)
