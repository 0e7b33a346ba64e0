"""Every part of some queries put to one entry: what is met, where, and how far apart.

Each part is given to the matcher as a watchlist of its own, all at once, so that what is told of
the parts can't differ from what is matched.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.model.match import Field, Span
from monitor.query.ast import And, FieldQuery, GroupRef, Node, Not, Phrase, Quoted, Word, parts_of
from monitor.query.check import is_positive
from monitor.text.tokens import tokens

Spans = tuple[Span, ...]
Groups = Mapping[str, Node]
Where = Field | None
"""The one field that is looked at; `None`: both."""
_Part = tuple[Node, Where, tuple[str, ...]]
"""A part of a query, and the languages whose rules it goes by."""


class Answers:
    """What an entry holds of each part of these watchlists' queries."""

    def __init__(self, rules: Iterable[Rule], groups: Groups, entry: Entry) -> None:
        self.groups = groups
        self._texts: dict[Field, str] = {"title": entry.title, "body": entry.text}
        self._starts = {
            field: [word.start for word in tokens(text)] for field, text in self._texts.items()
        }
        asked: dict[_Part, None] = {}
        for rule in rules:
            for node, where in self._parts(rule.query, None):
                asked[node, where, rule.language] = None
        put = (
            Rule(str(number), FieldQuery(where, node) if where else node, language)
            for number, (node, where, language) in enumerate(asked)
        )
        met = {one.watchlist: one.spans for one in compile_rules(put, groups).match(entry)}
        self._spans = {part: met.get(str(number)) for number, part in enumerate(asked)}

    def _parts(self, node: Node, where: Where) -> Iterator[tuple[Node, Where]]:
        """A query and all that stands in it, in each field that may be asked for."""
        if isinstance(node, GroupRef):
            yield from self._parts(self.groups[node.name], where)
            return
        if is_positive(node):
            yield node, where
        inside = node.field if isinstance(node, FieldQuery) else where
        for part in (*parts_of(node), *words_of(node)):
            yield from self._parts(part, inside)
        if isinstance(node, FieldQuery):
            yield from self._parts(node.part, None)

    def spans(self, node: Node, where: Where, language: tuple[str, ...]) -> Spans | None:
        """The passages that meet a part; `None` when it is not met.

        A part that only leaves something out is met by no passages.
        """
        match node:
            case GroupRef(name):
                return self.spans(self.groups[name], where, language)
            case Not(part):
                return () if self.spans(part, where, language) is None else None
            case And(parts) if not is_positive(node):
                met = [self.spans(part, where, language) for part in parts]
                return None if None in met else ()
            case _:
                return self._spans[node, where, language]

    def words(self, span: Span) -> str:
        """The words of a passage as the entry writes them, on one line."""
        return " ".join(self._texts[span.field][span.start : span.end].split())

    def gap(self, one: Span, other: Span) -> int | None:
        """Words between two passages; `None` where they share some or lie in different fields."""
        first, second = sorted((one, other), key=lambda span: span.start)
        if first.field != second.field or first.end > second.start:
            return None
        starts = self._starts[first.field]
        return bisect_left(starts, second.start) - bisect_left(starts, first.end)


def words_of(node: Node) -> tuple[Word | Quoted, ...]:
    """The words of a phrase as queries of their own; none of a single word."""
    words: Iterable[Word | Quoted] = ()
    if isinstance(node, Phrase):
        words = node.words
    elif isinstance(node, Quoted):
        words = (replace(node, text=piece) for piece in node.text.split())
    said = tuple(word for word in words if tokens(word.text))
    return said if len(said) > 1 else ()
