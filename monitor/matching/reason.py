"""Why a document does not meet a clause, in words for the desk."""

from monitor.matching.clause import (
    AndClause,
    Clause,
    FieldClause,
    GroupClause,
    NearClause,
    NotClause,
)
from monitor.matching.evaluate import BOTH, Evaluation, spans_of
from monitor.model.match import Field
from monitor.query.ast import Node
from monitor.query.write import print_query

_LONGEST = 120


def why_not(clause: Clause, evaluation: Evaluation, fields: tuple[Field, ...] = BOTH) -> str:
    """The first part of a clause that fails: what was missing, or what left the entry out."""
    match clause:
        case AndClause(_, parts):
            failed = next(part for part in parts if evaluation.hits(part, fields) is None)
            return why_not(failed, evaluation, fields)
        case NotClause(_, part):
            hits = evaluation.hits(part, fields)
            return f"left out by {_cut(spans_of(hits)[0].term if hits else print_query(part.node))}"
        case FieldClause(_, part, field):
            return why_not(part, evaluation, (field,))
        case NearClause(node, left, right):
            for side in (left, right):
                if evaluation.hits(side, fields) is None:
                    return why_not(side, evaluation, fields)
            return f"both sides of {_short(node)} are there, but not near enough"
        case GroupClause(_, part):
            return why_not(part, evaluation, fields)
        case _:
            where = f" in the {fields[0]}" if len(fields) == 1 else ""
            return f"{_short(clause.node)} not found{where}"


def _short(node: Node) -> str:
    return _cut(print_query(node))


def _cut(written: str) -> str:
    return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"
