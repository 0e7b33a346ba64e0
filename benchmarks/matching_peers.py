"""What the matching benchmark measures: the monitor's matcher, and its peers.

Each peer cuts and folds texts in the simplest way (NFKC, casefold, `\\w+`), which is several times
cheaper than the monitor's own. Where it can't say what a query asks for, it gets the nearest query
that is simpler; `says` tells what that leaves out.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Protocol

from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import (
    And,
    FieldQuery,
    GroupRef,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Quoted,
    Word,
)
from monitor.text.scripts import CJK
from monitor.text.tokens import cut

_RUNS = re.compile(rf"[{CJK}]+|[^\W{CJK}]+")
_CJK = re.compile(f"[{CJK}]")


class Peer(Protocol):
    """Something that holds queries and says which of them a text meets."""

    says: str

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""


class Floor:
    """Cutting and folding the texts as the monitor does, and nothing else."""

    says = "cuts and folds, matches nothing"

    def __init__(self, queries: Sequence[Node]) -> None:
        """The queries are not looked at."""

    def match(self, entry: Entry) -> int:
        """Always none."""
        cut(entry.title)
        cut(entry.text)
        return 0


class Monitor:
    """The monitor's matcher."""

    says = "everything: inflection, phrases, NEAR, NOT, wildcards, fields; with the passages"

    def __init__(self, queries: Sequence[Node]) -> None:
        self._matcher = compile_rules(
            (Rule(str(number), query) for number, query in enumerate(queries)), {}
        )

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""
        return len(self._matcher.match(entry))


class Mokaccino:
    """The percolator in Rust."""

    says = "no inflection; phrases, NEAR and CJK runs as AND of their words or pairs; no fields"

    def __init__(self, queries: Sequence[Node]) -> None:
        import mokaccino  # each peer is needed only where it is measured

        self._document = mokaccino.Document
        self._query = mokaccino.Query
        index = mokaccino.Percolator()
        for number, query in enumerate(queries):
            index.add_query_id(self._of(query), number)
        self._index = index.optimized()

    def _of(self, node: Node):  # type: ignore[no-untyped-def] # the type is imported late
        match node:
            case Word(text, _, True):
                return self._query.from_kprefix("w", words(text)[-1])
            case Word(text) | Quoted(text):
                return self._all([self._query.from_kv("w", word) for word in words(text)])
            case Phrase(parts) | And(parts):
                return self._all([self._of(part) for part in parts])
            case Near(left, right):
                return self._all([self._of(left), self._of(right)])
            case Or(parts):
                return self._query.from_or([self._of(part) for part in parts])
            case Not(part):
                return self._query.from_not(self._of(part))
            case FieldQuery(_, part):
                return self._of(part)
            case GroupRef():
                raise AssertionError(node)

    def _all(self, parts):  # type: ignore[no-untyped-def] # the type is imported late
        return parts[0] if len(parts) == 1 else self._query.from_and(parts)

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""
        document = self._document()
        for word in set(words(f"{entry.title}\n{entry.text}")):
            document.add_value("w", word)
        return len(self._index.percolate_list(document))


class Perq:
    """The percolator in pure Python."""

    says = "as mokaccino, and no NOT, no wildcards; an OR of phrases is several queries"

    def __init__(self, queries: Sequence[Node]) -> None:
        import perq  # each peer is needed only where it is measured

        self._document = perq.Document
        store = perq.MemoryStore()
        perq.index(
            (
                perq.Query(f"{number}-{at}", groups)
                for number, query in enumerate(queries)
                for at, groups in enumerate(_alternatives(query))
            ),
            store,
        )
        self._matcher = perq.QueryMatcher(store)

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""
        document = self._document(words(f"{entry.title}\n{entry.text}"))
        met = self._matcher.matches(document)
        return len({name.partition("-")[0] for name in met})


class AhoCorasick:
    """Every term in one automaton; the queries whose anchor is found are verified."""

    says = "no inflection; NEAR by counting spaces; no fields"

    def __init__(self, queries: Sequence[Node]) -> None:
        import ahocorasick  # each peer is needed only where it is measured

        self._queries = queries
        self._anchored: dict[str, list[int]] = {}
        self._automaton = ahocorasick.Automaton()
        for number, query in enumerate(queries):
            for term in _strings(query):
                self._automaton.add_word(term, term)
            for term in _anchor(query):
                self._anchored.setdefault(term, []).append(number)
        self._automaton.make_automaton()

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""
        text = f"{_spaced(entry.title)}\0{_spaced(entry.text)}"
        ends: dict[str, list[int]] = {}
        for end, term in self._automaton.iter(text):
            ends.setdefault(term, []).append(end)
        found = {number for term in ends for number in self._anchored.get(term, ())}
        spaces = [at for at, char in enumerate(text) if char == " "]
        return sum(_is_met(self._queries[number], ends, spaces) for number in found)


