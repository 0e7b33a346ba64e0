"""All watchlists against one entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.matching.anchor import Anchor, AnchorIndex, Anchors
from monitor.matching.clause import Clause
from monitor.matching.compile import Compiler
from monitor.matching.document import Document
from monitor.matching.evaluate import Evaluation, Hits
from monitor.matching.reason import why_not
from monitor.matching.rule import Rule
from monitor.matching.source import origin_of, refusal
from monitor.model.entry import Entry
from monitor.model.match import Match, Span
from monitor.query.ast import Node
from monitor.query.check import check_groups
from monitor.query.write import print_query

_MOST_SPANS = 50
"""Passages that one match tells of; a list of results may hold thousands."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    clause: Clause
    anchor: Anchor


class Matcher:
    """A set of watchlists, compiled. It holds no state between entries; for one thread."""

    def __init__(self, compiled: tuple[_Compiled, ...]) -> None:
        self._compiled = compiled
        self._index = AnchorIndex(one.anchor for one in compiled)

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """The watchlists that an entry meets, by id, with the passages that met them."""
        document, origin = Document(entry), origin_of(entry)
        evaluation = Evaluation(document)
        candidates = (self._compiled[number] for number in self._index.candidates(document))
        found = [
            Match(one.rule.watchlist, _spans(hits)[:_MOST_SPANS])
            for one in candidates
            if not refusal(one.rule, origin) and (hits := evaluation.hits(one.clause)) is not None
        ]
        return tuple(sorted(found, key=lambda match: match.watchlist))

    def explain(self, entry: Entry, watchlist: str) -> str:
        """Why a watchlist matches an entry or not, in a sentence; KeyError for an unknown id."""
        one = next((one for one in self._compiled if one.rule.watchlist == watchlist), None)
        if one is None:
            raise KeyError(watchlist)
        reason = refusal(one.rule, origin_of(entry))
        if reason:
            return f"not matched: {reason}"
        evaluation = Evaluation(Document(entry))
        hits = evaluation.hits(one.clause)
        if hits is None:
            return f"not matched: {why_not(one.clause, evaluation)}"
        return "matched: " + "; ".join(_told(entry, span) for span in _best(_spans(hits)))


def compile_rules(rules: Iterable[Rule], groups: Mapping[str, Node]) -> Matcher:
    """A matcher for these watchlists; a group takes the rules of the watchlist that uses it.

    Raises QueryError where a query means nothing with these groups (see `check_groups`).
    """
    compiler, anchors = Compiler(groups), Anchors()
    compiled = []
    for rule in rules:
        check_groups(rule.query, groups)
        clause = compiler.compile(rule.query, rule.language)
        compiled.append(_Compiled(rule, clause, anchors.of(clause)))
    return Matcher(tuple(compiled))


def _spans(hits: Hits) -> tuple[Span, ...]:
    """The passages in reading order, each once."""
    terms = {node: print_query(node) for node in dict.fromkeys(hit.node for hit in hits)}
    spans = {
        Span(
            text.field,
            text.tokens[first].start,
            text.tokens[last].end,
            terms[node],
        )
        for text, (first, last), node in hits
    }
    return tuple(sorted(spans, key=lambda span: (span.field != "title", span.start, span.end)))


def _best(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The first passage of each term."""
    return tuple({span.term: span for span in reversed(spans)}.values())[::-1]


def _told(entry: Entry, span: Span) -> str:
    text = entry.title if span.field == "title" else entry.text
    return f'{span.term} ("{text[span.start : span.end]}" in the {span.field})'
