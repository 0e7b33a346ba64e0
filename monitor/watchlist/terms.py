"""`terms.yaml`: groups of terms that watchlists share; a sub-folder's own go before those above."""

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor.query.ast import Node as Query
from monitor.query.ast import group_refs
from monitor.query.check import check_groups
from monitor.query.errors import QueryError
from monitor.watchlist.clauses import Clause, read_clause
from monitor.watchlist.groups import in_circles, inside_out, renamed, size
from monitor.watchlist.position import place_of
from monitor.watchlist.problem import Findings
from monitor.watchlist.source import Fields, Node, Text, parse_source, read_source
from monitor.watchlist.trap import find_traps

MAX_PARTS = 50_000
"""Words and operators of a query with its groups in place: groups that double have no end."""

_NOT_IN_NAME = re.compile(r"[\s()@=*/\"“”„‟«»]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """The groups that the watchlists of one folder may use."""

    groups: Mapping[str, Query] = field(default_factory=dict)
    """All of them and those that they use, by a key that is unique among folders."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """The key of each name: itself, in sub-folders with their path before it."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Nodes of each group with its own groups in place, by key."""
    broken: Mapping[str, str] = field(default_factory=dict)
    """Where the error of a group that can't be used is said, by the group's name."""
    unreadable: str = ""
    """A terms.yaml that can't be read at all."""

    def settled(self, clause: Clause, findings: Findings) -> Query | None:
        """A clause's query with the keys of its groups; notes a group that can't be used."""
        errors = findings.errors
        for text, query in clause.written:
            if group_refs(query):
                self.check(text, query, findings)
        return renamed(clause.query, self.keys) if findings.errors == errors else None

    def check(self, text: Text, query: Query, findings: Findings) -> None:
        """Note a group of a query that is not there, or that can't be used."""
        named = {name: self.groups[key] for name, key in self.keys.items()}
        try:
            self._refuse_lost(query)
            check_groups(query, {**self.groups, **named})
        except QueryError as error:
            findings.error(place_of(text, error.column), error.message)

    def _refuse_lost(self, query: Query) -> None:
        """Raise QueryError for groups that have an error of their own, or are far too much."""
        for ref in group_refs(query):
            if where := self._lost(ref.name):
                raise QueryError(f"@{ref.name} can't be used: {where}", ref.column)
        if size(renamed(query, self.keys), self.sizes) > MAX_PARTS:
            raise QueryError(f"more than {MAX_PARTS} words, groups counted", query.column)

    def _lost(self, name: str) -> str:
        if name in self.broken:
            return f"see the error in {self.broken[name]}"
        lost = self.unreadable and name not in self.keys
        return f"{self.unreadable} can't be read" if lost else ""


def read_terms(
    path: Path, above: Terms, findings: Findings, prefix: str = "", data: bytes | None = None
) -> Terms:
    """The groups of a file, and those of the folder above that it does not name itself.

    A group with an error is left out, with the groups that use it; the others are there. `prefix`
    goes before the keys of the file's groups. `data` is what the file holds, where that is known
    already.
    """
    text = read_source(path, findings, data=data)
    root = parse_source(text, findings) if text is not None else None
    if isinstance(root, Fields):
        return _Groups(root, findings, path.name).over(above, prefix)
    if root is not None:
        findings.error(root.place, "groups are names with lists: kuril-names: [Iturup, Kunashir]")
    elif findings.errors:
        findings.breaks_off()
    return replace(above, unreadable=path.name) if findings.errors else above


class _Groups:
    """The groups of one file: clauses, and where the errors of the others are said."""

    def __init__(self, root: Fields, findings: Findings, file: str) -> None:
        self.findings = findings
        self.clauses: dict[str, Clause] = {}
        self.broken: dict[str, str] = {}
        self.places: dict[str, str] = {}
        for key, node in root.pairs:
            name = _group_name(key, findings)
            self.places[name] = f"{file}, line {key.place.line}"
            clause = _read_group(name, key, node, findings)
            if clause and key.value not in root.duplicates:
                self.clauses[name] = clause
            else:
                self.broken[name] = self.places[name]

    def over(self, above: Terms, prefix: str) -> Terms:
        """These groups before those of the folder above."""
        uses = {name: _names(clause) & self.clauses.keys() for name, clause in self.clauses.items()}
        self._note_circles(uses)
        keys = {name: key for name, key in above.keys.items() if name not in self.places}
        broken = {name: at for name, at in above.broken.items() if name not in self.places}
        groups, sizes = dict(above.groups), dict(above.sizes)
        terms = Terms(groups, keys, sizes, broken | self.broken, above.unreadable)
        for name in inside_out(uses):
            if query := self._settled(name, terms):
                key = f"{prefix}{name}"
                groups[key], sizes[key], keys[name] = query, size(query, sizes), key
            terms = replace(terms, broken=broken | self.broken)
        return terms

    def _note_circles(self, uses: Mapping[str, Set[str]]) -> None:
        for name, circle in in_circles(uses).items():
            text, query = next(
                (text, query)
                for text, query in self.clauses[name].written
                if {ref.name for ref in group_refs(query)} & uses[name]
            )
            message = f"a group can't contain itself: {circle}"
            self.findings.error(place_of(text, group_refs(query)[0].column), message)
        for name in uses.keys() - set(inside_out(uses)):
            self.broken[name] = self.places[name]

    def _settled(self, name: str, terms: Terms) -> Query | None:
        """A group's query; `None`, without a word, where it uses one whose error is noted."""
        clause = self.clauses[name]
        for used in sorted(_names(clause)):
            if used in terms.broken:
                self.broken[name] = terms.broken[used]
                return None
        query = terms.settled(clause, self.findings)
        if query is None:
            self.broken[name] = self.places[name]
        return query


def _group_name(key: Text, findings: Findings) -> str:
    name = unicodedata.normalize("NFKC", key.value)
    if not name or _NOT_IN_NAME.search(name):
        wanted = _NOT_IN_NAME.sub("-", name).strip("-") or "kuril-names"
        findings.error(key.place, f'"{name}" is no name for a group: write {wanted}')
    return name


def _read_group(name: str, key: Text, node: Node, findings: Findings) -> Clause | None:
    errors = findings.errors
    find_traps(Fields(((key, node),), key.place), findings)
    return read_clause(node, findings, under=name) if findings.errors == errors else None


def _names(clause: Clause) -> Set[str]:
    return {ref.name for _, query in clause.written for ref in group_refs(query)}
