"""Why something happened: another cause is another story."""

from collections import defaultdict
from collections.abc import Iterable

from monitor.stories.align import Pair
from monitor.stories.change import Change
from monitor.stories.facts import Kind, Sentence, Token
from monitor.stories.lexicon import words

_MARKERS: dict[str, list[tuple[str, ...]]] = defaultdict(list)
"""By the first word of each."""
for _marker in (
    "due to", "because of", "caused by", "blamed on", "owing to", "as a result of", "triggered by",
    "sparked by", "attributed to", "из за", "в результате", "вследствие", "по причине",
    "причиной стал", "причиной стала", "причиной стало", "вызван", "вызвана", "вызвано", "вызваны",
):  # fmt: skip
    _MARKERS[_marker.split()[0]].append(tuple(_marker.split()))
LONGEST = 4
"""Content words of a cause that are looked at."""


def causes(pair: Pair) -> Iterable[Change]:
    """A cause of which the story has said no word."""
    for cause in _causes(pair.new):
        if cause and not any(pair.told(token) for token in cause):
            yield Change(Kind.WORD, "", " ".join(t.surface for t in cause), pair.where, "cause")


def _causes(sentence: Sentence) -> Iterable[list[Token]]:
    said = [token.surface.casefold() for token in sentence]
    for at, word in enumerate(said):
        for marker in _MARKERS.get(word, ()):
            if tuple(said[at : at + len(marker)]) == marker:
                yield _content(sentence[at + len(marker) :])


def _content(row: Sentence) -> list[Token]:
    kept: list[Token] = []
    for token in row:
        if token.kind is Kind.STOP and kept and token.surface.casefold() in _ENDS:
            break
        if token.kind in (Kind.WORD, Kind.NAME):
            kept.append(token)
    return kept[:LONGEST]


_ENDS = words("and but who which that while и а но что который которая которое")
