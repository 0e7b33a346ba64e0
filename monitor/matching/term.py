"""A term of a query, ready to be looked up: what may stand at each of its places."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from monitor.matching.document import (
    EXACT,
    EXACT_TURKISH,
    FOLDED,
    FOLDED_TURKISH,
    FieldText,
    Place,
    forms,
)
from monitor.query.ast import Phrase, Quoted, Term, Word
from monitor.text.inflect import inflects, rules_of, russian_forms
from monitor.text.scripts import is_cyrillic, is_hangul, is_latin
from monitor.text.tokens import Token, tokens

Key = tuple[str, str]
"""Kind and form, as in a document's postings."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One place of a term: the token there must have one of these forms."""

    keys: tuple[Key, ...]
    star: bool = False
    """The keys are beginnings of forms."""
    joined: bool = False
    """The token must continue the run of the one before."""

    def places(self, text: FieldText) -> set[int]:
        """The numbers of the tokens that fit."""
        found: set[int] = set()
        for kind, form in self.keys:
            postings = text.postings(kind)
            for fitting in text.beginning(kind, form) if self.star else (form,):
                found.update(postings.get(fitting, ()))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class CompiledTerm:
    """The places of a term side by side."""

    slots: tuple[Slot, ...]

    def places(self, text: FieldText) -> tuple[Place, ...]:
        """Every passage of a title or body that meets the term, in order."""
        starts = self.slots[0].places(text)
        for ahead, slot in enumerate(self.slots[1:], 1):
            if not starts:
                break
            fitting = slot.places(text)
            starts = {
                start
                for start in starts
                if start + ahead in fitting
                and (text.tokens[start + ahead].joined or not slot.joined)
            }
        length = len(self.slots)
        return tuple(
            (start, start + length - 1)
            for start in sorted(starts)
            if self._begins_words(text.tokens[start : start + length])
        )

    def _begins_words(self, passage: tuple[Token, ...]) -> bool:
        """Whether each Korean run of the passage that crosses a space begins a word."""
        begins = True
        for slot, token in zip(self.slots, passage, strict=True):
            if not slot.joined:
                begins = not token.joined or token.spaced or not is_hangul(token.word.exact)
            elif token.spaced and not begins:
                return False
        return True


def compile_term(term: Term, languages: tuple[str, ...]) -> CompiledTerm:
    """The places of a term under the rules of these languages."""
    words = (term,) if not isinstance(term, Phrase) else term.words
    ends = tuple(accumulate(len(word.text) + 1 for word in words))
    found = tokens(" ".join(word.text for word in words))
    owners = [bisect_right(ends, token.start) for token in found]
    return CompiledTerm(
        tuple(
            _slot(token, words[owner], last=owner != following, languages=languages)
            for token, owner, following in zip(found, owners, [*owners[1:], -1], strict=True)
        )
    )


def _slot(token: Token, of: Word | Quoted, *, last: bool, languages: tuple[str, ...]) -> Slot:
    if token.cjk:
        return Slot(((FOLDED, token.word.folded),), joined=token.joined)
    star = isinstance(of, Word) and of.star and last
    as_written = isinstance(of, Quoted) or of.exact or star or not inflects(token.word.exact)
    if as_written:
        return Slot(_as_written(token, languages, exact=of.exact), star)
    return Slot(_inflected(token, languages))


def _as_written(token: Token, languages: tuple[str, ...], *, exact: bool) -> tuple[Key, ...]:
    kinds = (EXACT, EXACT_TURKISH) if exact else (FOLDED, FOLDED_TURKISH)
    return tuple(
        (kind, form) for kind in _kinds(kinds, languages) for form in forms(kind, token.word)
    )


def _kinds(kinds: tuple[str, str], languages: tuple[str, ...]) -> Iterator[str]:
    """The first kind, the second where Turkish rules hold, both where others hold too."""
    rules = {rules_of(language) for language in languages}
    if rules != {"tr"}:
        yield kinds[0]
    if "tr" in rules:
        yield kinds[1]


def _inflected(token: Token, languages: tuple[str, ...]) -> tuple[Key, ...]:
    written = _as_written(token, languages, exact=False)
    if is_cyrillic(token.word.folded):
        kinds = tuple(_kinds((FOLDED, FOLDED_TURKISH), languages))
        return tuple((kind, form) for form in russian_forms(token.word) for kind in kinds)
    if not is_latin(token.word.folded):
        return written
    rules = dict.fromkeys(filter(None, map(rules_of, languages)))
    return (*written, *((rule, stem) for rule in rules for stem in forms(rule, token.word)))
