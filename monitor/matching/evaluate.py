"""Whether a document meets a clause, and where."""

from bisect import bisect_right
from collections.abc import Iterator
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
from monitor.matching.document import Document, FieldText, Place
from monitor.model.match import Field
from monitor.query.ast import Node

BOTH: tuple[Field, ...] = ("title", "body")


class Hit(NamedTuple):
    """A passage of a title or body, and the term or NEAR that it met."""

    text: FieldText
    place: Place
    node: Node


Hits = tuple[Hit, ...]


class Evaluation:
    """Questions about one document; what several watchlists ask is answered once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._hits: dict[tuple[Clause, tuple[Field, ...]], Hits | None] = {}
        self._places: dict[tuple[Clause, Field], tuple[Place, ...]] = {}

    def hits(self, clause: Clause, fields: tuple[Field, ...] = BOTH) -> Hits | None:
        """The passages that meet a clause in these fields; `None` when it is not met.

        A clause that only leaves something out is met by no passages.
        """
        key = (clause, fields)
        if key not in self._hits:
            self._hits[key] = self._find_hits(clause, fields)
        return self._hits[key]

    def _find_hits(self, clause: Clause, fields: tuple[Field, ...]) -> Hits | None:
        match clause:
            case TermClause() | NearClause():
                return self._passages(clause, fields)
            case FieldClause(_, part, field):
                return self.hits(part, (field,)) if field in fields else None
            case NotClause(_, part):
                return () if self.hits(part, fields) is None else None
            case OrClause(_, parts):
                met = [hits for part in parts if (hits := self.hits(part, fields)) is not None]
                return _merged(met) if met else None
            case AndClause(_, parts):
                return self._all(parts, fields)

    def _all(self, parts: tuple[Clause, ...], fields: tuple[Field, ...]) -> Hits | None:
        met = []
        for part in parts:
            hits = self.hits(part, fields)
            if hits is None:
                return None
            met.append(hits)
        return _merged(met)

    def _passages(self, clause: TermClause | NearClause, fields: tuple[Field, ...]) -> Hits | None:
        return (
            tuple(
                Hit(text, place, clause.node)
                for text in self._document.fields
                if text.field in fields
                for place in self.places(clause, text)
            )
            or None
        )

    def places(self, clause: Clause, text: FieldText) -> tuple[Place, ...]:
        """The passages of one field that meet a clause, ascending: what NEAR measures from."""
        key = (clause, text.field)
        if key not in self._places:
            self._places[key] = tuple(sorted(set(self._find_places(clause, text))))
        return self._places[key]

    def _find_places(self, clause: Clause, text: FieldText) -> Iterator[Place]:
        match clause:
            case TermClause(_, term):
                yield from term.places(text)
            case NearClause(_, left, right, distance):
                lefts, rights = self.places(left, text), self.places(right, text)
                for pair in (*_pairs(lefts, rights, distance), *_pairs(rights, lefts, distance)):
                    yield from pair
            case FieldClause(_, part, field) if field == text.field:
                yield from self.places(part, text)
            case OrClause(_, parts):
                for part in parts:
                    yield from self.places(part, text)
            case _:  # the other field; AND and NOT are refused beside NEAR when a query is checked
                return


def _merged(met: list[Hits]) -> Hits:
    return met[0] if len(met) == 1 else tuple(dict.fromkeys(hit for hits in met for hit in hits))


def _pairs(
    firsts: tuple[Place, ...], seconds: tuple[Place, ...], distance: int
) -> Iterator[tuple[Place, Place]]:
    """Each first with the next second behind it that shares no word with it, if near enough."""
    starts = [start for start, _ in seconds]
    for first in firsts:
        at = bisect_right(starts, first[1])
        if at < len(starts) and starts[at] - first[1] - 1 <= distance:
            yield first, seconds[at]
