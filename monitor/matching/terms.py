"""Finds every term of all watchlists in a text at once.

A word of a text leads to the slots that take it, which is worked out once for each word; a slot
leads to the terms of one word, two slots side by side to the terms of several. What a text costs so
grows with its own words, not with the number of terms. Wildcards are slots like others: the
beginnings of a word are looked up, not the wildcards tried.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.matching.buckets import Buckets, rebucketed
from monitor.matching.clause import TermClause
from monitor.matching.form import forms
from monitor.matching.slot import Slot
from monitor.matching.term import Place
from monitor.text.tokens import Cut
from monitor.text.words import Word

_Filed = Mapping[str, Buckets[str, Slot]]
Found = dict[TermClause, list[Place]]
_MOST_KNOWN = 100_000
"""Words of which is remembered what they lead to."""


class _Met(NamedTuple):
    """What a word of a text leads to."""

    terms: tuple[TermClause, ...]
    """The terms that are met by the word alone."""
    slots: tuple[Slot, ...]
    """Where it may stand in terms of several words."""


_NOTHING = _Met((), ())


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
    pairs: Buckets[tuple[Slot, ...], TermClause] = field(default_factory=dict)
    """Terms of several words, by their key."""
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By kind how long the beginnings are."""
    known: dict[str, _Met] = field(default_factory=dict)
    """By words of texts as written; no part of the value, only time saved."""

    def replaced(self, gone: Collection[TermClause], new: Collection[TermClause]) -> "TermIndex":
        """The index without some terms and with others."""
        alone = rebucketed(self.alone, _alone(gone), _alone(new))
        paired = rebucketed(self.paired, _paired(gone), _paired(new))
        pairs = rebucketed(self.pairs, _pairs(gone), _pairs(new))
        touched = {slot for clause in (*gone, *new) for slot in clause.term.key}
        before = {slot for slot in touched if slot in self.alone or slot in self.paired}
        after = {slot for slot in touched if slot in alone or slot in paired}
        gone_slots, new_slots = before - after, after - before
        words = _refiled(self.words, gone_slots, new_slots, star=False)
        beginnings = _refiled(self.beginnings, gone_slots, new_slots, star=True)
        lengths = {kind: tuple(sorted({*map(len, found)})) for kind, found in beginnings.items()}
        return TermIndex(words, beginnings, alone, paired, pairs, lengths)

    def find(self, text: Cut) -> Found:
        """Each term of the index that stands in a text, and where, ascending."""
        found: Found = {}
        before, before_at = _NOTHING, -2
        for at, met in self._leading(text.words):
            for clause in met.terms:
                found.setdefault(clause, []).append((at, at))
            if before_at == at - 1:
                for clause in self._of_pairs(before.slots, met.slots):
                    place = clause.term.place(text, before_at)
                    if place is not None:
                        found.setdefault(clause, []).append(place)
            before, before_at = met, at
        return found

    def _leading(self, words: Sequence[Word]) -> list[tuple[int, _Met]]:
        """The words that lead to something, by their numbers."""
        mets = [*map(self.known.get, [word.exact for word in words])]
        return [
            (at, met)
            for at, known in enumerate(mets)
            if (met := known or self._met(words[at])) is not _NOTHING
        ]

    def _of_pairs(self, lefts: tuple[Slot, ...], rights: tuple[Slot, ...]) -> Iterator[TermClause]:
        for left in lefts:
            for right in rights:
                yield from self.pairs.get((left, right), ())

    def _met(self, word: Word) -> _Met:
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        slots = dict.fromkeys(self._slots(word))
        met = self.known[word.exact] = self._leads_to(slots) if slots else _NOTHING
        return met

    def _leads_to(self, slots: Iterable[Slot]) -> _Met:
        terms = (clause for slot in slots for clause in self.alone.get(slot, ()))
        return _Met(tuple(terms), tuple(slot for slot in slots if slot in self.paired))

    def _slots(self, word: Word) -> Iterator[Slot]:
        """The slots that take a word."""
        for kind, index in self.words.items():
            for form in forms(kind, word):
                yield from index.get(form, ())
        for kind, index in self.beginnings.items():
            for form in forms(kind, word):
                for length in self.lengths[kind]:
                    yield from index.get(form[:length], ()) if length <= len(form) else ()


def _alone(clauses: Iterable[TermClause]) -> Iterator[tuple[Slot, TermClause]]:
    return ((clause.term.slots[0], clause) for clause in clauses if len(clause.term.slots) == 1)


def _pairs(clauses: Iterable[TermClause]) -> Iterator[tuple[tuple[Slot, ...], TermClause]]:
    return ((clause.term.key, clause) for clause in clauses if len(clause.term.slots) > 1)


def _paired(clauses: Iterable[TermClause]) -> Iterator[tuple[Slot, TermClause]]:
    return ((slot, clause) for key, clause in _pairs(clauses) for slot in dict.fromkeys(key))


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
