"""From query trees to clauses; what several watchlists share is compiled once."""

from collections.abc import Mapping, Set
from weakref import WeakValueDictionary

from monitor.matching.anchor import anchor_of
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
from monitor.matching.slot import Slots
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
    group_refs,
)
from monitor.query.check import Traits, check_groups
from monitor.query.write import print_query


class Compiler:
    """Compiles queries against one set of groups.

    It forgets a term or a group when no clause holds it any more.
    """

    def __init__(self, groups: Mapping[str, Node]) -> None:
        self.groups = groups
        self._terms = WeakValueDictionary[tuple[Term, tuple[str, ...]], TermClause]()
        self._slots = Slots()
        self._sound: dict[str, Traits] = {}
        self._compiled_groups = WeakValueDictionary[tuple[str, tuple[str, ...]], GroupClause]()

    def with_groups(self, groups: Mapping[str, Node], changed: Set[str]) -> "Compiler":
        """A compiler for other groups that keeps what it knows but of the changed ones."""
        other = Compiler(groups)
        other._terms, other._slots = self._terms, self._slots
        other._compiled_groups.update(
            {key: clause for key, clause in self._compiled_groups.items() if key[0] not in changed}
        )
        return other

    def check(self, node: Node) -> None:
        """Raise QueryError where a query means nothing with these groups (see `check_groups`)."""
        check_groups(node, self.groups, self._sound)

    def compile(self, node: Node, languages: tuple[str, ...]) -> Clause:
        """The clause of a checked query under the rules of these languages."""
        match node:
            case Word() | Phrase() | Quoted():
                return self._term(node, languages)
            case GroupRef():
                return self._group(node, languages)
            case FieldQuery(field, part):
                return FieldClause(self.compile(part, languages), field)
            case Near(left, right, distance):
                sides = self.compile(left, languages), self.compile(right, languages)
                return NearClause(print_query(node), *sides, distance)
            case Not(part):
                return NotClause(self.compile(part, languages))
            case And(parts):
                return AndClause(tuple(self.compile(part, languages) for part in parts))
            case Or(parts):
                compiled = [self.compile(part, languages) for part in parts]
                terms = frozenset(part for part in compiled if isinstance(part, TermClause))
                others = tuple(part for part in compiled if not isinstance(part, TermClause))
                return OrClause(terms, others)

    def _term(self, term: Term, languages: tuple[str, ...]) -> TermClause:
        key = (term, languages)
        clause = self._terms.get(key)
        if clause is None:
            compiled = compile_term(term, languages, self._slots)
            clause = self._terms[key] = TermClause(print_query(term), compiled)
        return clause

    def _group(self, ref: GroupRef, languages: tuple[str, ...]) -> GroupClause:
        key = (ref.name, languages)
        clause = self._compiled_groups.get(key)
        if clause is None:
            part = self.compile(self.groups[ref.name], languages)
            clause = GroupClause(part, anchor_of(part).breadth)
            self._compiled_groups[key] = clause
        return clause


def changed_groups(before: Mapping[str, Node], after: Mapping[str, Node]) -> set[str]:
    """The groups that are others now, themselves or by a group that they use."""
    names = before.keys() | after.keys()
    changed = {name for name in names if before.get(name) != after.get(name)}
    users = _users(after) if changed else {}
    waiting = list(changed)
    while waiting:
        reached = users.get(waiting.pop(), set()) - changed
        changed |= reached
        waiting += reached
    return changed


def _users(groups: Mapping[str, Node]) -> dict[str, set[str]]:
    """By each group the groups that name it."""
    users: dict[str, set[str]] = {}
    for name, node in groups.items():
        for ref in group_refs(node):
            users.setdefault(ref.name, set()).add(name)
    return users
