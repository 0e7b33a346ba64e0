"""Rules that put one form for another, each tried only on a text that may hold it."""

import re
from collections.abc import Callable, Iterable

Rule = tuple[tuple[str, ...], re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""Lower-case passages, one of which a text must hold; the pattern; what stands in its place."""


def rewritten(text: str, rules: Iterable[Rule]) -> str:
    """A text after each rule in turn, of those that its first form allows.

    >>> rewritten("Twelve noon", [(("noon",), re.compile("twelve (?=noon)", re.IGNORECASE), "")])
    'noon'
    """
    folded = text.lower()
    for passages, pattern, plain in rules:
        if any(map(folded.__contains__, passages)):
            text = pattern.sub(plain, text)
    return text
