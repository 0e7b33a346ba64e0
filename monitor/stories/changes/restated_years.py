"""Years that follow from what a story has said: past, in two figures, or counted to this one."""

import re
from collections.abc import Callable

from monitor.stories.changes.fresh import Fresh, of_kind
from monitor.stories.reading.facts import Kind, joined
from monitor.stories.reading.quantities import CALENDAR_YEARS, Quantity, year_in_two_figures
from monitor.stories.words.lexicon import words

MONTHS_IN_YEAR = 12
_YEAR = re.compile("年(?!ぶり|間|連続|前|後|目|余|以|近|弱|強|半)")
_SINCE = words("ago first since давности назад впервые")
"""Words beside a number of years that ends today."""


def _long_ago(fresh: Fresh) -> bool:
    """ "In 1945": a year that is over, and stands in no other number's place, is background."""
    year = _year(fresh.number)
    return 0 < year <= _this_year(fresh) - 2 and not of_kind(fresh.gone, Kind.NUMBER)


def _year_in_words(fresh: Fresh) -> bool:
    """ "2026" where the version has "this year"."""
    keys = {token.key for token in fresh.version.tokens}
    year = _year(fresh.number)
    near = year > 0 and abs(year - _this_year(fresh)) <= 1
    return near and bool(
        keys & {"year", "год", "года", "году", "年", "来年", "今年", "昨年", "прошлогодн", "нынешн"}
    )


def _this_year_in_headline(fresh: Fresh) -> bool:
    """ "Elections-2021: ...": the year in which it was written is no news."""
    return fresh.in_headline and 0 < _year(fresh.number) == _this_year(fresh)


def _in_two_figures(fresh: Fresh) -> bool:
    """ "24年" for 2024年."""
    number = fresh.number
    if number is None or not number.plain or not _YEAR.match(_behind(fresh)):
        return False
    said = (t.value for t in fresh.pair.story.tokens if isinstance(t.value, Quantity))
    return any(year_in_two_figures(number, one) for one in said)


def _years_since(fresh: Fresh) -> bool:
    """ "For the first time in two years", where the text names the year that was two ago."""
    past = _this_year(fresh) - _years(fresh)
    return past < _this_year(fresh) and past in _years_told(fresh)


def _years_to_come(fresh: Fresh) -> bool:
    """A headline's "seven more years" over a text that names the year when they are over."""
    number = fresh.number
    if not fresh.in_headline or number is None or number.factor != MONTHS_IN_YEAR:
        return False
    return _this_year(fresh) + number.value / MONTHS_IN_YEAR in _years_told(fresh)


def _years(fresh: Fresh) -> int:
    """How many years, up to today, a number counts; 0 if it counts nothing of the kind."""
    number = fresh.number
    if number is None or of_kind(fresh.gone, Kind.NUMBER):
        return 0
    if number.plain:
        return int(number.value) if _behind(fresh).startswith("年ぶり") else 0
    near = {token.surface.casefold() for token in fresh.beside(4)}
    counts = number.dimension == "month" and number.factor == MONTHS_IN_YEAR and near & _SINCE
    return int(number.value / MONTHS_IN_YEAR) if counts else 0


def _behind(fresh: Fresh) -> str:
    return joined(fresh.pair.new[fresh.index + 1 : fresh.index + 3])


def _years_told(fresh: Fresh) -> set[int]:
    values = (t.value for t in fresh.pair.story.tokens if isinstance(t.value, Quantity))
    return {year for value in values if (year := _year(value))}


def _year(number: Quantity | None) -> int:
    if number is None or number.dimension or number.value not in CALENDAR_YEARS:
        return 0
    return int(number.value)


def _this_year(fresh: Fresh) -> int:
    return fresh.entry.published.year if fresh.entry.published else 0


YEARS: tuple[Callable[[Fresh], bool], ...] = (
    _long_ago,
    _year_in_words,
    _this_year_in_headline,
    _in_two_figures,
    _years_since,
    _years_to_come,
)
