"""Why an entry meets a watchlist or not, and how near it came, in words for the desk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.matching.answers import Answers, Groups, Spans, Where, words_of
from monitor.matching.rule import Rule
from monitor.matching.source import origin_of, refusal
from monitor.model.entry import Entry
from monitor.model.match import Field, Span
from monitor.query.ast import And, FieldQuery, GroupRef, Near, Node, Not, Or
from monitor.query.check import is_positive
from monitor.query.write import print_query

_LONGEST_LABEL = 60
_LONGEST_LIST = 60
_NOT_FOUND = "not found"
_NONE_OF = "none of"
_NEAREST = "; nearest: "
_MOST_TERMS = 5
"""Terms that one sentence names of those that were met."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a watchlist."""

    term: str
    """The query, or "any of", "all of", "none of", or a group's name."""
    found: bool
    """Whether the entry meets it; `none of` is met by an entry that holds nothing of it."""
    why: str
    """Where it stands in the entry, or how near the entry comes; "" for what has branches."""
    branches: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one watchlist says of an entry."""

    watchlist: str
    matched: bool
    terms: tuple[str, ...]
    """The terms that were met, in the order of their first passages; () where it is not matched."""
    why: str
    """One sentence, without `matched` or `not matched` in front."""
    branch: Branch
    """The whole watchlist, part by part."""

    def __str__(self) -> str:
        return f"{'matched' if self.matched else 'not matched'}: {self.why}"


def explain(rules: Sequence[Rule], groups: Groups, entry: Entry) -> tuple[Explanation, ...]:
    """What each of these watchlists says of an entry, in their order.

    Raises QueryError where a query means nothing with these groups (see `check_groups`).
    """
    answers = Answers(rules, groups, entry)
    return tuple(_Explainer(rule, entry, answers).explanation() for rule in rules)


class _Explainer:
    """One watchlist and one entry."""

    def __init__(self, rule: Rule, entry: Entry, answers: Answers) -> None:
        self._rule, self._entry, self._answers = rule, entry, answers

    def explanation(self) -> Explanation:
        query = self._rule.query
        spans = self._spans(query, None)
        why = self._why_not(query, None) if spans is None else self._met(spans)
        refused = self._refused()
        if refused:
            why = refused if spans is None else f"{refused}; its words would match"
        matched = spans is not None and not refused
        terms = dict.fromkeys(span.term for span in spans or ()) if matched else ()
        branch = self._branch(query, None)
        return Explanation(self._rule.watchlist, matched, tuple(terms), why, branch)

    def _spans(self, node: Node, where: Where) -> Spans | None:
        return self._answers.spans(node, where, self._rule.language)

    def _group(self, group: GroupRef) -> Node:
        return self._answers.groups[group.name]

    def _refused(self) -> str:
        """Why entries from there are not looked at, with what the watchlist asks for."""
        rule, origin = self._rule, origin_of(self._entry)
        reason = refusal(rule, origin)
        if not reason or reason != refusal(replace(rule, languages=()), origin):
            return reason
        feed = f"feed {self._entry.feed}" if self._entry.feed else "no feed"
        host = f"host {origin.host}" if origin.host else "no link"
        asked = f"; asked for: {_listed(rule.include)}" if rule.include else ""
        return f"{reason} ({feed}, {host}{asked})"

    def _met(self, spans: Spans) -> str:
        """The terms that were met, each with its first passage."""
        firsts: dict[str, Span] = {}
        for span in spans:
            firsts.setdefault(span.term, span)
        told = [f"{_cut(term)} ({self._passage(span)})" for term, span in firsts.items()]
        more = f"; and {len(told) - _MOST_TERMS} more" if len(told) > _MOST_TERMS else ""
        return "; ".join(told[:_MOST_TERMS]) + more

    def _passage(self, span: Span) -> str:
        return f"{self._words(span)} in the {span.field}"

    def _words(self, span: Span) -> str:
        """The words of the entry, in quotes."""
        return f'"{_cut(self._answers.words(span))}"'

    def _why_not(self, node: Node, where: Where) -> str:
        """Why a part is not met, in a sentence that names the part."""
        match node:
            case GroupRef() if not isinstance(self._group(node), Or):
                return self._why_not(self._group(node), where)
            case Or() | GroupRef():
                return self._none_of(node, where)
            case And(parts):
                return self._not_all_of(parts, where)
            case Not(part):
                return "left out by " + self._met((self._spans(part, where) or ())[:1])
            case _:
                how = self._how(node, where)
                return f"{_label(node)}{' ' if how.startswith(_NOT_FOUND) else ': '}{how}"

    def _none_of(self, node: Or | GroupRef, where: Where) -> str:
        """Of many terms the one that comes nearest, or the first few."""
        terms = tuple(dict.fromkeys(self._alternatives(node)))
        of = f" of {print_query(node)}" if isinstance(node, GroupRef) else ""
        inside = f" in the {where}" if where else ""
        nearest = max(terms, key=lambda term: self._nearness(term, where))
        none = f"{_NONE_OF} {len(terms)} terms{of} found{inside}"
        if self._nearness(nearest, where):
            why = self._why_not(nearest, where)
            nested = why.partition(_NEAREST)[2] if why.startswith(_NONE_OF) else ""
            return f"{none}{_NEAREST}{nested or why}"
        if len(terms) == 2:
            return f"neither {_label(terms[0])} nor {_label(terms[1])} found{inside}"
        return f"{none}: {_listed(map(_label, terms))}"

    def _alternatives(self, node: Node) -> Iterator[Node]:
        """What stands beside each other under OR, inside groups too."""
        if isinstance(node, Or):
            for part in node.parts:
                yield from self._alternatives(part)
        elif isinstance(node, GroupRef):
            yield from self._alternatives(self._group(node))
        else:
            yield node

    def _not_all_of(self, parts: Sequence[Node], where: Where) -> str:
        """What is missing first, beside what was found; what leaves out counts last."""
        asked = [part for part in parts if is_positive(part)]
        missing = [part for part in asked if self._spans(part, where) is None]
        if not missing:
            left_out = next(part for part in parts if self._spans(part, where) is None)
            return self._why_not(left_out, where)
        met = [self._spans(part, where) for part in asked if part not in missing]
        words = dict.fromkeys(self._words(spans[0]) for spans in met if spans)
        found = f"{_listed(words)} found, but " if words else ""
        more = f"; {len(missing) - 1} more missing" if len(missing) > 1 else ""
        return f"{found}{self._why_not(missing[0], where)}{more}"

    def _how(self, node: Node, where: Where) -> str:
        """How near an entry comes to a term, a NEAR or a field that it does not meet."""
        inside = f" in the {where}" if where else ""
        match node:
            case Near(left, right, _):
                return self._how_near(left, right, where)
            case FieldQuery(field, part):
                anywhere = self._spans(part, None)
                return self._how_elsewhere(anywhere, field) if anywhere else self._how(part, field)
            case _ if self._scattered(node, where):
                return f"its words are there, but not side by side{inside}"
            case _:
                return f"{_NOT_FOUND}{inside}"

    @staticmethod
    def _how_elsewhere(spans: Spans, field: Field) -> str:
        """Where the passages of something stand that is asked for in one field."""
        if any(span.field == field for span in spans):
            return f"found, but not all of it in the {field}"
        return f"found in the {spans[0].field}, but asked for in the {field}"

    def _scattered(self, node: Node, where: Where) -> bool:
        """Whether all words of a phrase are there."""
        words = words_of(node)
        return bool(words) and all(self._spans(word, where) is not None for word in words)

    def _how_near(self, left: Node, right: Node, where: Where) -> str:
        lefts, rights = self._spans(left, where), self._spans(right, where)
        if lefts and rights:
            return self._how_far(lefts, rights)
        if not lefts and not rights:
            return "neither side found" + (f" in the {where}" if where else "")
        seen, missing = (lefts, right) if lefts else (rights, left)
        inside = f" in the {where}" if where else ""
        return f"{self._words((seen or ())[0])} found, {_label(missing)} not{inside}"

    def _how_far(self, lefts: Spans, rights: Spans) -> str:
        """How many words lie between two sides that are both there."""
        gaps = [self._answers.gap(left, right) for left in lefts for right in rights]
        nearest = min((gap for gap in gaps if gap is not None), default=None)
        if nearest is not None:
            return f"both found, {nearest} word{'' if nearest == 1 else 's'} apart"
        if {span.field for span in lefts} & {span.field for span in rights}:
            return "both found, but in the same words"
        return f"one side found in the {lefts[0].field}, the other in the {rights[0].field}"

    def _nearness(self, node: Node, where: Where) -> float:
        """From 0, nothing of it is there, to 1, it is met."""
        if self._spans(node, where) is not None:
            return 1
        match node:
            case Not():
                return 0.9
            case GroupRef():
                return self._nearness(self._group(node), where)
            case Or(parts):
                return max(self._nearness(part, where) for part in parts)
            case And(parts):
                asked = list(filter(is_positive, parts)) or parts
                return 0.95 * sum(self._nearness(part, where) for part in asked) / len(asked)
            case Near(left, right):
                return 0.45 * (self._nearness(left, where) + self._nearness(right, where))
            case FieldQuery(field, part):
                return 0.7 if self._spans(part, None) else 0.9 * self._nearness(part, field)
            case _:
                return 0.6 if self._scattered(node, where) else 0

    def _branch(self, node: Node, where: Where) -> Branch:
        """A part with all that stands in it."""
        found = self._spans(node, where)
        match node:
            case GroupRef(name):
                inner = self._branch(self._group(node), where)
                inside = inner.branches if inner.term == "any of" else (inner,)
                return Branch(f"@{name}", found is not None, "", inside)
            case Or(parts):
                return Branch("any of", found is not None, "", self._branches(parts, where))
            case And(parts):
                return Branch("all of", found is not None, "", self._branches(parts, where))
            case Not(Or(parts)):
                return Branch("none of", found is not None, "", self._branches(parts, where))
            case Not(part):
                return Branch("none of", found is not None, "", self._branches((part,), where))
            case _:
                why = self._passage(found[0]) if found else self._how(node, where)
                return Branch(print_query(node), found is not None, why)

    def _branches(self, nodes: Sequence[Node], where: Where) -> tuple[Branch, ...]:
        return tuple(self._branch(node, where) for node in nodes)


def _label(node: Node) -> str:
    """A query as an editor knows it, cut where it is long; each side of a NEAR for itself."""
    if isinstance(node, Near):
        return f"{_side(node.left)} NEAR/{node.distance} {_side(node.right)}"
    return _cut(print_query(node))


def _side(node: Node) -> str:
    return f"({_label(node)})" if isinstance(node, Or) else _label(node)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"


def _listed(texts: Iterable[str]) -> str:
    """The first few of a list, two at least: `Kuril, Iturup, …`."""
    rest = list(texts)
    shown = ", ".join(rest[:2])
    for text in rest[2:]:
        if len(shown) + len(text) > _LONGEST_LIST:
            return f"{shown}, …"
        shown += f", {text}"
    return shown
