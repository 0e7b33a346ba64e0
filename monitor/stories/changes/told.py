"""Everything that the versions of a story have told, laid out for looking up."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from monitor.stories.changes.same import Said
from monitor.stories.reading.facts import Kind, Reading, Token

DENIED = 4
"""Words behind a "not" that it may deny."""
TAKEN_FOR = {
    "favour: 0": "approved",
    "favour: 1": "rejected",
    "permit: 0": "approved",
    "belonging: 1": "withdrew",
    "trend: 0": "rose",
    "trend: 1": "dropped",
    "fell": "dropped",
    "begin: 1": "stopped",
    "abducted": "detained",
    "open: 1": "suspended",
    "quantity: 0": "rose",
    "quantity: 1": "fell",
    "detained": "caught",
}
"""What a desk calls otherwise: what ministers backed, they approved; what fell, dropped."""


@dataclass(frozen=True, slots=True)
class Told:
    """Some texts, and what they say."""

    readings: tuple[Reading, ...]
    tokens: tuple[Token, ...]
    """Their words and facts, each once."""
    said: Said
    """The same, laid out for looking up."""
    keys: frozenset[str]
    affirmed: frozenset[str]
    """The keys of what is told without a "not" before it."""
    outcomes: frozenset[str]
    """What became of the matter, where it is affirmed."""
    mentioned: frozenset[str]
    """The same, denied ones too."""


@lru_cache(maxsize=64)
def told_by(readings: tuple[Reading, ...]) -> Told:
    """All that some versions of a story tell together."""
    # Two words for one thing may differ in what they tell: приступили says no beginning or end.
    told = {(t.key, t.contrast, t.outcome): t for one in readings for t in one.tokens}
    tokens = tuple(told.values())
    keys = frozenset(key for key, *_ in told)
    stated = frozenset[str]().union(*map(_affirmed_keys, readings))
    outcomes = frozenset[str]().union(*map(_outcomes, readings))
    mentioned = frozenset(token.outcome for token in tokens)
    return Told(readings, tokens, Said(tokens), keys, stated, outcomes, mentioned)


@lru_cache(maxsize=512)
def _affirmed_keys(reading: Reading) -> frozenset[str]:
    sentences = (reading.title, *reading.sentences)
    return frozenset(token.key for sentence in sentences for token in affirmed(sentence))


@lru_cache(maxsize=512)
def _outcomes(reading: Reading) -> frozenset[str]:
    """The outcomes that a text tells, under every name that a desk has for them."""
    names = (
        name
        for sentence in (reading.title, *reading.sentences)
        for token in affirmed(sentence)
        for name in (token.outcome, TAKEN_FOR.get(token.contrast), TAKEN_FOR.get(token.outcome))
    )
    return frozenset(filter(None, names))


def affirmed(sentence: Iterable[Token]) -> Iterable[Token]:
    """What is told without a "not" before it: "no one was arrested" tells of no arrest."""
    since = DENIED
    for token in sentence:
        if since >= DENIED:
            yield token
        since = 0 if token.kind is Kind.NEGATION else since + 1
