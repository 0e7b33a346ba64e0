"""All watchlists against one entry."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from monitor.matching.compile import Compiler, changed_groups
from monitor.matching.document import read_entry
from monitor.matching.evaluate import Evaluation, spans_of
from monitor.matching.index import CompiledRule, RuleIndex
from monitor.matching.rule import Rule
from monitor.matching.source import origin_of, refusal
from monitor.model.entry import Entry
from monitor.model.match import Match
from monitor.query.ast import Node, group_refs
from monitor.query.errors import QueryError


class Matcher:
    """A set of watchlists, compiled. What it answers never changes; for one thread."""

    def __init__(
        self, compiler: Compiler, rules: Mapping[str, CompiledRule], index: RuleIndex
    ) -> None:
        self._compiler = compiler
        self._rules = rules
        self._index = index

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """The watchlists that an entry meets, by id, with the passages that met them."""
        evaluation = self._read(entry)
        candidates = self._index.candidates(evaluation.met)
        if not candidates:
            return ()
        origin = origin_of(entry)
        found = [
            Match(one.rule.watchlist, spans_of(hits))
            for one in candidates
            if (hits := evaluation.hits(one.clause)) is not None and not refusal(one.rule, origin)
        ]
        return tuple(sorted(found, key=lambda match: match.watchlist))

    def replaced(
        self, removed: Collection[str], added: Iterable[Rule], groups: Mapping[str, Node]
    ) -> "Matcher":
        """The matcher after a change, at the cost of what changed; this one stays as it is.

        `removed`: ids of watchlists that are gone; one that is added anew need not be named.
        Watchlists whose groups are others now are compiled again; one that would mean nothing with
        them keeps the old ones, as the last version that was good. Raises QueryError where an
        added query means nothing with these groups (see `check_groups`).
        """
        changed = changed_groups(self._compiler.groups, groups)
        compiler = self._compiler.with_groups(groups, changed) if changed else self._compiler
        new = {rule.watchlist: _compiled(rule, compiler) for rule in added}
        for name, one in self._rules.items() if changed else ():
            if not (one.groups.isdisjoint(changed) or name in new or name in removed):
                with suppress(QueryError):
                    new[name] = _compiled(one.rule, compiler)
        rules = dict(self._rules)
        gone = [rules.pop(name) for name in {*removed, *new} if name in rules]
        return Matcher(compiler, rules | new, self._index.replaced(gone, new.values()))

    def _read(self, entry: Entry) -> Evaluation:
        return Evaluation(*read_entry(entry, self._index.terms))


def compile_rules(rules: Iterable[Rule], groups: Mapping[str, Node]) -> Matcher:
    """A matcher for these watchlists; a group takes the rules of the watchlist that uses it.

    Raises QueryError where a query means nothing with these groups (see `check_groups`).
    """
    return Matcher(Compiler({}), {}, RuleIndex()).replaced((), rules, groups)


def _compiled(rule: Rule, compiler: Compiler) -> CompiledRule:
    compiler.check(rule.query)
    names = frozenset(ref.name for ref in group_refs(rule.query))
    return CompiledRule(rule, compiler.compile(rule.query, rule.language), names)
