"""Short forms of names: JOGMEC, Госдума, СК, and the words that they stand for."""

from collections.abc import Iterator

from monitor.stories.facts import Sentence, Token
from monitor.stories.lexicon import words

_LINKS = words("of the and for on in и по")
LONGEST = 8
"""Words that a short form stands for, at most."""
LEAST_SYLLABLE = 3
"""Letters that each word leaves in a Russian compound such as облизбирком."""


def short_for(short: Token, row: Sentence) -> range | None:
    """The places of the words that a short form stands for, if the row has them in its order.

    Initials want capitals, or three and more words on end; a Russian compound is put together of
    the first syllables of words on end.
    """
    letters = short.surface.replace(".", "").replace("-", "")
    if not letters.isalpha():
        return None
    initials = letters.isupper() and 2 <= len(letters) <= 7
    if not initials and not (len(short.key) > 4 and short.key[0] > "\u0400"):
        return None
    spelt = letters.casefold() if initials else short.key
    for start, token in enumerate(row):
        if token.surface[0].casefold() == spelt[0] and token.surface.casefold() not in _LINKS:
            for end in _ends(spelt, row[: start + LONGEST], start, initials=initials):
                if end - start > 1 and (not initials or _named(letters, row[start:end])):
                    return range(start, end)
    return None


def _ends(letters: str, row: Sentence, at: int, *, initials: bool) -> Iterator[int]:
    """Where the words may end that give these letters, from this place on."""
    if not letters:
        yield at
    elif at < len(row):
        word = row[at].surface.casefold()
        least = 1 if initials else min(LEAST_SYLLABLE, len(letters))
        common = _common(letters, word)
        for taken in range(common, least - 1, -1):
            yield from _ends(letters[taken:], row, at + 1, initials=initials)
        # "and", or a name that leaves no letter, as National in JOGMEC.
        if word in _LINKS or (initials and row[at].surface[0].isupper()):
            yield from _ends(letters, row, at + 1, initials=initials)


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _named(letters: str, words: Sentence) -> bool:
    """Capitals throughout; or, of words on end, the first in Russian, or three and more."""
    told = [t for t in words if t.surface.casefold() not in _LINKS]
    if len(told) > 1 and all(t.surface[0].isupper() for t in told):
        return True
    if len(told) != len(letters) or any(t.value for t in told):
        return False
    russian = letters[0] > "\u0400" and all(len(t.surface) > 4 for t in told)
    return russian or len(told) > 2
