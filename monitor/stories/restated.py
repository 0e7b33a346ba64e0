"""Facts that a desk adds to a text without adding news: they follow from what is there."""

from monitor.stories.align import Pair
from monitor.stories.facts import Kind, Reading, Sentence, Token
from monitor.stories.lexicon import words
from monitor.stories.moments import Clock, Day
from monitor.stories.quantities import CALENDAR_YEARS, MONEY, Quantity, about
from monitor.stories.same import found, rounded

_ABOUT = words(
    "about around nearly almost over some roughly approximately more less than under",
    "около почти более менее примерно свыше порядка 約 およそ ほぼ",
)
_ABOUT_AFTER = words("超 超え 余 余り 強 弱 以上")
_PLACED_IN = words("in of northern southern eastern western central в на")


def restated(
    token: Token, index: int, pair: Pair, gone: Sentence, entry: Reading, version: Reading
) -> bool:
    """Rounding, a year said in words, a sum in a second currency, a fuller name."""
    if pair.where < 0 and any(rounded(token, other) for other in pair.elsewhere):
        return True
    if _roughly(pair.new, index) and any(_about(token, other) for other in pair.elsewhere):
        return True
    match token.value:
        case Quantity() as number if number.dimension in MONEY:
            return _converted(number, index, pair)
        case Quantity() as number if number.value in CALENDAR_YEARS and entry.published:
            return abs(number.value - entry.published.year) <= 1 and _names_a_year(version)
        case Clock():
            return _beside_another_zone(index, pair)
        case Day() as day if pair.where < 0 and entry.sentences and _just_now(day, entry):
            return True
        case Day() as day if day.weekday >= 0:
            return _beside_its_date(day, index, pair)
    if token.country and not any(t.kind is Kind.NAME or t.value for t in gone):
        return index > 0 and pair.new[index - 1].surface.casefold() in _PLACED_IN
    return token.kind is Kind.NAME and _fuller_name(index, pair, gone)


def _just_now(day: Day, entry: Reading) -> bool:
    """ "Today" in a headline says when it was written; the text below it says of what day it is."""
    if day.resolved is None or entry.published is None:
        return False
    return abs((day.resolved - entry.published.date()).days) <= 1


def _beside_its_date(day: Day, index: int, pair: Pair) -> bool:
    """ "Monday" in "Monday, Jan. 14", where the version has the date alone."""
    beside = (*pair.new[max(0, index - 1) : index], *pair.new[index + 1 : index + 2])
    return any(
        isinstance(t.value, Day)
        and t.value.resolved is not None
        and t.value.resolved.weekday() == day.weekday
        and pair.told(t)
        for t in beside
    )


def _beside_another_zone(index: int, pair: Pair) -> bool:
    """ "1400 GMT" in "3 p.m. (1400 GMT)", where the version has the first alone."""
    near = (*pair.new[max(0, index - 3) : index], *pair.new[index + 1 : index + 4])
    return any(t.kind is Kind.CLOCK and pair.told(t) for t in near)


def _roughly(sentence: Sentence, index: int) -> bool:
    before, after = sentence[max(0, index - 2) : index], sentence[index + 1 : index + 4]
    return any(token.surface.casefold() in _ABOUT for token in before) or any(
        token.surface in _ABOUT_AFTER for token in after
    )


def _about(token: Token, other: Token) -> bool:
    match token.value, other.value:
        case Quantity() as rough, Quantity() as exact:
            return about(rough, exact)
    return False


def _converted(number: Quantity, index: int, pair: Pair) -> bool:
    """A sum beside a known sum in another currency, where the version has none in this one."""
    currencies = {t.value.dimension for t in pair.elsewhere if isinstance(t.value, Quantity)}
    if number.dimension in currencies:
        return False
    near = (*pair.new[max(0, index - 3) : index], *pair.new[index + 1 : index + 4])
    return any(
        isinstance(t.value, Quantity) and t.value.dimension in MONEY and pair.told(t) for t in near
    )


def _names_a_year(version: Reading) -> bool:
    keys = {token.key for token in version.tokens}
    return bool(keys & {"year", "год", "года", "году", "年", "来年", "今年", "昨年"})


def _fuller_name(index: int, pair: Pair, gone: Sentence) -> bool:
    """A first name put before a known family name, or a known name's second part.

    A name that stands where something else stood is another name, not a fuller one.
    """
    if any(t.kind is not Kind.STOP or t.surface[0].isupper() for t in gone):
        return False
    neighbours = pair.new[max(0, index - 1) : index] + pair.new[index + 1 : index + 2]
    if not any(t.kind is Kind.NAME and pair.told(t) for t in neighbours):
        return False
    return not any(t.kind is Kind.NAME and not found(t, pair.new) for t in pair.old)
