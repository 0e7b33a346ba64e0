"""Facts that a desk adds to a text without adding news: they follow from what is there.

Each rule answers for one kind of inference; a fact that none of them explains is a change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from monitor.stories import reckoned
from monitor.stories.abbreviated import short_for
from monitor.stories.align import Pair
from monitor.stories.facts import Kind, Reading, Sentence, Token
from monitor.stories.lexicon import ROLES, words
from monitor.stories.moments import Clock, Day
from monitor.stories.quantities import CALENDAR_YEARS, MONEY, TOLERANCE, Quantity
from monitor.stories.same import found, rounded, same

ROMANISED = 0.7
"""From this share of letters on, two first names before one family name are one."""
_ABOUT = words(
    "about around nearly almost over some roughly approximately more less than under",
    "около почти более менее примерно свыше порядка 約 およそ ほぼ",
)
_ABOUT_AFTER = words("超 超え 余 余り 強 弱 以上")
LARGE = 1e6
"""A bare number from which it may be a sum whose currency stands beside another."""
ABOUT_THEN = 15
"""Minutes by which a rough time of day may be from the exact one."""
_BEFORE_AFTER = words("before after past around about около 前 すぎ 過ぎ")
SEA_MILE = 1.852 / 1.609344
"""Sea miles are written as miles; this is how much longer they are."""
_REPORTED = words(
    "said says reported reports announced told confirmed сообщил сообщила сообщили сообщает "
    "заявил заявила заявили передает"
)
_PLACED_IN = words("in of northern southern eastern western central в на")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A fact that the story does not have in these words, and where it stands."""

    token: Token
    index: int
    pair: Pair
    gone: Sentence
    """What stood in its place."""
    entry: Reading
    version: Reading

    @property
    def number(self) -> Quantity | None:
        """The fact's number, if it is one."""
        return self.token.value if isinstance(self.token.value, Quantity) else None

    @property
    def in_headline(self) -> bool:
        """Whether it stands in the headline."""
        return self.pair.where < 0

    def beside(self, reach: int) -> Sentence:
        """The tokens before and behind it."""
        row, at = self.pair.new, self.index
        return (*row[max(0, at - reach) : at], *row[at + 1 : at + 1 + reach])


def restated(fresh: Fresh) -> bool:
    """True where a fact says, in other words, what the story has said."""
    return any(rule(fresh) for rule in _RULES)


def _of_kind(tokens: Sentence, kind: Kind) -> bool:
    return any(token.kind is kind for token in tokens)


def _rounded_in_headline(fresh: Fresh) -> bool:
    return fresh.in_headline and any(rounded(fresh.token, t) for t in fresh.pair.elsewhere)


def _reckoned_in_headline(fresh: Fresh) -> bool:
    """ "Down by a third", "31 saved": worked out from the figures below."""
    number = fresh.number
    if not fresh.in_headline or number is None:
        return False
    return reckoned.ratio(number, fresh.entry) or reckoned.total(number, fresh.entry)


def _one_victim(fresh: Fresh) -> bool:
    """ "One dead" over a text that tells of a man who died."""
    number = fresh.number
    return (
        fresh.in_headline
        and number is not None
        and (number.value, number.dimension) == (1, "")
        and bool(fresh.entry.sentences)
        and not _of_kind(fresh.gone, Kind.NUMBER)
    )


def _members(fresh: Fresh) -> bool:
    """ "Seven rich countries" for the G7."""
    number = fresh.number
    if not fresh.in_headline or number is None or number.dimension:
        return False
    return f"g{number.value:g}" in fresh.pair.keys


def _counted(fresh: Fresh) -> bool:
    if fresh.number is None or _of_kind(fresh.gone, Kind.NUMBER):
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
    return any(reckoned.roughly(fresh.token, other) for other in fresh.pair.elsewhere)


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
    return 0 < year <= _this_year(fresh) - 2 and not _of_kind(fresh.gone, Kind.NUMBER)


def _year_in_words(fresh: Fresh) -> bool:
    """ "2026" where the version has "this year"."""
    keys = {token.key for token in fresh.version.tokens}
    near = _year(fresh) > 0 and abs(_year(fresh) - _this_year(fresh)) <= 1
    return near and bool(keys & {"year", "год", "года", "году", "年", "来年", "今年", "昨年"})


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


