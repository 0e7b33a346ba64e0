"""Queries that can never be met: all that they want is also excluded."""

from collections.abc import Collection

from monitor.query.ast import And, FieldQuery, Near, Node, Not, Or, Quoted, Word


def never_met(node: Node) -> Node | None:
    """The part that a query both wants and excludes, so that nothing can meet it; else `None`.

    Only what is written alike is seen: `crab` without `crab`, not `crab` without `crab*`.
    """
    match node:
        case And(parts):
            excluded = [one for part in parts if isinstance(part, Not) for one in _either(part)]
            wanted = [part for part in parts if not isinstance(part, Not)]
            return next((p for p in wanted if never_met(p) or _within(p, excluded)), None)
        case Or(parts):
            return node if all(map(never_met, parts)) else None
        case FieldQuery(_, part):
            return never_met(part)
        case Near(left, right):
            return never_met(left) or never_met(right)
        case _:
            return None


def _either(excluded: Not) -> tuple[Node, ...]:
    """What a NOT leaves out, each by itself."""
    return excluded.part.parts if isinstance(excluded.part, Or) else (excluded.part,)


def _within(node: Node, excluded: Collection[Node]) -> bool:
    """Whether every text that a node finds is one that is left out."""
    if node in excluded:
        return True
    match node:
        case Or(parts):
            return all(_within(part, excluded) for part in parts)
        case And(parts):
            return any(_within(part, excluded) for part in parts if not isinstance(part, Not))
        case Near(left, right):
            return _within(left, excluded) or _within(right, excluded)
        case FieldQuery(_, part):
            return _within(part, excluded)
        case Quoted(text, exact):
            return Word(text, exact) in excluded
        case _:
            return False
