"""A side exchanged for its opposite, wherever in a text: morning for noon, towards for away.

A text recast throughout has no slots to compare; but what it says on one side only, and the story
on the other side only, is a change.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from monitor.stories.change import Change
from monitor.stories.facts import Kind, Reading, Token
from monitor.stories.quantities import Quantity
from monitor.stories.same import found, rounded

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


def recounted(entry: Reading, version: Reading, story: Iterable[Reading]) -> Iterable[Change]:
    """Another number of the same things: "three dead" for "two dead", though a third floor burnt.

    What the entry still says of something else is not lost: "nine people" of 61 on board.
    """
    new, old = _counts(entry), _counts(version)
    here = [t for t in entry.tokens if t.value]
    for noun in sorted(new.keys() & old.keys()):
        said = {value for one in story for value in _counts(one).get(noun, {})}
        fresh = new[noun].keys() - said
        lost = [value for value, token in old[noun].items() if not found(token, here)]
        if len(fresh) == len(lost) == 1:
            before, after = old[noun][lost[0]], new[noun][min(fresh)]
            if not (rounded(after, before) or rounded(before, after)):
                yield Change(Kind.NUMBER, before.surface, after.surface, 0)


@lru_cache(maxsize=512)
def _counts(reading: Reading) -> dict[str, dict[float, Token]]:
    """Of each thing that a body counts, the numbers with a word for each."""
    counts: dict[str, dict[float, Token]] = defaultdict(dict)
    for sentence in reading.sentences:
        for figure, noun in pairwise(sentence):
            number = figure.value
            if isinstance(number, Quantity) and number.plain and noun.kind is Kind.WORD:
                counts[noun.key][number.value] = figure
    return counts


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
