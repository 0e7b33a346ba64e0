"""A side exchanged for its opposite, wherever in a text: morning for noon, towards for away.

A text recast throughout has no slots to compare; but what it says on one side only, and the story
on the other side only, is a change.
"""

from collections import defaultdict
from collections.abc import Iterable

from monitor.stories.change import Change
from monitor.stories.facts import Kind, Reading, Token

LOOSE = frozenset({"certainty", "first", "amount", "order"})
"""Contrasts that a desk's own turns of phrase take either side of: may, last, more, before."""


def exchanged(entry: Reading, version: Reading, elsewhere: Iterable[Token]) -> Iterable[Change]:
    """The sides that an entry takes and no version of its story does, in another side's place."""
    new, old, known = _sides(_body(entry)), _sides(_body(version)), _sides(elsewhere)
    for kind in sorted((new.keys() & old.keys()) - LOOSE):
        fresh = new[kind].keys() - known[kind].keys()
        lost = old[kind].keys() - new[kind].keys()
        if fresh and lost:
            before, after = old[kind][min(lost)], new[kind][min(fresh)]
            yield Change(Kind.WORD, before.surface, after.surface, 0)


def _body(reading: Reading) -> Iterable[Token]:
    return (token for sentence in reading.sentences for token in sentence)


def _sides(tokens: Iterable[Token]) -> dict[str, dict[str, Token]]:
    """Of each contrast the sides taken, with a word for each."""
    sides: dict[str, dict[str, Token]] = defaultdict(dict)
    for token in tokens:
        if token.contrast:
            kind, _, side = token.contrast.partition(": ")
            sides[kind][side] = token
    return sides
