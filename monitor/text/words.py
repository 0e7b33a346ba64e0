"""One written word in the three forms in which it is compared."""

import re
from functools import lru_cache
from typing import NamedTuple

from monitor.text.fold import APOSTROPHES, fold, lower

# Letters that no rule below changes but for their case, and digits: most words.
_SIMPLE = re.compile("[0-9A-Za-z]+|[\u0410-\u044f]+")
_PLAIN_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_POSSESSIVE = re.compile(r"(?<=.)'[sS]$")
_ELISION = re.compile(
    r"(?:l|d|qu|dell|all|dall|nell|sull|un|quest)'(?=[^\W\d_][\W\d_]*[^\W\d_])", re.IGNORECASE
)
_TURKISH_SUFFIX = re.compile(r"(?<=..)'.*", re.DOTALL)


class Word(NamedTuple):
    """A word without possessive `'s`, elided article, dots of initials or plural s of capitals."""

    exact: str
    """As written: case and accents kept."""
    lower: str
    """Without case, with accents."""
    folded: str
    """Without case and accents."""


@lru_cache(maxsize=65536)
def word(written: str) -> Word:
    """The forms of a word that is written like this (in NFKC, apostrophes of any kind)."""
    if _SIMPLE.fullmatch(written):
        exact = _without_plural(written)
        small = exact.lower()
        return Word(exact, small, small)
    exact = _POSSESSIVE.sub("", written.translate(_PLAIN_APOSTROPHE))
    while (elision := _ELISION.match(exact)) is not None:
        exact = exact[elision.end() :]
    if "." in exact:
        exact = exact.replace(".", "")
    exact = _without_plural(exact)
    return Word(exact, lower(exact), fold(exact))


def _without_plural(exact: str) -> str:
    """`NGOs` and `F-35s` lose their s, `As` and `Mercedes` keep it."""
    stem = exact[:-1]
    if exact[-1:] != "s" or not stem:
        return exact
    capitals = len(stem) > 1 and all(char.isupper() or char.isdigit() for char in stem)
    return stem if capitals or stem[-1].isdigit() else exact


def turkish(form: str) -> str:
    """A form without what follows its apostrophe, where two letters or more stand before it.

    Turkish parts a name from its endings so; O'Brien is no Turkish word.
    """
    return _TURKISH_SUFFIX.sub("", form)
