"""An entry's title and body, cut and folded once for all watchlists."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from monitor.model.entry import Entry
from monitor.model.match import Field
from monitor.text.inflect import stems
from monitor.text.scripts import is_latin
from monitor.text.tokens import tokens
from monitor.text.words import Word, turkish, word

EXACT = "exact"
FOLDED = "folded"
EXACT_TURKISH = "exact tr"
FOLDED_TURKISH = "folded tr"
Place = tuple[int, int]
"""First and last token of a passage."""
PAIR = "pair"
"""Two characters of a Chinese, Japanese or Korean run; only for finding candidates."""


def forms(kind: str, of: Word) -> Iterable[str]:
    """What a word is compared by: the constants above, or a language for its stems."""
    if kind == FOLDED:
        return (of.folded,)
    if kind == EXACT:
        return (of.exact,)
    if kind == FOLDED_TURKISH:
        return (turkish(of.folded),)
    if kind == EXACT_TURKISH:
        return (turkish(of.exact),)
    return _stems(kind, of)


@lru_cache(maxsize=65536)
def _stems(language: str, of: Word) -> frozenset[str]:
    if not is_latin(of.folded):
        return frozenset()
    return stems(word(turkish(of.exact)) if language == "tr" else of, language)


class FieldText:
    """Title or body of one entry: its tokens, and where each form stands."""

    def __init__(self, field: Field, text: str) -> None:
        self.field = field
        self.tokens = tokens(text)
        self._postings: dict[str, dict[str, list[int]]] = {}
        self._sorted: dict[str, list[str]] = {}

    def postings(self, kind: str) -> dict[str, list[int]]:
        """For each form of a kind the numbers of its tokens, ascending."""
        found = self._postings.get(kind)
        if found is None:
            found = self._postings[kind] = self._pairs() if kind == PAIR else self._forms(kind)
        return found

    def beginning(self, kind: str, start: str) -> list[str]:
        """The forms of a kind that begin so."""
        ordered = self._sorted.get(kind)
        if ordered is None:
            ordered = self._sorted[kind] = sorted(self.postings(kind))
        at = bisect_left(ordered, start)
        found = []
        while at < len(ordered) and ordered[at].startswith(start):
            found.append(ordered[at])
            at += 1
        return found

    def _forms(self, kind: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            for form in forms(kind, token.word):
                found.setdefault(form, []).append(at)
        return found

    def _pairs(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            if token.joined:
                pair = self.tokens[at - 1].word.folded + token.word.folded
                found.setdefault(pair, []).append(at - 1)
        return found


class Document:
    """One entry as the matcher sees it."""

    def __init__(self, entry: Entry) -> None:
        self.fields = (FieldText("title", entry.title), FieldText("body", entry.text))