def _noon(fresh: Fresh) -> bool:
    """ "Noon" in the place of "midday"."""
    spelt = isinstance(fresh.token.value, Clock) and not fresh.token.surface[0].isdigit()
    return spelt and any(t.contrast for t in fresh.gone)


def _in_another_zone(fresh: Fresh) -> bool:
    """ "1400 GMT" in "3 p.m. (1400 GMT)", where the version has the first alone."""
    near = fresh.beside(3)
    others = [t for t in fresh.gone if t.kind is Kind.CLOCK and not found(t, near)]
    if not isinstance(fresh.token.value, Clock) or others:
        return False
    zones = {t.value.zone for t in (*near, fresh.token) if isinstance(t.value, Clock)}
    return len(zones) > 1 and any(t.kind is Kind.CLOCK and fresh.pair.told(t) for t in near)


def _about_then(fresh: Fresh) -> bool:
    """ "Shortly before 5 a.m." for ten to five."""
    time, row, at = fresh.token.value, fresh.pair.new, fresh.index
    near = (*row[max(0, at - 1) : at], *row[at + 1 : at + 2])
    if not isinstance(time, Clock) or not any(t.surface.casefold() in _BEFORE_AFTER for t in near):
        return False
    said = (t.value for t in fresh.pair.elsewhere if isinstance(t.value, Clock))
    return any(0 < abs(other.minutes - time.minutes) <= ABOUT_THEN for other in said)


def _day_in_another_zone(fresh: Fresh) -> bool:
    """ "At 20:40 Moscow time on Sunday" for 2:40 local time, in the night to Monday."""
    day = fresh.token.value
    clocks = [t for t in fresh.beside(2) if isinstance(t.value, Clock) and fresh.pair.told(t)]
    if not isinstance(day, Day) or day.resolved is None or not clocks:
        return False
    said = [t.value for t in fresh.pair.elsewhere]
    if any(isinstance(v, Clock) and v.minutes == c.value.minutes for v in said for c in clocks):  # type: ignore[union-attr] # a clock each
        return False
    days = (v.resolved for v in said if isinstance(v, Day) and v.resolved)
    return any(abs((other - day.resolved).days) == 1 for other in days)


def _just_now(fresh: Fresh) -> bool:
    """ "Today" in a headline says when it was written; the text below says of what day it is."""
    day, published = fresh.token.value, fresh.entry.published
    if not isinstance(day, Day) or not fresh.in_headline or not fresh.entry.sentences:
        return False
    if day.resolved is None or published is None:
        return False
    return abs((day.resolved - published.date()).days) <= 1


def _day_of_report(fresh: Fresh) -> bool:
    """ "Reported on Monday", where the version, of that same day, names no day there."""
    day, published = fresh.token.value, fresh.version.published
    if not isinstance(day, Day) or published is None or _of_kind(fresh.pair.old, Kind.DAY):
        return False
    reported = any(t.surface.casefold() in _REPORTED for t in fresh.beside(2))
    return reported and day.resolved == published.date()


def _in_brackets_beside(fresh: Fresh) -> bool:
    """ "60 miles (111 km)", where the version has the miles alone: sea miles, for once."""
    number = fresh.number
    if number is None or number.dimension != "length" or _of_kind(fresh.gone, Kind.NUMBER):
        return False
    said = (
        t.value for t in fresh.beside(1) if isinstance(t.value, Quantity) and fresh.pair.told(t)
    )
    return any(
        other.dimension == number.dimension
        and abs(number.value - SEA_MILE * other.value) <= TOLERANCE * number.value
        for other in said
    )


def _weekday_of_date(fresh: Fresh) -> bool:
    """ "Monday" in "Monday, Jan. 14", where the version has the date alone."""
    day = fresh.token.value
    return isinstance(day, Day) and any(
        isinstance(t.value, Day)
        and t.value.resolved is not None
        and t.value.resolved.weekday() == day.weekday
        and fresh.pair.told(t)
        for t in fresh.beside(1)
    )


def _country_of_place(fresh: Fresh) -> bool:
    """ "In Norway" behind a place, "Russia's" before its foreign ministry."""
    if not fresh.token.country or any(t.kind is Kind.NAME or t.value for t in fresh.gone):
        return False
    if any(token.surface.casefold() in ROLES for token in fresh.beside(1)):
        return True
    if any(t.kind is Kind.NAME and not t.country and fresh.pair.told(t) for t in fresh.beside(2)):
        return True
    row, at = fresh.pair.new, fresh.index
    return at > 0 and row[at - 1].surface.casefold() in _PLACED_IN


