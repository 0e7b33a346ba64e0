"""Why something happened: another cause is another story."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from monitor.stories.changes.align import Pair
from monitor.stories.changes.change import Change
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token, in_one_piece, joined
from monitor.stories.words.lexicon import REPORTING, words

_MARKERS: dict[str, list[tuple[str, ...]]] = defaultdict(list)
"""What stands before a cause, by the first word of each."""
for _marker in (
    "due to", "because of", "caused by", "blamed on", "owing to", "as a result of", "triggered by",
    "sparked by", "attributed to", "result of", "down to",
    "из за", "в результате", "вследствие", "по причине", "вызван",
    "вызвана", "вызвано", "вызваны", "спровоцирован", "спровоцирована", "спровоцировано",
    "по вине", "привел", "привела", "привело", "привели",
):  # fmt: skip
    _MARKERS[_marker.split()[0]].append(tuple(_marker.split()))
_BEHIND = re.compile(r"(?:стал|послужил|оказал)(?:ся|сь|[аои](?:сь)?)? причиной|привел[аио]? к")
"""What stands behind a cause: "замыкание стало причиной"."""
_NAMED = re.compile("(?:стал|послужил|оказал|назвал)(?:ся|сь|[аои](?:сь)?)?|назван[аоы]?")
FAR = 8
"""Words behind "причиной" among which the verb is, and the cause behind it."""
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
        if word in ("причиной", "поводом"):
            named = (i for i, w in enumerate(said[at : at + FAR], at) if _NAMED.fullmatch(w))
            yield _content(sentence[next(named, len(said)) + 1 :])
        if _BEHIND.fullmatch(" ".join(said[at : at + 2])):
            yield _content(sentence[:at][::-1])


def _content(row: Sentence) -> list[Token]:
    kept: list[Token] = []
    for token in row:
        word = token.surface.casefold()
        if word in REPORTING or (kept and (word in _ENDS or _VERB.fullmatch(word))):
            break
        if token.kind in (Kind.WORD, Kind.NAME) and word not in _CAUTIOUS:
            kept.append(token)
    return kept[:LONGEST]


_ENDS = words("and but who which that while according after и а но что который которая которое")
_VERB = re.compile("[а-я]{2,}[аеиыоя]л[аои]?(?:ся|сь)?")
_CAUTIOUS = words("предварительной предварительно версии данным того вероятно скорее всего")
"""How sure one is of a cause, which is none."""
_JAPANESE = re.compile(
    r"(?P<cause>[^、。]{2,40}?)(?:こと)?(?:が|を|も)(?:出火の|事故の|その)?(?:原因|火元|発端|引き金)"
    r"|(?:原因|火元)(?:は|が)(?P<called>[^、。]{2,30})"
)
_RUN = re.compile("[一-鿿々]{2,}|[ァ-ヺー]{3,}|たばこ|ろうそく|こたつ|ごみ")


def causes_exchanged(
    entry: Reading, version: Reading, story: Iterable[Reading]
) -> Iterable[Change]:
    """Another cause in a Japanese text, which names it before the word: 漏電が原因."""
    new, old = _japanese(entry), _japanese(version)
    if not new or not old:
        return
    fresh = _unsaid(new, "\n".join(map(in_one_piece, story)))
    lost = _unsaid(old, in_one_piece(entry))
    if fresh and lost:
        yield Change(Kind.WORD, lost[-1], fresh[-1], 0, "cause")


@lru_cache(maxsize=512)
def _japanese(reading: Reading) -> str:
    """What a body gives as causes."""
    rows = map(joined, reading.sentences)
    hits = (hit for row in rows for hit in _JAPANESE.finditer(row))
    return "\n".join(hit["cause"] or hit["called"] for hit in hits)


def _unsaid(cause: str, said: str) -> list[str]:
    """The words of a cause of which a text has no part."""
    return [
        run
        for run in _RUN.findall(cause)
        if not any(run[at : at + 2] in said for at in range(len(run) - 1))
    ]
