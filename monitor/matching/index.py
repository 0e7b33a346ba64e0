"""From the terms that stand in an entry to the few watchlists that it can meet at all."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Literal

from monitor.matching.anchor import anchor_of
from monitor.matching.buckets import Buckets, rebucketed
from monitor.matching.clause import Clause, GroupClause, Shared, TermClause, held_by
from monitor.matching.rule import Rule
from monitor.matching.terms import TermIndex


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """A watchlist and its query, compiled."""

    rule: Rule
    clause: Clause
    groups: frozenset[str]
    """Those that the query names itself."""


_User = CompiledRule | GroupClause


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """Watchlists by their anchors; never changed, `replaced` gives the next one."""

    terms: TermIndex = field(default_factory=TermIndex)
    """The terms that the watchlists and their groups hold."""
    anchored: Buckets[Shared, _User] = field(default_factory=dict)
    """What is to be looked at when a term or group is met."""
    holders: Mapping[Shared, int] = field(default_factory=dict)
    """By how many watchlists and groups a term or group is held."""

    def candidates(self, met: Set[TermClause]) -> set[CompiledRule]:
        """The watchlists that can be met by an entry in which these terms stand."""
        found: set[CompiledRule] = set()
        groups: set[GroupClause] = set()
        waiting: list[Shared] = list(met)
        while waiting:
            for user in self.anchored.get(waiting.pop(), ()):
                if isinstance(user, CompiledRule):
                    found.add(user)
                elif user not in groups:
                    groups.add(user)
                    waiting.append(user)
        return found

    def replaced(
        self, removed: Iterable[CompiledRule], added: Iterable[CompiledRule]
    ) -> "RuleIndex":
        """The index without some watchlists and with others, at the cost of these."""
        gone, new = tuple(removed), tuple(added)
        holders = dict(self.holders)
        new_parts = _recounted(holders, new, 1)
        gone_parts = _recounted(holders, gone, -1)
        return RuleIndex(
            self.terms.replaced(_terms(gone_parts), _terms(new_parts)),
            rebucketed(self.anchored, _filed((*gone, *gone_parts)), _filed((*new, *new_parts))),
            holders,
        )


def _recounted(
    holders: dict[Shared, int], users: Iterable[CompiledRule], step: Literal[1, -1]
) -> tuple[Shared, ...]:
    """Count what users hold or no longer hold; returns what is held for the first or last time."""
    turned: list[Shared] = []
    waiting = [part for user in users for part in held_by(user.clause)]
    while waiting:
        part = waiting.pop()
        before = holders.pop(part, 0)
        if before + step:
            holders[part] = before + step
        if not before or not before + step:
            turned.append(part)
            waiting += held_by(part.part) if isinstance(part, GroupClause) else ()
    return tuple(turned)


def _terms(parts: Iterable[Shared]) -> list[TermClause]:
    return [part for part in parts if isinstance(part, TermClause)]


def _filed(users: Iterable[CompiledRule | Shared]) -> Iterator[tuple[Shared, _User]]:
    """Watchlists and groups under each part of their anchors."""
    for user in users:
        if not isinstance(user, TermClause):
            asked = user.clause if isinstance(user, CompiledRule) else user.part
            for part in anchor_of(asked).parts:
                yield part, user
