"""What a figure counts, in words for the desk: "toll 12 → 15", "12 → 15 new seats"."""

import re
from itertools import takewhile

from monitor.stories.reading.facts import Kind, Sentence, Token
from monitor.stories.reading.quantities import Quantity

NEAR = 4
"""Words on either side of a figure among which is looked for what befell those counted."""
_MANY = re.compile(r".*[^s]s|people|men|women|children")
"""English nouns of more than one thing, as a rule."""
_SUCH = re.compile(r".*[ыи]х")
"""Russian words that go with such a noun."""
_TALLIES = {
    "latin": ("toll", "injured", "missing"),
    "cyrillic": ("погибших", "пострадавших", "пропавших"),
    "cjk": ("死者", "負傷者", "行方不明者"),
}
_BEFELL = tuple(
    re.compile(words)
    for words in (
        r"dead|deaths?|died|dies|kill(?:s|ed|ing)?|fatalit(?:y|ies)|perished|toll|"
        r"поги\w+|умер\w*|жертв\w*|死\w*|犠牲\w*",
        r"injur(?:y|ed|ies|ing)|wounded|hurt|ранен\w*|пострада\w+|負傷\w*|けが\w*|[軽重]傷\w*",
        r"missing|пропа(?:вш|л)\w*|不明\w*|行方不明\w*",
    )
)
_IS_RUSSIAN = re.compile("[а-яё]")


def counted(at: int, sentence: Sentence, script: str) -> tuple[str, str]:
    """What stands before and behind the figure at this place: ("toll", "") or ("", "new seats").

    `script`: the reading's. Neither for what is no plain count, or where two tallies are as near.
    """
    value = sentence[at].value
    if not isinstance(value, Quantity) or not value.plain:
        return "", ""
    if tallies := _tallies(at, sentence, script):
        return (tallies.pop(), "") if len(tallies) == 1 else ("", "")
    words = [token.surface for token in takewhile(_is_word, sentence[at + 1 :])]
    if script == "cjk":
        return "", words[0] if words and len(words[0]) == 1 else ""
    noun = _noun([word.casefold() for word in words[:2]])
    return "", f" {' '.join(words[:noun])}" if noun else ""


def _noun(words: list[str]) -> int:
    """How many words behind a figure are a noun with at most one word that goes with it."""
    if words and _IS_RUSSIAN.match(words[0]):
        return 2 if len(words) > 1 and _SUCH.fullmatch(words[0]) else 1
    return next((at for at, word in enumerate(words, 1) if _MANY.fullmatch(word)), 0)


def _is_word(token: Token) -> bool:
    return token.kind is Kind.WORD and token.value is None


def _tallies(at: int, sentence: Sentence, script: str) -> set[str]:
    """The nearest tally; several where they are as near."""
    found: dict[int, set[str]] = {}
    for index in range(max(0, at - NEAR), min(len(sentence), at + NEAR + 1)):
        word = sentence[index].surface.casefold()
        for name, befell in zip(_TALLIES[script], _BEFELL, strict=True):
            if index != at and befell.fullmatch(word):
                found.setdefault(abs(index - at), set()).add(name)
    return found[min(found)] if found else set()
