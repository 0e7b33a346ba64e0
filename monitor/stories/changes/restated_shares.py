"""Shares and multiples that follow from others: "1.5 times" for 48.6 percent, 7割 for 3割減."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.stories.changes.fresh import Fresh
from monitor.stories.reading.facts import Sentence
from monitor.stories.reading.quantities import SHARE_POINTS, SHARE_STEP, Quantity

HEADLINE_POINTS = 3
"""How far a share that a headline puts as "three in four" may be from the percentage."""
ROUGH_TIMES = 0.025
"""How far a multiple may be from the percentage that it rounds, of the multiple."""
_TIMES = re.compile(r"times|раза?|倍")
_WORDS = {"doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "удвоилс": 2.0, "утроилс": 3.0}
_DOWN = re.compile(
    r"\b(?:fell|fall|falling|drop\w*|declin\w*|decreas\w*|shrank|down|lower|less|fewer|cut|slump\w*|"
    r"сни[зж]\w*|упал\w*|сокра\w*|меньше|уменьш\w*|ниже)\b|減|下落|下回|低下"
)
_UP = re.compile(
    r"\b(?:rose|rise|risen|rising|grew|grow\w*|increas\w*|up|higher|more|jump\w*|surg\w*|climb\w*|"
    r"вырос\w*|возрос\w*|увелич\w*|больше|выше|прибав\w*)\b|増|上昇|上回|伸び"
)
_LEVEL = re.compile(r"\b(?:levels?|уровн\w+)\b|水準")
_CJK = re.compile("[\u3040-\u9fff]")
_TO = frozenset(("to", "до"))


@dataclass(frozen=True, slots=True)
class _Change:
    """How many times as large something has become, and how that was put."""

    form: str
    """`times`, `word`, `by` or `to`."""
    size: float


def _in_headline(fresh: Fresh) -> bool:
    """ "Three in four" over a text with "77 percent"."""
    number = fresh.number
    if not fresh.in_headline or number is None or number.step != SHARE_STEP:
        return False
    said = (t.value for t in fresh.pair.story.tokens if isinstance(t.value, Quantity))
    return any(
        one.dimension == "%" and abs(one.value - number.value) < HEADLINE_POINTS for one in said
    )


def _as_large(fresh: Fresh) -> bool:
    """ "Fell to one third" for "fell threefold": the same change in another form."""
    mine = _change(fresh.index, fresh.pair.new)
    if mine is None or mine.form == "word":
        return False
    rows = (fresh.pair.old, *(fresh.entry.sentences if fresh.in_headline else ()))
    return any(_alike(mine, other) for row in rows for other in _changes(row))


def _changes(row: Sentence) -> Iterator[_Change]:
    for at in range(len(row)):
        if found := _change(at, row):
            yield found


def _change(at: int, row: Sentence) -> _Change | None:
    """What a token says of how something has grown or shrunk."""
    token, number = row[at], row[at].value
    if token.key in _WORDS:
        return _Change("word", _WORDS[token.key])
    if not isinstance(number, Quantity) or number.value <= 0:
        return None
    if not number.dimension and at + 1 < len(row) and _TIMES.fullmatch(row[at + 1].surface):
        return _Change("times", number.value ** (-1 if _trend(row) < 0 else 1))
    return _by_share(at, row, number.value / 100) if number.dimension == "%" else None


def _by_share(at: int, row: Sentence, share: float) -> _Change | None:
    trend = _trend(row)
    to = trend and any(token.surface.casefold() in _TO for token in row[max(0, at - 1) : at])
    if to or _LEVEL.search(_text(row[at + 1 : at + 7])):
        return _Change("to", share)
    return _Change("by", 1 + trend * share) if trend else None


def _trend(row: Sentence) -> int:
    """1 where a sentence tells of a rise, -1 of a fall, 0 of neither or both."""
    text = _text(row)
    return bool(_UP.search(text)) - bool(_DOWN.search(text))


def _text(row: Sentence) -> str:
    words = [token.surface.casefold() for token in row]
    return ("" if any(map(_CJK.match, words)) else " ").join(words)


def _alike(mine: _Change, other: _Change) -> bool:
    if mine.form == other.form:
        return False
    rough = {"times", "word"} & {mine.form, other.form}
    near = ROUGH_TIMES * other.size if rough else SHARE_POINTS / 100
    return abs(mine.size - other.size) < near


SHARES: tuple[Callable[[Fresh], bool], ...] = (_in_headline, _as_large)
