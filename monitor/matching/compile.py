"""From query trees to clauses; what several watchlists share is compiled once."""

from collections.abc import Mapping

from monitor.matching.clause import (
    AndClause,
    Clause,
    FieldClause,
    NearClause,
    NotClause,
    OrClause,
    TermClause,
)
from monitor.matching.term import compile_term
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
    Term,
    Word,
)


class Compiler:
    """Compiles queries against one set of groups."""

    def __init__(self, groups: Mapping[str, Node]) -> None:
        self._groups = groups
        self._terms: dict[tuple[Term, tuple[str, ...]], TermClause] = {}
        self._compiled_groups: dict[tuple[str, tuple[str, ...]], Clause] = {}

    def compile(self, node: Node, languages: tuple[str, ...]) -> Clause:
        """The clause of a checked query under the rules of these languages."""
        match node:
            case Word() | Phrase() | Quoted():
                return self._term(node, languages)
            case GroupRef(name):
                return self._group(name, languages)
            case FieldQuery(field, part):
                return FieldClause(node, self.compile(part, languages), field)
            case Near(left, right, distance):
                sides = self.compile(left, languages), self.compile(right, languages)
                return NearClause(node, *sides, distance)
            case Not(part):
                return NotClause(node, self.compile(part, languages))
            case And(parts):
                return AndClause(node, tuple(self.compile(part, languages) for part in parts))
            case Or(parts):
                return OrClause(node, tuple(self.compile(part, languages) for part in parts))

    def _term(self, term: Term, languages: tuple[str, ...]) -> TermClause:
        key = (term, languages)
        if key not in self._terms:
            self._terms[key] = TermClause(term, compile_term(term, languages))
        return self._terms[key]

    def _group(self, name: str, languages: tuple[str, ...]) -> Clause:
        key = (name, languages)
        if key not in self._compiled_groups:
            part = self.compile(self._groups[name], languages)
            self._compiled_groups[key] = OrClause(GroupRef(name), (part,))
        return self._compiled_groups[key]
