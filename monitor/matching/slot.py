"""One place of a term: which words of a text may stand there."""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakValueDictionary

from monitor.matching.form import (
    EXACT,
    EXACT_TURKISH,
    FOLDED,
    FOLDED_TURKISH,
    forms,
)
from monitor.text.inflect import inflects, rules_of, russian_forms
from monitor.text.scripts import is_cyrillic, is_latin
from monitor.text.tokens import Token
from monitor.text.words import Word


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Slot:
    """One place of a term: the word there must have one of these forms.

    Told apart by identity; terms that hold the same word under the same rules share one.
    """

    forms: tuple[tuple[str, tuple[str, ...]], ...]
    """By kind."""
    star: bool = False
    """The forms are beginnings."""

    def takes(self, word: Word) -> bool:
        """Whether a word of a text may stand here."""
        for kind, wanted in self.forms:
            for form in forms(kind, word):
                if form.startswith(wanted) if self.star else form in wanted:
                    return True
        return False

    @property
    def breadth(self) -> float:
        """How likely a text is to hold such a word, as far as its length tells."""
        shortest = min(len(form) for _, found in self.forms for form in found)
        return (2 if self.star else 1) / (1 + shortest)


class Slots:
    """Makes slots; it forgets one that no term holds any more."""

    def __init__(self) -> None:
        self._known = WeakValueDictionary[tuple[str, tuple[str, ...], str], Slot]()

    def of(
        self, token: Token, languages: tuple[str, ...], *, exact: bool, star: bool, bare: bool
    ) -> Slot:
        """The slot of one token of a query under the rules of these languages.

        `exact`: capitals and accents count; `star`: it is a beginning; `bare`: it may be inflected.
        """
        bare = bare and not star and inflects(token.word.exact)
        written = "cjk" if token.cjk else f"{exact:d}{star:d}{bare:d}"
        key = (token.word.exact, () if token.cjk else languages, written)
        slot = self._known.get(key)
        if slot is None:
            slot = Slot(tuple(_forms(token, languages, exact=exact, bare=bare)), star)
            self._known[key] = slot
        return slot


def _forms(
    token: Token, languages: tuple[str, ...], *, exact: bool, bare: bool
) -> Iterator["_Forms"]:
    if token.cjk:
        yield FOLDED, (token.word.folded,)
    elif bare:
        yield from _inflected(token.word, languages)
    else:
        yield from _as_written(token.word, languages, exact=exact)


_Forms = tuple[str, tuple[str, ...]]
"""A kind, and forms of that kind."""


def _as_written(word: Word, languages: tuple[str, ...], *, exact: bool) -> Iterator[_Forms]:
    """By kind; the second kind where Turkish rules hold, both where others hold too."""
    plain, turkish = (EXACT, EXACT_TURKISH) if exact else (FOLDED, FOLDED_TURKISH)
    rules = {rules_of(language) for language in languages}
    if rules != {"tr"}:
        yield plain, tuple(forms(plain, word))
    if "tr" in rules:
        yield turkish, tuple(forms(turkish, word))


def _inflected(word: Word, languages: tuple[str, ...]) -> Iterator[_Forms]:
    written = tuple(_as_written(word, languages, exact=False))
    if is_cyrillic(word.folded):
        listed = tuple(sorted(russian_forms(word)))
        yield from ((kind, listed) for kind, _ in written)
        return
    yield from written
    if is_latin(word.folded):
        for rule in dict.fromkeys(filter(None, map(rules_of, languages))):
            yield rule, tuple(sorted(forms(rule, word)))
