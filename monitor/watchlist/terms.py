"""`terms.yaml`: groups of terms that watchlists share, put in place when a watchlist is loaded."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from pathlib import Path

from monitor.query.ast import Node as Query
from monitor.query.ast import group_refs
from monitor.query.check import check_groups
from monitor.query.errors import QueryError
from monitor.watchlist.clauses import Clause, read_clause
from monitor.watchlist.groups import put_in, size
from monitor.watchlist.position import place_of
from monitor.watchlist.problem import Findings
from monitor.watchlist.source import Fields, Node, Text, parse_source, read_source
from monitor.watchlist.trap import find_traps

MAX_PARTS = 50_000
"""Words and operators of a watchlist with its groups in place: doubling groups have no end."""

_NAME = re.compile(r"[^\s()@=*\"“”„‟«»]+")
_SHOWN = 8
"""Names of a circle that a message shows."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The groups that a folder's watchlists may use; none contains another's name any more."""

    groups: Mapping[str, Query] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    """Where the error of a group that can't be used is said, by the group's name."""
    unreadable: str = ""
    """Name of a terms.yaml that can't be read at all."""

    def put_in(self, clause: Clause, findings: Findings) -> Query | None:
        """A clause's query with its groups in place; notes what can't be, at its `@name`."""
        errors = findings.errors
        for text, query in clause.written:
            self._check(text, query, findings)
        return put_in(clause.query, self.groups) if findings.errors == errors else None

    def _check(self, text: Text, query: Query, findings: Findings) -> None:
        try:
            for ref in group_refs(query):
                if where := self._broken(ref.name):
                    raise QueryError(f"@{ref.name} can't be used: {where}", ref.column)
            if size(query, self.sizes) > MAX_PARTS:
                raise QueryError(f"more than {MAX_PARTS} words, groups counted", query.column)
            check_groups(query, self.groups)
        except QueryError as error:
            findings.error(place_of(text, error.column), error.message)

    def _broken(self, name: str) -> str:
        if name in self.broken:
            return f"see the error in {self.broken[name]}"
        lost = self.unreadable and name not in self.groups
        return f"{self.unreadable} can't be read" if lost else ""


def read_terms(path: Path, above: Terms, findings: Findings) -> Terms:
    """The groups of a file, and those of the folder above that it does not name itself.

    A group with an error is left out, with the groups that use it; the others are there.
    """
    text = read_source(path, findings)
    root = parse_source(text, findings) if text is not None else None
    if isinstance(root, Fields):
        return _resolved(_read_groups(root, findings, path.name), above, findings, path.name)
    if root is not None:
        findings.error(root.place, "groups are names with lists: kuril-names: [Iturup, Kunashir]")
    return replace(above, unreadable=path.name) if findings.errors else above


def _read_groups(root: Fields, findings: Findings, file: str) -> dict[str, Clause | str]:
    """Each group's clause, or where its error is said."""
    groups: dict[str, Clause | str] = {}
    for key, node in root.pairs:
        errors = findings.errors
        name = unicodedata.normalize("NFKC", key.value)
        if not _NAME.fullmatch(name):
            wanted = re.sub(r"[\s()@=*]+", "-", name).strip("-") or "kuril-names"
            findings.error(key.place, f'"{name}" is no name of a group: write {wanted}')
        clause = _read_group(name, node, findings)
        spoilt = findings.errors > errors or clause is None or key.value in root.duplicates
        groups[name] = f"{file}, line {key.place.line}" if spoilt or clause is None else clause
    return groups


def _read_group(name: str, node: Node, findings: Findings) -> Clause | None:
    errors = findings.errors
    find_traps(node, findings)
    return read_clause(node, findings, under=name) if findings.errors == errors else None


def _resolved(
    read: Mapping[str, Clause | str], above: Terms, findings: Findings, file: str
) -> Terms:
    """Put groups into groups, those first that need no other; circles are noted and left out."""
    clauses = {name: clause for name, clause in read.items() if isinstance(clause, Clause)}
    uses = {name: _names(clause) & clauses.keys() for name, clause in clauses.items()}
    order = _inside_out(uses)
    broken = {name: where for name, where in read.items() if isinstance(where, str)}
    for name in uses.keys() - set(order):
        broken[name] = f"{file}, line {clauses[name].written[0][0].place.line}"
    _note_circles({name: uses[name] - set(order) for name in broken.keys() & uses}, clauses, findings)
    own_names = read.keys()
    groups = {name: query for name, query in above.groups.items() if name not in own_names}
    sizes = dict(above.sizes)
    broken = {**{n: w for n, w in above.broken.items() if n not in own_names}, **broken}
    for name in order:
        terms = Terms(groups, sizes, broken, above.unreadable)
        _resolve(name, clauses[name], terms, groups, sizes, broken, findings, file)
    return Terms(groups, sizes, broken, above.unreadable)
