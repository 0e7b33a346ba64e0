"""Short forms of names: JOGMEC, Госдума, СК, and the words that they stand for."""

from collections.abc import Iterator

from monitor.stories.reading.facts import Kind, Sentence, Token
from monitor.stories.words.lexicon import words

_LINKS = words("of the and for и")
LONGEST = 8
"""Words that a short form stands for, at most."""
LEAST_SYLLABLE = 3
"""Letters that each word leaves in a Russian compound such as облизбирком."""


def short_for(short: Token, row: Sentence) -> tuple[int, ...]:
    """The places of the words that a short form stands for, if the row has them in its order.

    Initials want capitals, or words on end: three, or in Russian two long ones. A Russian
    compound is put together of the first syllables of words on end.
    """
    letters = short.surface.replace(".", "").replace("-", "")
    initials = letters.isupper() and 2 <= len(letters) <= 7
    compound = len(short.key) > 4 and short.key[0] > "\u0400"
    if not letters.isalpha() or not (initials or compound):
        return ()
    spelt = letters.casefold() if initials else short.key
    for start, token in enumerate(row):
        if token.surface[0].casefold() != spelt[0] or _links(token):
            continue
        for places in _spelling(spelt, row[: start + LONGEST], start, initials=initials):
            told = [row[at] for at in places if not _links(row[at])]
            between = (row[at] for at in range(start, places[-1]) if at not in places)
            on_end = all(map(_links, between))
            fits = not initials or _named(letters, told)
            if len(told) > 1 and fits and (on_end or _capital(told)):
                return places
    return ()


def _spelling(letters: str, row: Sentence, at: int, *, initials: bool) -> Iterator[tuple[int, ...]]:
    """The places of words that give these letters, one after another from this place on."""
    if not letters:
        yield ()
    elif at < len(row):
        word, least = row[at].surface.casefold(), 1 if initials else LEAST_SYLLABLE
        if initials and letters[0] == "x" and word.startswith("ex"):
            word = word[1:]  # JAXA: Exploration
        for taken in range(_common(letters, word), least - 1, -1):
            for rest in _spelling(letters[taken:], row, at + 1, initials=initials):
                yield (at, *rest)
        # "and", or a name that leaves no letter, as National in JOGMEC.
        if _links(row[at]) or (initials and row[at].surface[0].isupper()):
            yield from _spelling(letters, row, at + 1, initials=initials)


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _links(token: Token) -> bool:
    return token.surface.casefold() in _LINKS


def _capital(told: list[Token]) -> bool:
    return all(token.surface[0].isupper() for token in told)


def _named(letters: str, told: list[Token]) -> bool:
    """Capitals throughout; or a letter a word, of three words, or in Russian of two long ones."""
    if _capital(told):
        return True
    if len(told) != len(letters) or any(t.value or t.kind is Kind.STOP for t in told[1:]):
        return False
    long = all(len(token.surface) > 3 for token in told)
    return len(told) > 2 or (long and letters[0] > "\u0400")
