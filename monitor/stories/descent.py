"""How much of a text descends from another: by its wording, or recast, by its facts and words."""

from monitor.stories.changes.same import FACTS, said_in
from monitor.stories.changes.similarity import body, containment, stands_in
from monitor.stories.reading.clocks import Clock
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token
from monitor.stories.reading.quantities import CALENDAR_YEARS, Quantity

RECAST_WORDS = 0.6
"""Share of its content words that a text recast by a desk keeps, whatever their order."""
RECAST_PAIRS = 0.5
"""The same of a Japanese text, in pairs of characters."""
RECAST_FACTS = 0.85
"""Share of its facts that stand in the other text: a report of one's own has others as well."""
MANY_SHARED = 4
"""Facts in common that tell a recast text, if one is a figure."""
MANY_FACTS, EASIER, MOST_EASIER = 2, 0.05, 4
"""Each fact beyond so many lowers the share of words needed by so much, so many times at most."""
MOST = 0.6
"""Share of its facts that a recast text must have from the other to be an update of it."""
LEAD = 0.35
"""Share of its first sentence that must stand in the other text, one way or the other."""
ONE_LEAD = 0.5
"""The same for a text that is to be quiet, headlines counted in."""
_CONTENT = frozenset({Kind.WORD, Kind.NAME})


def same_lead(one: Reading, other: Reading) -> bool:
    """True where either text's first sentence stands in the other: background alone is no story."""
    if not one.sentences or not other.sentences or one.plain in other.plain:
        return True
    return any(
        stands_in(a.sentences[0], b, headline=False) >= LEAD
        for a, b in ((one, other), (other, one))
    )


def one_lead(one: Reading, other: Reading) -> bool:
    """True where either text's first sentence or headline stands in the other, for the most part.

    A copy is not told: what begins otherwise, and shares what follows, is no copy.
    """
    if not one.sentences or not other.sentences or one.plain in other.plain:
        return True
    if one.script == "cjk":
        return same_lead(one, other)
    return recast(one, other) > 0 or any(
        stands_in(passage, b) >= ONE_LEAD
        for a, b in ((one, other), (other, one))
        for passage in (a.sentences[0], a.title)
    )


def facts_of(reading: Reading) -> list[Token]:
    """The facts of a body, each once."""
    facts = (
        token
        for sentence in reading.sentences
        for token in sentence
        if token.kind in FACTS and not _counts_one_or_two(token)
    )
    return list({token.key: token for token in facts}.values())


def share_of_facts(one: Reading, other: Reading) -> float:
    """Share of a body's facts that stand in another text; 1 where it has none."""
    facts, said = facts_of(one), said_in(other)
    return sum(t in said for t in facts) / len(facts) if facts else 1.0


def mostly_same(one: Reading, other: Reading) -> bool:
    """True where most facts of a text stand in another, a figure among them."""
    said = said_in(other)
    shared = [token for token in facts_of(one) if token in said]
    return share_of_facts(one, other) >= MOST and any(_is_figure(token) for token in shared)


def recast(one: Reading, other: Reading) -> float:
    """Share of the shorter text's words that the longer has, if its facts show it to be recast.

    Two reports of one event share their subject, and each has facts of its own; what a desk
    recast has the other's facts, at least two figures or three names among them, and its words.
    0 where it is not so.
    """
    if not one.sentences or not other.sentences:
        return 0.0
    short, long = sorted((one, other), key=lambda reading: len(reading.plain))
    kept = _kept_words(short, long)
    needed = RECAST_PAIRS if one.script == "cjk" else RECAST_WORDS
    if kept < needed - EASIER * MOST_EASIER:  # the cheap question first: most texts fail it
        return 0.0
    facts, said = facts_of(short), said_in(long)
    shared = [t for t in facts if t in said]
    if len(shared) < RECAST_FACTS * len(facts) or not _telling(shared, one, other):
        return 0.0
    # The more facts, and all of them the same, the less the words need to be.
    beyond = min(len(facts) - MANY_FACTS, MOST_EASIER) if len(shared) == len(facts) else 0
    return kept if kept >= needed - EASIER * max(0, beyond) else 0.0


def _counts_one_or_two(token: Token) -> bool:
    """ "The two sides": a desk counts them or leaves it."""
    number = token.value
    return isinstance(number, Quantity) and number.plain and number.value <= 2


def _telling(shared: list[Token], one: Reading, other: Reading) -> bool:
    figures = sum(_is_figure(token) for token in shared)
    if len(shared) < 3:
        return False
    if figures >= 2 or (figures and len(shared) >= MANY_SHARED):
        return True
    return figures > 0 and same_lead(one, other)


def _is_figure(token: Token) -> bool:
    match token.value:
        case Quantity() as number:
            return token.kind is Kind.NUMBER and number.value not in CALENDAR_YEARS
        case Clock():
            return True
    return False


def _kept_words(short: Reading, long: Reading) -> float:
    if short.script == "cjk":
        return containment(body(short), body(long))
    words = {t.key for sentence in short.sentences for t in _content(sentence)}
    return len(words & {t.key for t in _content(long.tokens)}) / len(words) if words else 0.0


def _content(tokens: Sentence) -> list[Token]:
    return [token for token in tokens if token.kind in _CONTENT]
