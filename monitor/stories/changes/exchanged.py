"""A side exchanged for its opposite, wherever in a text: morning for noon, towards for away.

A text recast throughout has no slots to compare; but what it says on one side only, and the story
on the other side only, is a change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from monitor.stories.changes.align import passages
from monitor.stories.changes.change import Change
from monitor.stories.changes.same import found, rounded
from monitor.stories.reading.facts import Kind, Reading, Token
from monitor.stories.reading.quantities import Quantity, year_in_two_figures
from monitor.stories.words.lexicon import REPORTING, words

SAID_NEAR = 4
"""Words between who said something and the word of saying."""
SAYING = REPORTING | words("according say saying", "словам данным информации")
LOOSE = frozenset({"certainty", "first", "amount", "order"})
"""Contrasts that a desk's own turns of phrase take either side of: may, last, more, before."""

_BEAT = re.compile("(?:победил|обыграл|переиграл|одолел|разгромил)[аио]?")


def exchanged(entry: Reading, version: Reading, story: Iterable[Reading]) -> Iterable[Change]:
    """The sides that an entry takes and no version of its story does, in another side's place."""
    told = (sentence for one in story for sentence in (one.title, *one.sentences))
    here = (sentence for where, sentence in passages(entry, version) if where >= 0)
    new, old, known = _sides(here), _sides(version.sentences), _sides(told)
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
            if not (rounded(after, before) or rounded(before, after) or _one_year(before, after)):
                yield Change(Kind.NUMBER, before.surface, after.surface, 0)


def _one_year(before: Token, after: Token) -> bool:
    """24年 for 2024年."""
    match before.value, after.value:
        case Quantity() as one, Quantity() as other:
            return year_in_two_figures(one, other)
    return False


def beaten(entry: Reading, version: Reading) -> Iterable[Change]:
    """Winner and loser in each other's place: in Russian each stands in the other's case.

    The order of the words tells nothing: "Аракаву победил Серов".
    """
    for verb, names in _contests(entry):
        for _, before in _contests(version):
            other = {key: form for key, form in names.items() if before.get(key, form) != form}
            if len(other) > 1:
                yield Change(
                    Kind.WORD, " ".join(before.values()), " ".join(names.values()), 0, verb
                )
                return


@lru_cache(maxsize=512)
def _contests(reading: Reading) -> list[tuple[str, dict[str, str]]]:
    """Each verb of winning, with the names round it and the form that each has there."""
    contests = []
    for sentence in reading.sentences if reading.script == "cyrillic" else ():
        for at, token in enumerate(sentence):
            if _BEAT.fullmatch(token.surface.casefold()):
                names = [t for t in sentence[max(0, at - 3) : at + 5] if t.kind is Kind.NAME]
                contests.append((token.outcome, {t.key: t.surface.casefold() for t in names}))
    return contests


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


def _sides(sentences: Iterable[Sequence[Token]]) -> dict[str, dict[str, Token]]:
    """Of each contrast the sides taken, with a word for each."""
    sides: dict[str, dict[str, Token]] = defaultdict(dict)
    for sentence in sentences:
        for at, token in enumerate(sentence):
            if token.contrast:
                kind, _, side = token.contrast.partition(": ")
                if _takes_side(kind, at, sentence):
                    sides[kind][side] = token
    return sides


def _takes_side(kind: str, at: int, sentence: Sequence[Token]) -> bool:
    """False for words that tell a side only beside others, as do the small words of phrasal verbs.

    Prices are "up 2 percent", a strike is held up; "within a day" is no place; who said
    something has a word of saying at hand.
    """
    behind = sentence[at + 1 : at + 3]
    if kind == "trend":
        return any(isinstance(t.value, Quantity) for t in behind)
    if kind == "inside":
        return not any(isinstance(t.value, Quantity) for t in behind)
    if kind == "whose word":
        near = sentence[max(0, at - SAID_NEAR) : at + 1 + SAID_NEAR]
        return any(t.surface.casefold() in SAYING for t in near)
    return True
