"""Sentences that say the opposite: "will meet" and "will not meet"."""

from collections.abc import Iterable, Sequence

from monitor.stories.changes.align import ALIGNED, Pair, likeness, same_words
from monitor.stories.changes.change import Change
from monitor.stories.changes.denied import NEGATIVE
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token, joined
from monitor.stories.words.lexicon import words

SOMEWHAT = 0.35
"""From this share on, a negative sentence may be another negative sentence, reworded."""
ALMOST_ALL = 0.9
"""From this share on, two sentences negate the same as often, or one denies the other."""
ROOT = 5
"""Letters by which a Russian verb and its noun are alike: подключать, подключение."""
SAME_DENIAL = 4
"""Characters before a Japanese "not" that show it to deny the same thing."""
_CONJUNCTIONS = words("and but while who which although и а но что который")


def negations(pair: Pair, version: Reading) -> Iterable[Change]:
    """A negation that only one of two sentences has; what it negates must stand in both."""
    fewer = len(_negating(pair.old)) < len(_negating(pair.new))
    for index in _negating(pair.new):
        if _denied_alike(pair.new, index, version):
            continue
        if (fewer and pair.likeness >= ALMOST_ALL) or not _negated_in(
            pair.new, index, [pair.old, version.title, *version.sentences]
        ):
            yield Change(Kind.NEGATION, "", _context(pair.new, index), pair.where, "not")
    if pair.likeness < ALIGNED or _is_beginning(pair.new, pair.old):
        return
    keys = {token.key for token in pair.new}
    lost = len(_negating(pair.new)) < len(_negating(pair.old))
    for index in _negating(pair.old):
        scope = _scope(pair.old, index)
        denied = lost and pair.likeness >= ALMOST_ALL and not _reversed_outcome(pair.old[index])
        if scope and scope <= keys and (denied or not _negated_in(pair.old, index, [pair.new])):
            yield Change(Kind.NEGATION, _context(pair.old, index), "", pair.where, "not")


def _denied_alike(sentence: Sentence, index: int, version: Reading) -> bool:
    """True where a passage of a version denies the same in Japanese, in the same characters."""
    scope = _scope(sentence, index, words=SAME_DENIAL)
    if ord(sentence[index].surface[0]) < 0x3000 or len(scope) < SAME_DENIAL:
        return False
    passages = (version.title, *version.sentences)
    return any(
        scope == _scope(other, at, words=SAME_DENIAL)
        for other in passages
        for at in _negating(other)
    )


def denials(pair: Pair, version: Reading) -> Iterable[Change]:
    """What an added sentence denies though the story has said it."""
    for index in _negating(pair.new):
        scope = _scope(pair.new, index)
        if (
            len(scope) > 1
            and scope <= pair.story.keys
            and not _negated_in(pair.new, index, [version.title, *version.sentences])
        ):
            yield Change(Kind.NEGATION, "", _context(pair.new, index), pair.where, "not")


def _is_beginning(one: Sentence, other: Sentence) -> bool:
    """True for a sentence that was cut: what it leaves off, it does not deny."""
    return len(one) < len(other) and same_words(one, other[: len(one)])


def _negating(sentence: Sentence) -> list[int]:
    return [i for i, token in enumerate(sentence) if _negates(token)]


def _negates(token: Token) -> bool:
    return token.kind is Kind.NEGATION or token.outcome in ("denied", "failed")


def _reversed_outcome(token: Token) -> bool:
    return token.kind is not Kind.NEGATION


def _scope(sentence: Sentence, index: int, words: int = 2) -> set[str]:
    """What a negation turns round: the content words after it, or before it in
    Japanese and at a sentence's end, as far as the next conjunction."""
    before, after = sentence[:index][::-1], sentence[index + 1 :]
    backward = ord(sentence[index].surface[0]) > 0x3000
    return (set() if backward else _clause(after, words)) or _clause(before, words)


def _clause(row: Sentence, words: int) -> set[str]:
    scope: list[str] = []
    for token in row:
        if token.key in _CONJUNCTIONS or len(scope) == words:
            break
        if token.kind is not Kind.STOP:
            scope.append(token.key)
    return set(scope)


def _negated_in(sentence: Sentence, index: int, others: Sequence[Sentence]) -> bool:
    """True where another passage negates the same thing, or is negative and says it otherwise."""
    scope = _scope(sentence, index)
    for other in others:
        positions = _negating(other)
        if any(
            not scope or scope & _scope(other, at, words=4) or scope <= _near(other, at)
            for at in positions
        ):
            return True
        said = scope <= {token.key for token in other}
        near = _near(sentence, index)
        if not said and any(near & _near(other, at) for at in positions):
            return True
        if positions and not said and likeness(sentence, other) >= SOMEWHAT:
            return True
    return any(_denied_in_a_word(sentence, index, other) for other in others)


def _denied_in_a_word(sentence: Sentence, index: int, other: Sentence) -> bool:
    """True where another passage has a word that denies the same: "подключение прекращено"."""
    return any(
        NEGATIVE.match(token.surface.casefold()) and _says_not(sentence, index, other, at)
        for at, token in enumerate(other)
    )


def said_with_not(pair: Pair, at: int) -> bool:
    """True where the old sentence says with a "not" what one word of the new one denies."""
    if not NEGATIVE.match(pair.new[at].surface.casefold()):
        return False
    return any(_says_not(pair.old, index, pair.new, at) for index in _negating(pair.old))


def _says_not(sentence: Sentence, index: int, other: Sentence, at: int) -> bool:
    """True where a "not" in one sentence and a denying word in another are about one thing."""
    row = [t for t in sentence[index + 1 :] if t.kind is not Kind.STOP][:2]
    if len(row) < 2:
        row += [t for t in sentence[:index][::-1] if t.kind is not Kind.STOP][:2]
    if any(t.outcome or t.value or NEGATIVE.match(t.surface.casefold()) for t in row):
        return False
    if at and other[at - 1].kind is Kind.NEGATION:
        return False
    return bool({t.key[:ROOT] for t in row} & {key[:ROOT] for key in _near(other, at)})


def _near(sentence: Sentence, index: int) -> set[str]:
    """The content words on both sides of a negation."""
    before, after = sentence[:index][::-1], sentence[index + 1 :]
    return _clause(before, 3) | _clause(after, 3)


def _context(sentence: Sentence, index: int) -> str:
    """The negating word with what it negates."""
    if ord(sentence[index].surface[0]) > 0x3000:
        return joined(sentence[max(0, index - 4) : index + 1])
    return " ".join(t.surface for t in sentence[index : index + 3])
