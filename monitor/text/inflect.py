"""Inflection: which other forms a word of a watchlist stands for.

Latin words are compared by their Snowball stems, Cyrillic ones are expanded into the forms that
the Russian dictionary lists. Stemmers and the dictionary are loaded when first needed; they are
meant for one thread.
"""

from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import Stemmer

from monitor.text.fold import fold
from monitor.text.words import Word

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped] # it has none
    from pymorphy3.analyzer import Parse  # type: ignore[import-untyped] # it has none

STEMMERS = MappingProxyType(
    {
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "en": "english",
        "eo": "esperanto",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hu": "hungarian",
        "id": "indonesian",
        "it": "italian",
        "lt": "lithuanian",
        "nb": "norwegian",
        "nl": "dutch",
        "nn": "norwegian",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "sr": "serbian",
        "sv": "swedish",
        "tr": "turkish",
    }
)
"""Languages that have rules for Latin words, and Snowball's name of each."""


def rules_of(language: str) -> str:
    """The key in STEMMERS of a declared language (`en-GB` has those of `en`), or ""."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return primary if primary in STEMMERS else ""


def inflects(written: str) -> bool:
    """Whether a word of a query, as written, stands for its other forms too.

    Not with two letters or fewer, three letters with a capital (`Abe`), a digit, or in capitals.
    """
    letters = [char for char in written if char.isalpha()]
    if len(letters) < len([char for char in written if char.isalnum()]) or written.isupper():
        return False
    return len(letters) > 3 or (len(letters) == 3 and written == written.lower())


def stems(word: Word, language: str) -> tuple[str, ...]:
    """The Snowball stems of a word, with its accents and without; `language`: key of STEMMERS."""
    stem = _stem(language, word.lower)
    bare = stem if word.folded == word.lower else _stem(language, word.folded)
    return (stem,) if bare == stem else (stem, bare)


@lru_cache(maxsize=65536)
def _stem(language: str, form: str) -> str:
    stem: str = _stemmer(language).stemWord(form)
    return stem


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[language], 0)  # no cache of its own: `_stem` has one


@lru_cache(maxsize=16384)
def russian_forms(word: Word) -> frozenset[str]:
    """The folded forms of a word in the Russian dictionary, itself among them.

    Where a form belongs to several words, the one it is the headword of is meant, else those it is
    a nominative of: Лавров is the name and not the laurels' genitive, выборы is not выбор. A word
    that the dictionary does not know is inflected like its best guess.
    """
    parses = _dictionary().parse(word.lower)
    known = [parse for parse in parses if parse.is_known]
    meant = _as_listed(known, word) if known else _as_listed(parses, word)[:1]
    return frozenset(fold(form.word) for parse in meant for form in parse.lexeme) | {word.folded}


def _as_listed(parses: "list[Parse]", word: Word) -> "list[Parse]":
    nominative = [parse for parse in parses if parse.tag.case == "nomn" or parse.tag.POS == "INFN"]
    headword = [parse for parse in nominative if fold(parse.normal_form) == word.folded]
    return headword or nominative or parses


@cache
def _dictionary() -> "MorphAnalyzer":
    from pymorphy3 import MorphAnalyzer  # slow to import, and most watchlists need no dictionary

    return MorphAnalyzer(lang="ru")