def _other_romanisation(fresh: Fresh) -> bool:
    """ "Oleg" for "Oleh" before a family name that is known."""
    token, row = fresh.token, fresh.pair.new
    following = row[fresh.index + 1 : fresh.index + 2]
    if token.kind is not Kind.NAME or not any(
        t.kind is Kind.NAME and fresh.pair.told(t) for t in following
    ):
        return False
    return any(
        t.kind is Kind.NAME
        and t.key[0] == token.key[0]
        and Indel.normalized_similarity(t.key, token.key) >= ROMANISED
        for t in fresh.gone or fresh.pair.old
    )


def _in_two_words(fresh: Fresh) -> bool:
    """ "Naka-Shibetsu" for Nakashibetsu, or the other way round."""
    if fresh.token.kind is not Kind.NAME:
        return False
    row, at = fresh.pair.new, fresh.index
    joined = {_joined(row[i : i + 2]) for i in (at - 1, at) if i >= 0}
    said = {token.surface.casefold() for token in fresh.pair.elsewhere}
    halves = (_joined(pair) for pair in pairwise(fresh.pair.old))
    return bool(joined & said) or fresh.token.surface.casefold() in halves


def _joined(tokens: Sentence) -> str:
    return "".join(token.surface.casefold() for token in tokens)


def _abbreviated(fresh: Fresh) -> bool:
    """ "SNB", where the Swiss National Bank is named."""
    rows = (fresh.pair.new, fresh.pair.old, fresh.version.title, *fresh.version.sentences)
    return any(short_for(fresh.token, row) for row in rows)


def _spelt_out(fresh: Fresh) -> bool:
    """ "The Swiss National Bank", where the version has "SNB"."""
    if fresh.token.value:
        return False
    short = (t for t in fresh.version.tokens if t.kind in (Kind.NAME, Kind.WORD))
    return any(
        fresh.index in (short_for(token, fresh.pair.new) or ()) for token in dict.fromkeys(short)
    )


def _said_below(fresh: Fresh) -> bool:
    """A headline's fact that the text has as well, or more exactly: it is compared there."""
    below = [token for sentence in fresh.entry.sentences for token in sentence]
    return fresh.in_headline and any(
        same(fresh.token, token) or rounded(fresh.token, token) for token in below
    )


def _length_of_time(fresh: Fresh) -> bool:
    """ "3:51" for three hours and 51 minutes, or minutes and seconds."""
    time = fresh.token.value
    if not isinstance(time, Clock) or ":" not in fresh.token.surface:
        return False
    lengths = {time.minutes * 60.0, float(time.minutes)}
    said = (t.value for t in fresh.pair.elsewhere if isinstance(t.value, Quantity))
    return any(q.dimension == "time" and q.value in lengths for q in said)


def _fuller_name(fresh: Fresh) -> bool:
    """A first name put before a known family name, or a known name's second part.

    A name that stands where something else stood is another name, not a fuller one.
    """
    pair = fresh.pair
    if fresh.token.kind is not Kind.NAME or fresh.token.country:
        return False
    if any(t.kind is not Kind.STOP or t.surface[0].isupper() for t in fresh.gone):
        return False
    if not any(t.kind is Kind.NAME and pair.told(t) for t in fresh.beside(1)):
        return False
    return not any(t.kind is Kind.NAME and not found(t, pair.new) for t in pair.old)


_RULES: tuple[Callable[[Fresh], bool], ...] = (
    _said_below,
    _length_of_time,
    _rounded_in_headline,
    _reckoned_in_headline,
    _counted,
    _members,
    _one_victim,
    _rough,
    _in_another_currency,
    _long_ago,
    _year_in_words,
    _this_year_in_headline,
    _noon,
    _in_another_zone,
    _about_then,
    _day_in_another_zone,
    _just_now,
    _day_of_report,
    _in_brackets_beside,
    _weekday_of_date,
    _country_of_place,
    _other_romanisation,
    _in_two_words,
    _abbreviated,
    _spelt_out,
    _fuller_name,
)
