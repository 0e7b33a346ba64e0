"""Finds every term of all watchlists in a text at once.

A word of a text leads to the slots that take it, which is worked out once for each word; a slot
leads to the terms of one word, two slots side by side to the terms of several. What a text costs so
grows with its own words, not with the number of terms. Wildcards are slots like others: the
beginnings of a word are looked up, not the wildcards tried.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.matching.buckets import Buckets, rebucketed
from monitor.matching.clause import TermClause
from monitor.matching.form import forms
from monitor.matching.slot import Slot
from monitor.matching.term import Place
from monitor.text.tokens import Cut
from monitor.text.words import Word, word

_Filed = Mapping[str, Buckets[str, Slot]]
Found = dict[TermClause, list[Place]]
_MOST_KNOWN = 100_000
"""Words of which is remembered what they lead to."""


class _Met(NamedTuple):
    """What a word of a text leads to; an empty tuple stands for a word that leads to nothing."""

    terms: tuple[TermClause, ...]
    """The terms that are met by the word alone."""
    slots: tuple[Slot, ...]
    """Where it may stand in terms of several words."""
    next: tuple["_Followers", ...]
    """By the slot of the word behind it the terms whose key both are."""


_Followers = Mapping[Slot, tuple[tuple[TermClause, bool], ...]]
"""By a slot the terms whose key ends with it, each with whether it is no more than its key."""


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Terms by the slots of their keys; never changed, `replaced` gives the next one."""

    words: _Filed = field(default_factory=dict)
    """By kind and form the slots that take a word of this form."""
    beginnings: _Filed = field(default_factory=dict)
    """By kind and form the slots that take a word which begins so."""
    alone: Buckets[Slot, TermClause] = field(default_factory=dict)
    """Terms of one word, by their slot."""
    paired: Buckets[Slot, TermClause] = field(default_factory=dict)
    """Terms of several words, by both slots of their key."""
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By kind how long the beginnings are."""
    known: dict[str, _Met | tuple[()]] = field(default_factory=dict)
    """By words of texts as written; no part of the value, only time saved."""
    followers: dict[Slot, _Followers] = field(default_factory=dict)
    """By the first slot of a key; no part of the value either."""

    def replaced(self, gone: Collection[TermClause], new: Collection[TermClause]) -> "TermIndex":
        """The index without some terms and with others."""
        alone = rebucketed(self.alone, _alone(gone), _alone(new))
        paired = rebucketed(self.paired, _paired(gone), _paired(new))
        touched = {slot for clause in (*gone, *new) for slot in clause.term.key}
        before = {slot for slot in touched if slot in self.alone or slot in self.paired}
        after = {slot for slot in touched if slot in alone or slot in paired}
        gone_slots, new_slots = before - after, after - before
        words = _refiled(self.words, gone_slots, new_slots, star=False)
        beginnings = _refiled(self.beginnings, gone_slots, new_slots, star=True)
        lengths = {kind: tuple(sorted({*map(len, found)})) for kind, found in beginnings.items()}
        return TermIndex(words, beginnings, alone, paired, lengths)

    def find(self, text: Cut) -> Found:
        """Each term of the index that stands in a text, and where, ascending."""
        found: Found = {}
        before_at = -2
        before: tuple[_Followers, ...] = ()
        for at, (terms, slots, following) in self._leading(text):
            for clause in terms:
                if clause in found:
                    found[clause].append((at, at))
                else:
                    found[clause] = [(at, at)]
            for followers in before if before_at == at - 1 else ():
                for slot in slots:
                    if slot in followers:
                        _add_pairs(found, followers[slot], text, before_at)
            before_at, before = at, following
        return found

    def _leading(self, text: Cut) -> list[tuple[int, _Met]]:
        """The words that lead to something, by their numbers."""
        mets = [*map(self.known.get, text.written)]
        if None in mets:
            pairs = zip(mets, text.written, strict=True)
            mets = [self._met(written) if met is None else met for met, written in pairs]
        return [(at, met) for at, met in enumerate(mets) if met]

    def _met(self, written: str) -> _Met | tuple[()]:
        """What a word leads to, worked out and remembered."""
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        slots = self._slots(word(written))
        met = self.known[written] = self._leads_to(slots) if slots else ()
        return met

    def _leads_to(self, slots: Iterable[Slot]) -> _Met:
        terms = (clause for slot in slots for clause in self.alone.get(slot, ()))
        paired = tuple(slot for slot in slots if slot in self.paired)
        following = (self._followers_of(slot) for slot in paired)
        return _Met(tuple(terms), paired, tuple(filter(None, following)))

    def _followers_of(self, slot: Slot) -> _Followers:
        """The terms whose key this slot begins, by the slot behind it."""
        if slot not in self.followers:
            by_next: dict[Slot, tuple[tuple[TermClause, bool], ...]] = {}
            for clause in self.paired[slot]:
                first, second = clause.term.key
                if first is slot:
                    whole = len(clause.term.slots) == 2 and not clause.term.joined
                    by_next[second] = (*by_next.get(second, ()), (clause, whole))
            self.followers[slot] = by_next
        return self.followers[slot]

    def _slots(self, word: Word) -> dict[Slot, None]:
        """The slots that take a word, each once."""
        taken: list[Slot] = []
        for kind, index in self.words.items():
            for form in forms(kind, word):
                if form in index:
                    taken += index[form]
        for kind, index in self.beginnings.items():
            for form in forms(kind, word):
                for length in self.lengths[kind]:
                    if form[:length] in index and length <= len(form):
                        taken += index[form[:length]]
        return dict.fromkeys(taken)


def _add_pairs(
    found: Found, clauses: tuple[tuple[TermClause, bool], ...], text: Cut, key_at: int
) -> None:
    """Add the terms whose key stands there, where the rest of them stands, too."""
    for clause, whole in clauses:
        place = (key_at, key_at + 1) if whole else clause.term.place(text, key_at)
        if place is not None:
            found.setdefault(clause, []).append(place)


def _alone(clauses: Iterable[TermClause]) -> Iterator[tuple[Slot, TermClause]]:
    return ((clause.term.slots[0], clause) for clause in clauses if len(clause.term.slots) == 1)


def _paired(clauses: Iterable[TermClause]) -> Iterator[tuple[Slot, TermClause]]:
    several = (clause for clause in clauses if len(clause.term.slots) > 1)
    return ((slot, clause) for clause in several for slot in dict.fromkeys(clause.term.key))


def _refiled(
    index: Mapping[str, Buckets[str, Slot]],
    gone: Iterable[Slot],
    new: Iterable[Slot],
    *,
    star: bool,
) -> _Filed:
    """The slots by their forms, without some and with others."""
    changed = dict(index)
    old, added = _by_kind(gone, star=star), _by_kind(new, star=star)
    for kind in {*old, *added}:
        filed = rebucketed(changed.pop(kind, {}), old.get(kind, ()), added.get(kind, ()))
        if filed:
            changed[kind] = filed
    return changed


def _by_kind(slots: Iterable[Slot], *, star: bool) -> dict[str, list[tuple[str, Slot]]]:
    found: dict[str, list[tuple[str, Slot]]] = {}
    for slot in slots:
        for kind, listed in slot.forms if slot.star == star else ():
            found.setdefault(kind, []).extend((form, slot) for form in listed)
    return found
