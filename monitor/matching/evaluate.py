"""Whether a document meets a clause, and where."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

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
from monitor.matching.document import FieldText
from monitor.matching.term import Place
from monitor.model.match import Field, Span
from monitor.query.write import print_query

BOTH: tuple[Field, ...] = ("title", "body")
MOST_SPANS = 50
"""Passages that one match tells of; a list of results may hold thousands."""

Spans = tuple[Span, ...]
Hits = tuple[Spans, ...]
"""The passages of each term or NEAR that was met, in reading order."""


class Evaluation:
    """Questions about one document; what several watchlists ask is answered once."""

    def __init__(self, title: FieldText, body: FieldText) -> None:
        self._texts = {"title": title, "body": body}
        self.met = title.found.keys() | body.found.keys()
        """The terms that stand in the title or the body."""
        self._hits: defaultdict[tuple[Field, ...], dict[Shared, Hits | None]] = defaultdict(dict)

    def hits(self, clause: Clause, fields: tuple[Field, ...] = BOTH) -> Hits | None:
        """The passages that meet a clause in these fields; `None` when it is not met.

        A clause that only leaves something out is met by no passages.
        """
        match clause:
            case TermClause():
                return self._shared(clause, fields) if clause in self.met else None
            case GroupClause():
                return self._shared(clause, fields)
            case OrClause(_, terms, others):
                return self._either(terms & self.met, others, fields)
            case AndClause(_, parts):
                return self._all(parts, fields)
            case NotClause(_, part):
                return () if self.hits(part, fields) is None else None
            case FieldClause(_, part, field):
                return self.hits(part, (field,)) if field in fields else None
            case NearClause():
                return self._passages(clause, fields)

    def _shared(self, clause: Shared, fields: tuple[Field, ...]) -> Hits | None:
        known = self._hits[fields]
        if clause not in known:
            known[clause] = (
                self.hits(clause.part, fields)
                if isinstance(clause, GroupClause)
                else self._passages(clause, fields)
            )
        return known[clause]

    def _either(
        self, terms: Iterable[TermClause], others: tuple[Clause, ...], fields: tuple[Field, ...]
    ) -> Hits | None:
        met = [hits for term in terms if (hits := self._shared(term, fields)) is not None]
        for part in others:
            hits = self.hits(part, fields)
            if hits is not None:
                met.append(hits)
        return _joined(met) if met else None

    def _all(self, parts: tuple[Clause, ...], fields: tuple[Field, ...]) -> Hits | None:
        met = []
        for part in parts:
            hits = self.hits(part, fields)
            if hits is None:
                return None
            met.append(hits)
        return _joined(met)

    def _passages(self, clause: TermClause | NearClause, fields: tuple[Field, ...]) -> Hits | None:
        texts = [self._texts[field] for field in fields]
        places = [(text, at) for text in texts for at in self._places(clause, text)[:MOST_SPANS]]
        if not places:
            return None
        term = print_query(clause.node)
        return (tuple(Span(text.field, *text.offsets(at), term) for text, at in places),)

    def _places(self, clause: Clause, text: FieldText) -> list[Place]:
        """The passages of one field that meet a clause, ascending: what NEAR measures from."""
        match clause:
            case TermClause():
                return text.found.get(clause, [])
            case GroupClause(_, part):
                return self._places(part, text)
            case FieldClause(_, part, field) if field == text.field:
                return self._places(part, text)
            case OrClause(_, terms, others):
                parts = (*(terms & text.found.keys()), *others)
                return _in_order(place for part in parts for place in self._places(part, text))
            case NearClause(_, left, right, distance):
                return _near(self._places(left, text), self._places(right, text), distance)
            case _:  # the other field; AND and NOT are refused beside NEAR when a query is checked
                return []


def spans_of(hits: Hits) -> Spans:
    """The first passages in reading order, each once."""
    if len(hits) == 1:
        return hits[0][:MOST_SPANS]
    spans = dict.fromkeys(span for spans in hits for span in spans)
    return tuple(sorted(spans, key=_reading_order)[:MOST_SPANS])


def _reading_order(span: Span) -> tuple[bool, int, int, str]:
    return span.field != "title", span.start, span.end, span.term


def _joined(met: list[Hits]) -> Hits:
    return met[0] if len(met) == 1 else tuple(spans for hits in met for spans in hits)


def _in_order(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places))


def _near(lefts: list[Place], rights: list[Place], distance: int) -> list[Place]:
    """The passages of both sides that have one of the other side near enough."""
    pairs = (*_pairs(lefts, rights, distance), *_pairs(rights, lefts, distance))
    return _in_order(place for pair in pairs for place in pair)


def _pairs(
    firsts: list[Place], seconds: list[Place], distance: int
) -> Iterator[tuple[Place, Place]]:
    """Each first with the next second behind it that shares no word with it, if near enough."""
    starts = [start for start, _ in seconds]
    for first in firsts:
        at = bisect_right(starts, first[1])
        if at < len(starts) and starts[at] - first[1] - 1 <= distance:
            yield first, seconds[at]