PEERS = {
    "floor": Floor,
    "monitor": Monitor,
    "mokaccino": Mokaccino,
    "perq": Perq,
    "pyahocorasick": AhoCorasick,
}


def words(text: str) -> list[str]:
    """The folded words of a text; of a Chinese or Japanese run every pair of characters."""
    return [
        word
        for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())
        for word in (_pairs(run) if _CJK.match(run) else (run,))
    ]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _alternatives(node: Node) -> list[list[tuple[str, ...]]]:
    """A query as alternatives, each an AND of ORs of words."""
    match node:
        case Word(text) | Quoted(text):
            return [[(word,) for word in words(text)]]
        case Or(parts):
            return _either([_alternatives(part) for part in parts])
        case Phrase(parts) | And(parts):
            return _both([_alternatives(part) for part in parts if not isinstance(part, Not)])
        case Near(left, right):
            return _both([_alternatives(left), _alternatives(right)])
        case FieldQuery(_, part):
            return _alternatives(part)
        case _:
            raise AssertionError(node)


def _either(parts: list[list[list[tuple[str, ...]]]]) -> list[list[tuple[str, ...]]]:
    found = [one for part in parts for one in part]
    if all(len(one) == 1 for one in found):
        return [[tuple(word for one in found for word in one[0])]]
    return found


def _both(parts: list[list[list[tuple[str, ...]]]]) -> list[list[tuple[str, ...]]]:
    return [[group for one in way for group in one] for way in product(*parts)]


def _spaced(text: str) -> str:
    """The folded words of a text between single spaces, runs of Chinese or Japanese whole."""
    found = _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(found)} "


def _string(node: Word | Phrase | Quoted) -> str:
    """What a text holds where it holds a term."""
    if isinstance(node, Phrase):
        text = " ".join(word.text for word in node.words)
        star = node.words[-1].star
    else:
        text, star = node.text, isinstance(node, Word) and node.star
    spaced = _spaced(text)
    if _CJK.search(spaced):
        return spaced.strip()
    return spaced[:-1] if star else spaced


def _strings(node: Node) -> Iterator[str]:
    match node:
        case Word() | Phrase() | Quoted():
            yield _string(node)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _strings(part)
        case Near(left, right):
            yield from (*_strings(left), *_strings(right))
        case Not(part) | FieldQuery(_, part):
            yield from _strings(part)


def _anchor(node: Node) -> list[str]:
    """Strings of which a text must hold at least one: of the part whose shortest is the longest."""
    match node:
        case Word() | Phrase() | Quoted():
            return [_string(node)]
        case Or(parts):
            return [term for part in parts for term in _anchor(part)]
        case And(parts):
            asked = [_anchor(part) for part in parts if not isinstance(part, Not)]
            return max(asked, key=lambda terms: min(map(len, terms)))
        case Near(left, right):
            return max(_anchor(left), _anchor(right), key=lambda terms: min(map(len, terms)))
        case FieldQuery(_, part):
            return _anchor(part)
        case _:
            raise AssertionError(node)


def _is_met(node: Node, ends: dict[str, list[int]], spaces: list[int]) -> bool:
    match node:
        case Word() | Phrase() | Quoted():
            return _string(node) in ends
        case And(parts):
            return all(_is_met(part, ends, spaces) for part in parts)
        case Or(parts):
            return any(_is_met(part, ends, spaces) for part in parts)
        case Not(part):
            return not _is_met(part, ends, spaces)
        case FieldQuery(_, part):
            return _is_met(part, ends, spaces)
        case Near(left, right, distance):
            lefts, rights = _numbers(left, ends, spaces), _numbers(right, ends, spaces)
            return any(0 < abs(a - b) <= distance + 1 for a in lefts for b in rights)
        case GroupRef():
            raise AssertionError(node)


def _numbers(node: Node, ends: dict[str, list[int]], spaces: list[int]) -> list[int]:
    """The numbers of the words at which the terms of a part end."""
    found = [end for term in _strings(node) for end in ends.get(term, ())]
    return [bisect_left(spaces, end) for end in found]
