"""What the matching benchmark measures: the monitor's matcher, and its peers.

Each peer cuts and folds texts in the simplest way (NFKC, casefold, `\\w+`), which is several times
cheaper than the monitor's own. Where it can't say what a query asks for, it gets the nearest query
that is simpler; `says` tells what that leaves out. None of them tells where it found what.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

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

    def __init__(self, queries: Sequence[Node]) -> None:
        """Take in the queries."""

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""


class Floor:
    """Cutting and folding the texts as the monitor does, and nothing else."""

    says = "cuts and folds, matches nothing"

    def __init__(self, queries: Sequence[Node]) -> None:
        """The queries are not looked at."""

    def match(self, entry: Entry) -> int:
        """Always none."""
        for text in (entry.title, entry.text):
            _ = cut(text).words  # folded when it is asked for, not before
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

    says = "no inflection, fields; phrases, NEAR and CJK runs are an AND of their words or pairs"

    def __init__(self, queries: Sequence[Node]) -> None:
        import mokaccino  # each peer is needed only where it is measured

        self._document, self._query = mokaccino.Document, mokaccino.Query
        self._numbers: list[int] = []
        index = mokaccino.Percolator()
        for number, query in enumerate(queries):
            unwanted = [group for node in _unwanted(query) for group in _alternatives(node)]
            for groups in _alternatives(query):
                nots = [self._query.from_not(self._all(one)) for one in unwanted]
                index.add_query(self._joined([self._all(groups), *nots]))
                self._numbers.append(number)
        self._index = index.optimized()

    def _all(self, groups: "Groups") -> Any:  # the types of this peer are imported late
        return self._joined([self._any(group) for group in groups])

    def _joined(self, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else self._query.from_and(parts)

    def _any(self, group: tuple[str, ...]) -> Any:
        parts = [
            self._query.from_kprefix("w", word[:-1])
            if word.endswith("*")
            else self._query.from_kv("w", word)
            for word in group
        ]
        return parts[0] if len(parts) == 1 else self._query.from_or(parts)

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""
        document = self._document()
        for word in set(words(f"{entry.title}\n{entry.text}")):
            document.add_value("w", word)
        return len({self._numbers[number] for number in self._index.percolate_list(document)})


class Perq:
    """The percolator in pure Python."""

    says = "as mokaccino, and no NOT, no wildcards"

    def __init__(self, queries: Sequence[Node]) -> None:
        import perq  # each peer is needed only where it is measured

        self._document: Any = perq.Document
        store: Any = perq.MemoryStore()  # type: ignore[no-untyped-call] # its own gap
        perq.index(
            (
                perq.Query(f"{number}-{at}", [[word.rstrip("*") for word in one] for one in groups])
                for number, query in enumerate(queries)
                for at, groups in enumerate(_alternatives(query))
            ),
            store,
        )
        self._matcher: Any = perq.QueryMatcher(store)

    def match(self, entry: Entry) -> int:
        """How many queries the entry meets."""
        document = self._document(words(f"{entry.title}\n{entry.text}"))
        return len({name.partition("-")[0] for name in self._matcher.matches(document)})


class AhoCorasick:
    """Every term in one automaton; the queries whose anchor is found are verified."""

    says = "no inflection, fields; NEAR by counting spaces"

    def __init__(self, queries: Sequence[Node]) -> None:
        # needed only where it is measured, and without types
        import ahocorasick  # type: ignore[import-not-found]

        self._queries = [_compiled(query) for query in queries]
        self._anchored: dict[str, list[int]] = {}
        self._automaton = ahocorasick.Automaton()
        for number, query in enumerate(self._queries):
            for term in _terms(query):
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
        return sum(_is_met(self._queries[number], ends, text) for number in found)


PEERS: dict[str, type[Peer]] = {
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


Groups = list[tuple[str, ...]]
"""An AND of ORs of words; a star stands behind a beginning."""


def _alternatives(node: Node) -> list[Groups]:
    """A query as alternatives, without what it leaves out; each is a query of its own for a peer.

    A percolator that gets an OR of phrases as one query multiplies them out, which takes gigabytes.
    """
    match node:
        case Word(text, _, star):
            found = words(text)
            return [[*((word,) for word in found[:-1]), (found[-1] + "*" * star,)]]
        case Quoted(text):
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


def _either(parts: list[list[Groups]]) -> list[Groups]:
    found = [one for part in parts for one in part]
    if all(len(one) == 1 for one in found):
        return [[tuple(word for one in found for word in one[0])]]
    return found


def _both(parts: list[list[Groups]]) -> list[Groups]:
    return [[group for one in way for group in one] for way in product(*parts)]


def _unwanted(node: Node) -> list[Node]:
    parts = node.parts if isinstance(node, And) else ()
    return [part.part for part in parts if isinstance(part, Not)]


def _spaced(text: str) -> str:
    """The folded words of a text between single spaces, runs of Chinese or Japanese whole."""
    found = _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(found)} "


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a query for the automaton; a term is the string that a text holds for it."""

    operator: str
    parts: tuple["str | _Part", ...]
    distance: int = 0


def _compiled(node: Node) -> str | _Part:
    match node:
        case Word() | Phrase() | Quoted():
            return _string(node)
        case And(parts):
            return _Part("and", tuple(map(_compiled, parts)))
        case Or(parts):
            return _Part("or", tuple(map(_compiled, parts)))
        case Near(left, right, distance):
            return _Part("near", (_compiled(left), _compiled(right)), distance)
        case Not(part):
            return _Part("not", (_compiled(part),))
        case FieldQuery(_, part):
            return _compiled(part)
        case GroupRef():
            raise AssertionError(node)


def _string(node: Word | Phrase | Quoted) -> str:
    text = node.text if not isinstance(node, Phrase) else " ".join(w.text for w in node.words)
    spaced = _spaced(text)
    if _CJK.search(spaced):
        return spaced.strip()
    return spaced[:-1] if isinstance(node, Word) and node.star else spaced


def _terms(part: str | _Part) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for below in part.parts:
            yield from _terms(below)


def _anchor(part: str | _Part) -> list[str]:
    """Strings of which a text must hold at least one: of the part whose shortest is the longest."""
    if isinstance(part, str):
        return [part]
    if part.operator == "or":
        return [term for below in part.parts for term in _anchor(below)]
    asked = [_anchor(below) for below in part.parts if not _leaves_out(below)]
    return max(asked, key=lambda terms: min(map(len, terms)))


def _leaves_out(part: str | _Part) -> bool:
    return isinstance(part, _Part) and part.operator == "not"


def _is_met(part: str | _Part, ends: dict[str, list[int]], text: str) -> bool:
    if isinstance(part, str):
        return part in ends
    if part.operator == "near":
        lefts, rights = (_numbers(below, ends, text) for below in part.parts)
        return any(0 < abs(a - b) <= part.distance + 1 for a in lefts for b in rights)
    met = (_is_met(below, ends, text) for below in part.parts)
    if part.operator == "not":
        return not next(met)
    return all(met) if part.operator == "and" else any(met)


def _numbers(part: str | _Part, ends: dict[str, list[int]], text: str) -> list[int]:
    """The numbers of the words at which the terms of a part end."""
    found = (end for term in _terms(part) for end in ends.get(term, ()))
    return [text.count(" ", 0, end) for end in found]
