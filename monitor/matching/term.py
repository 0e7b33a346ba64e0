"""A term of a query, ready to be found: what may stand at each of its places."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import prod

from monitor.matching.slot import Slot, Slots
from monitor.query.ast import Phrase, Quoted, Term, Word
from monitor.text.scripts import is_hangul
from monitor.text.shapes import JOINED, SPACED
from monitor.text.tokens import CONTINUES, Cut, Token, tokens
from monitor.text.words import word

Place = tuple[int, int]
"""First and last token of a passage."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledTerm:
    """The places of a term side by side."""

    slots: tuple[Slot, ...]
    joined: tuple[int, ...]
    """The places where a run of Chinese, Japanese or Korean goes on."""
    first: int
    """The place where its key begins."""
    breadth: float
    """How likely a text is to hold the term, as far as the length of its words tells."""
    run: str = ""
    """The characters of a term that is a single run; "" of any other."""

    @property
    def key(self) -> tuple[Slot, ...]:
        """What a text is searched for: the rarest two neighbours, or the only place."""
        return self.slots[self.first : self.first + 2]

    def place(self, text: Cut, key_at: int) -> Place | None:
        """Where the term stands in a text that holds its key at this token; `None`: it does not."""
        start = key_at - self.first
        end = start + len(self.slots)
        if start < 0 or end > len(text.written):
            return None
        if self.run and text.joints.startswith(JOINED * (end - start - 1), start + 1):
            return (start, end - 1) if "".join(text.written[start:end]) == self.run else None
        if self.joined and not self._runs(text, start):
            return None
        around = (
            *zip(self.slots[: self.first], text.written[start:key_at], strict=True),
            *zip(self.slots[self.first + 2 :], text.written[key_at + 2 : end], strict=True),
        )
        stands = all(slot.takes(word(written)) for slot, written in around)
        return (start, end - 1) if stands else None

    def _runs(self, text: Cut, start: int) -> bool:
        """Whether the runs of the term are runs of the text.

        A Korean run that crosses a space must begin a word.
        """
        begins = True
        for place in range(len(self.slots)):
            joint = text.joints[start + place]
            if place not in self.joined:
                begins = joint != JOINED or not is_hangul(text.written[start + place])
            elif joint not in CONTINUES or (joint == SPACED and not begins):
                return False
        return True


def compile_term(term: Term, languages: tuple[str, ...], slots: Slots) -> CompiledTerm:
    """The places of a term under the rules of these languages."""
    words = (term,) if not isinstance(term, Phrase) else term.words
    ends = tuple(accumulate(len(word.text) + 1 for word in words))
    found = tokens(" ".join(word.text for word in words))
    owners = [bisect_right(ends, token.start) for token in found]
    places = tuple(
        _slot(token, words[owner], languages, slots, last=owner != following)
        for token, owner, following in zip(found, owners, [*owners[1:], -1], strict=True)
    )
    joined = tuple(place for place, token in enumerate(found) if token.joined)
    breadths = [slot.breadth for slot in places]
    whole = len(joined) == len(found) - 1 > 0
    run = "".join(token.word.folded for token in found) if whole else ""
    return CompiledTerm(places, joined, _rarest_pair(breadths), prod(breadths), run)


def _slot(
    token: Token, of: Word | Quoted, languages: tuple[str, ...], slots: Slots, *, last: bool
) -> Slot:
    star = isinstance(of, Word) and of.star and last
    bare = isinstance(of, Word) and not of.exact
    return slots.of(token, languages, exact=of.exact, star=star, bare=bare)


def _rarest_pair(breadths: list[float]) -> int:
    """Where the least likely two neighbours begin."""
    return min(range(max(1, len(breadths) - 1)), key=lambda at: prod(breadths[at : at + 2]))
