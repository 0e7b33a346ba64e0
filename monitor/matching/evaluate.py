"""Whether a document meets a clause, and where."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from monitor.matching.clause import (
    AndClause,
    Clause,
    FieldClause,
    GroupClause,
    NearClause,
    NotClause,
    OrClause,
    TermClause,
)
from monitor.matching.document import FieldText
from monitor.matching.term import Place
from monitor.model.match import Field, Span

MOST_SPANS = 50
"""Passages that one match tells of; a list of results may hold thousands."""

Spans = tuple[Span, ...]
Hits = tuple[Spans, ...]
"""The passages of each term or NEAR that was met, in reading order."""
Where = Field | None
"""The one field that a part of a query looks at; `None`: both."""


class Evaluation:
    """Questions about one document; what several watchlists ask is answered once."""

    def __init__(self, title: FieldText, body: FieldText) -> None:
        self._texts: dict[Where, tuple[FieldText, ...]] = {
            None: (title, body),
            "title": (title,),
            "body": (body,),
        }
        self.met = title.found.keys() | body.found.keys()
        """The terms that stand in the title or the body."""
        self._known: dict[Where, dict[Clause, Hits | None]] = {None: {}, "title": {}, "body": {}}

    def hits(self, clause: Clause, where: Where = None) -> Hits | None:
        """The passages that meet a clause there; `None` when it is not met.

        A clause that only leaves something out is met by no passages.
        """
        match clause:
            case TermClause():
                return self._term(clause, where) if clause in self.met else None
            case OrClause(terms, others):
                return self._either(terms & self.met, others, where)
            case AndClause(parts):
                return self._all(parts, where)
            case NearClause():
                return self._near(clause, where)
            case FieldClause(part, field):
                return self.hits(part, field) if where in (None, field) else None
            case NotClause(part):
                return () if self.hits(part, where) is None else None
            case GroupClause():
                return self._group(clause, where)

    def _term(self, term: TermClause, where: Where) -> Hits | None:
        known = self._known[where]
        if term not in known:
            spans: list[Span] = []
            for text in self._texts[where]:
                if term in text.found:
                    spans += text.spans(text.found[term][:MOST_SPANS], term.said)
            known[term] = (tuple(spans),) if spans else None
        return known[term]

    def _group(self, group: GroupClause, where: Where) -> Hits | None:
        known = self._known[where]
        if group not in known:
            known[group] = self.hits(group.part, where)
        return known[group]

    def _near(self, near: NearClause, where: Where) -> Hits | None:
        spans: list[Span] = []
        for text in self._texts[where]:
            places = _near_places(near, text)
            if places:
                spans += text.spans(places[:MOST_SPANS], near.said)
        return (tuple(spans),) if spans else None

    def _either(
        self, terms: Iterable[TermClause], others: tuple[Clause, ...], where: Where
    ) -> Hits | None:
        met = [hits for term in terms if (hits := self._term(term, where)) is not None]
        for part in others:
            hits = self.hits(part, where)
            if hits is not None:
                met.append(hits)
        return _joined(met) if met else None

    def _all(self, parts: tuple[Clause, ...], where: Where) -> Hits | None:
        met = []
        for part in parts:
            hits = self.hits(part, where)
            if hits is None:
                return None
            met.append(hits)
        return _joined(met)


def spans_of(hits: Hits) -> Spans:
    """The first passages in reading order, each once."""
    if len(hits) == 1:
        return hits[0][:MOST_SPANS]
    spans = {span for spans in hits for span in spans}
    return tuple(sorted(spans, key=_reading_order)[:MOST_SPANS])


def _reading_order(span: Span) -> tuple[bool, Span]:
    return span.field != "title", span


def _joined(met: list[Hits]) -> Hits:
    return met[0] if len(met) == 1 else tuple(spans for hits in met for spans in hits)


def _places(clause: Clause, text: FieldText) -> list[Place]:
    """The passages of one field that meet a clause, ascending: what NEAR measures from."""
    match clause:
        case TermClause():
            return text.found.get(clause, [])
        case GroupClause(part):
            return _places(part, text)
        case FieldClause(part, field) if field == text.field:
            return _places(part, text)
        case OrClause(terms, others):
            parts = (*(terms & text.found.keys()), *others)
            return _in_order(place for part in parts for place in _places(part, text))
        case NearClause():
            return _near_places(clause, text)
        case _:  # the other field; AND and NOT are refused beside NEAR when a query is checked
            return []


def _near_places(near: NearClause, text: FieldText) -> list[Place]:
    """The passages of both sides that have one of the other side near enough."""
    lefts = _places(near.left, text)
    rights = _places(near.right, text) if lefts else []
    if not rights:
        return []
    pairs = (*_pairs(lefts, rights, near.distance), *_pairs(rights, lefts, near.distance))
    return _in_order(place for pair in pairs for place in pair)


def _in_order(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places))


def _pairs(
    firsts: list[Place], seconds: list[Place], distance: int
) -> Iterator[tuple[Place, Place]]:
    """Each first with the next second behind it that shares no word with it, if near enough."""
    starts = [start for start, _ in seconds]
    for first in firsts:
        at = bisect_right(starts, first[1])
        if at < len(starts) and starts[at] - first[1] - 1 <= distance:
            yield first, seconds[at]
