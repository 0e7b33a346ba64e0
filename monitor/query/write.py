"""A query tree back to text."""

from monitor.query.ast import And, FieldQuery, GroupRef, Near, Node, Not, Or, Phrase, Quoted, Word
from monitor.query.lex import STRAIGHT

VERSION = " version "
"""Between a group's name and what tells its versions apart, which people needn't see; a name has no
space in it."""


def print_query(node: Node) -> str:
    """The query that parses to this tree, with no more parentheses than needed."""
    match node:
        case Word(text, exact, star):
            return f"{'=' if exact else ''}{text}{'*' if star else ''}"
        case Phrase(words):
            return " ".join(map(print_query, words))
        case Quoted(text, exact):
            mark = "=" if exact else ""
            return f"{mark}«{text}»" if set(text) & set(STRAIGHT) else f'{mark}"{text}"'
        case GroupRef(name):
            return f"@{name.partition(VERSION)[0]}"
        case FieldQuery(field, part):
            return f"{field}:{_inside(part, node)}"
        case Near(left, right, distance):
            return f"{_inside(left, node)} NEAR/{distance} {_inside(right, node)}"
        case Not(part):
            return f"NOT {_inside(part, node)}"
        case Or(parts):
            return " OR ".join(_inside(part, node) for part in parts)
        case And(parts):
            texts = [_inside(part, node) for part in parts]
            joints = ["", *(" " if isinstance(part, Not) else " AND " for part in parts[1:])]
            return "".join(joint + text for joint, text in zip(joints, texts, strict=True))


_BINDING = {Or: 1, And: 2, Not: 3, Near: 4, FieldQuery: 5}
_TIGHTEST = 6


def _inside(part: Node, outer: Node) -> str:
    text = print_query(part)
    tighter = _BINDING.get(type(part), _TIGHTEST) > _BINDING[type(outer)]
    return text if tighter else f"({text})"
