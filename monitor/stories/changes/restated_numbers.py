"""Numbers that follow from what a story has said: rounded, reckoned, converted, long past."""

import re
from collections.abc import Callable
from itertools import takewhile

from monitor.stories.changes import reckoned
from monitor.stories.changes.align import ALIGNED
from monitor.stories.changes.fresh import Fresh, of_kind
from monitor.stories.changes.same import rounded
from monitor.stories.reading.facts import Kind, Token
from monitor.stories.reading.quantities import TOLERANCE, Quantity
from monitor.stories.words.lexicon import words
from monitor.stories.words.units import DAY, MONEY

_ABOUT = words(
    "about around nearly almost over some roughly approximately more less than under",
    "около почти более менее примерно свыше порядка 約 およそ ほぼ",
)
_ABOUT_AFTER = words("超 超え 余 余り 強 弱 以上")
LARGE = 1e6
"""A bare number from which it may be a sum whose currency stands beside another."""
PAIR = 2
_PARTIES = re.compile(
    r"compan(?:y|ies)|firms|sides|countries|nations|parties|governments|leaders|ministers|rivals|"
    r"neighbou?rs|states|teams|clubs|banks|airlines|capitals|"
    r"компани\w+|сторон\w*|стран\w*|государств\w*|лидер\w+|министр\w+|фирм\w*|社|国|カ国|か国"
)
_AND = frozenset(("and", "plus", "и", "と"))
_THE = frozenset(("the", "both", "these", "обе", "эти", "этих"))
SEA_MILE = 1.852 / 1.609344
"""Sea miles are written as miles; this is how much longer they are."""
"""Keys of the Russian word for a day and a night."""


def _rounded_in_headline(fresh: Fresh) -> bool:
    return fresh.in_headline and any(rounded(fresh.token, t) for t in fresh.pair.story.tokens)


def _reckoned_in_headline(fresh: Fresh) -> bool:
    """ "Down by a third", "31 saved": worked out from the figures below."""
    number = fresh.number
    if not fresh.in_headline or number is None:
        return False
    return any(
        follows(number, fresh.entry)
        for follows in (reckoned.ratio, reckoned.total, reckoned.margin)
    )


def _one_victim(fresh: Fresh) -> bool:
    """ "One dead" over a text that tells of a man who died."""
    number = fresh.number
    return (
        fresh.in_headline
        and number is not None
        and number.value == 1
        and number.plain
        and bool(fresh.entry.sentences)
        and not of_kind(fresh.gone, Kind.NUMBER)
    )


def _members(fresh: Fresh) -> bool:
    """ "Seven rich countries" for the G7."""
    number = fresh.number
    if not fresh.in_headline or number is None or not number.plain:
        return False
    return f"g{number.value:g}" in fresh.pair.story.keys


def _counted(fresh: Fresh) -> bool:
    if fresh.number is None or of_kind(fresh.gone, Kind.NUMBER):
        return False
    return reckoned.counted(fresh.number, fresh.pair.old)


def _both(fresh: Fresh) -> bool:
    """ "The two companies", where the sentence names them."""
    row, at = fresh.pair.new, fresh.index
    if fresh.number is None or fresh.number.value != PAIR or of_kind(fresh.gone, Kind.NUMBER):
        return False
    the = any(t.surface.casefold() in _THE for t in row[max(0, at - 1) : at])
    noun = row[at + 1].surface.casefold() if at + 1 < len(row) else ""
    # Russian and Japanese have no "the": the sentence must be the one that names them.
    meant = the or (not noun.isascii() and fresh.pair.likeness >= ALIGNED)
    named = {t.key for t in fresh.pair.old if t.kind is Kind.NAME}
    return meant and bool(_PARTIES.fullmatch(noun)) and len(named) >= PAIR


def _rough(fresh: Fresh) -> bool:
    """ "About 1,000" for 1,017."""
    row, at = fresh.pair.new, fresh.index
    before, after = row[max(0, at - 2) : at], row[at + 1 : at + 4]
    if not any(t.surface.casefold() in _ABOUT for t in before) and not any(
        t.surface in _ABOUT_AFTER for t in after
    ):
        return False
    return any(reckoned.roughly(fresh.token, other) for other in fresh.pair.story.tokens)


def _in_another_currency(fresh: Fresh) -> bool:
    """A sum beside a known sum in another currency, where the sentence had none in this one."""
    number = fresh.number
    if number is None or number.dimension not in MONEY:
        return False
    if number.dimension in {t.value.dimension for t in fresh.pair.old if _is_sum(t)}:  # type: ignore[union-attr] # a sum is a quantity
        return False
    if any(t.surface in _AND for t in fresh.pair.new[max(0, fresh.index - 1) : fresh.index]):
        return False
    said = [t for t in (*fresh.beside(3), *_chained(fresh)) if fresh.pair.told(t)]
    # "4.8 billion yen (about $43.6 million) from 6.24 billion (about $56.7 million)"
    elliptic = any(_is_sum(t) and fresh.pair.told(t) for t in fresh.pair.new)
    return any(_is_sum(t) or (elliptic and _is_large(t)) for t in said)


def _chained(fresh: Fresh) -> list[Token]:
    """Sums in one row before it: "3.2 billion rubles (about 6 billion yen, or $40 million)"."""
    before = reversed(fresh.pair.new[: fresh.index])
    return [t for t in takewhile(_in_chain, before) if _is_sum(t)]


def _in_chain(token: Token) -> bool:
    return token.kind is Kind.STOP or token.surface.casefold() in _ABOUT or _is_sum(token)


def _is_large(token: Token) -> bool:
    return isinstance(token.value, Quantity) and token.value.value >= LARGE


def _is_sum(token: Token) -> bool:
    return isinstance(token.value, Quantity) and token.value.dimension in MONEY


def _day_and_night(fresh: Fresh) -> bool:
    """ "In 24 hours" for "за сутки"."""
    number = fresh.number
    return number is not None and number.value == DAY and "сутк" in fresh.pair.story.keys


def _kilos(fresh: Fresh) -> bool:
    """2400キロ for 2.4トン, or the other way round: the キロ of a weight are no kilometres."""
    mine = fresh.token
    return any(
        _kilograms(one) == _weight(other) > 0
        for t in fresh.pair.old
        for one, other in ((mine, t), (t, mine))
    )


def _kilograms(token: Token) -> float:
    """The weight in キロ that a figure may tell, in kilograms; else 0."""
    match token.value:
        case Quantity() as number if token.surface.endswith("キロ"):
            return number.value / number.factor
    return 0.0


def _weight(token: Token) -> float:
    match token.value:
        case Quantity(dimension="mass") as number:
            return number.value
    return 0.0


def _in_brackets_beside(fresh: Fresh) -> bool:
    """ "60 miles (111 km)", where the version has the miles alone: sea miles, for once."""
    number = fresh.number
    if number is None or number.dimension != "length" or of_kind(fresh.gone, Kind.NUMBER):
        return False
    said = (
        t.value for t in fresh.beside(1) if isinstance(t.value, Quantity) and fresh.pair.told(t)
    )
    return any(
        other.dimension == number.dimension
        and abs(number.value - SEA_MILE * other.value) <= TOLERANCE * number.value
        for other in said
    )


NUMBERS: tuple[Callable[[Fresh], bool], ...] = (
    _rounded_in_headline,
    _reckoned_in_headline,
    _one_victim,
    _members,
    _counted,
    _both,
    _rough,
    _in_another_currency,
    _in_brackets_beside,
    _day_and_night,
    _kilos,
)
