"""Numbers that follow from what a story has said: rounded, reckoned, converted, long past."""

from collections.abc import Callable
from itertools import pairwise

from monitor.stories import reckoned
from monitor.stories.facts import Kind, Token
from monitor.stories.fresh import Fresh, of_kind
from monitor.stories.lexicon import words
from monitor.stories.quantities import CALENDAR_YEARS, MONEY, TOLERANCE, Quantity
from monitor.stories.same import rounded

_ABOUT = words(
    "about around nearly almost over some roughly approximately more less than under",
    "около почти более менее примерно свыше порядка 約 およそ ほぼ",
)
_ABOUT_AFTER = words("超 超え 余 余り 強 弱 以上")
SHARE_POINTS = 3
"""How far a share that a headline puts as "three in four" may be from the percentage."""
LARGE = 1e6
"""A bare number from which it may be a sum whose currency stands beside another."""
SEA_MILE = 1.852 / 1.609344
"""Sea miles are written as miles; this is how much longer they are."""


def _rounded_in_headline(fresh: Fresh) -> bool:
    return fresh.in_headline and any(rounded(fresh.token, t) for t in fresh.pair.story.tokens)


def _reckoned_in_headline(fresh: Fresh) -> bool:
    """ "Down by a third", "31 saved": worked out from the figures below."""
    number = fresh.number
    if not fresh.in_headline or number is None:
        return False
    return reckoned.ratio(number, fresh.entry) or reckoned.total(number, fresh.entry)


def _three_in_four(fresh: Fresh) -> bool:
    """ "Three in four" over a text with "77 percent"."""
    row = [t for t in fresh.pair.new if isinstance(t.value, Quantity)]
    if not fresh.in_headline or fresh.token not in row:
        return False
    at = row.index(fresh.token)
    near = reckoned.quantities((*row[max(0, at - 1) : at + 2],))
    percents = [n.value for n in reckoned.quantities(fresh.pair.story.tokens) if n.dimension == "%"]
    return any(
        abs(100 * part.value / whole.value - percent) < SHARE_POINTS
        for part, whole in pairwise(near)
        if whole.value
        for percent in percents
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
    said = [t for t in fresh.beside(3) if fresh.pair.told(t)]
    # "4.8 billion yen (about $43.6 million) from 6.24 billion (about $56.7 million)"
    elliptic = any(_is_sum(t) and fresh.pair.told(t) for t in fresh.pair.new)
    return any(_is_sum(t) or (elliptic and _is_large(t)) for t in said)


def _is_large(token: Token) -> bool:
    return isinstance(token.value, Quantity) and token.value.value >= LARGE


def _is_sum(token: Token) -> bool:
    return isinstance(token.value, Quantity) and token.value.dimension in MONEY


def _long_ago(fresh: Fresh) -> bool:
    """ "In 1945": a year that is over, and stands in no other number's place, is background."""
    year = _year(fresh)
    return 0 < year <= _this_year(fresh) - 2 and not of_kind(fresh.gone, Kind.NUMBER)


def _year_in_words(fresh: Fresh) -> bool:
    """ "2026" where the version has "this year"."""
    keys = {token.key for token in fresh.version.tokens}
    near = _year(fresh) > 0 and abs(_year(fresh) - _this_year(fresh)) <= 1
    return near and bool(
        keys & {"year", "год", "года", "году", "年", "来年", "今年", "昨年", "прошлогодн", "нынешн"}
    )


def _this_year_in_headline(fresh: Fresh) -> bool:
    """ "Elections-2021: ...": the year in which it was written is no news."""
    return fresh.in_headline and 0 < _year(fresh) == _this_year(fresh)


def _year(fresh: Fresh) -> int:
    number = fresh.number
    if number is None or number.dimension or number.value not in CALENDAR_YEARS:
        return 0
    return int(number.value)


def _this_year(fresh: Fresh) -> int:
    return fresh.entry.published.year if fresh.entry.published else 0


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
    _three_in_four,
    _one_victim,
    _members,
    _counted,
    _rough,
    _in_another_currency,
    _long_ago,
    _year_in_words,
    _this_year_in_headline,
    _in_brackets_beside,
)
