"""Days and times that follow from what a story has said: another zone, roughly, of the report."""

from collections.abc import Callable
from datetime import timedelta

from monitor.stories.changes.fresh import Fresh, of_kind
from monitor.stories.changes.same import found, misspelt
from monitor.stories.reading.clocks import Clock
from monitor.stories.reading.facts import Kind, joined
from monitor.stories.reading.moments import Day
from monitor.stories.reading.quantities import Quantity
from monitor.stories.words.lexicon import REPORTING, words
from monitor.stories.words.units import DAY

MIDDAY = "part of day: 1"
ABOUT_THEN = 15
"""Minutes by which a rough time of day may be from the exact one."""
ASIDE = 6
"""Words between a day and the same in another zone."""
_ZONE_WORDS = words("gmt utc мск гринвичу")
_BEFORE_AFTER = words("before after past around about около 前 すぎ 過ぎ")


def _noon(fresh: Fresh) -> bool:
    """ "Noon" in the place of "midday"."""
    spelt = isinstance(fresh.token.value, Clock) and not fresh.token.surface[0].isdigit()
    said = (*fresh.gone, *fresh.pair.old)
    word = fresh.token.surface.casefold()
    return spelt and any(t.contrast == MIDDAY or t.surface.casefold() == word for t in said)


def _misspelt_before(fresh: Fresh) -> bool:
    """ "Midnight" for "midngiht": a time in words that the version had spelt wrong."""
    surface = fresh.token.surface.casefold()
    timed = isinstance(fresh.token.value, Clock | Day)
    said = [t.surface.casefold() for t in fresh.gone]
    return timed and surface.isalpha() and surface not in said and misspelt(surface, said)


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
    said = (t.value for t in fresh.pair.story.tokens if isinstance(t.value, Clock))
    return any(0 < abs(other.minutes - time.minutes) <= ABOUT_THEN for other in said)


def _day_in_another_zone(fresh: Fresh) -> bool:
    """ "At 20:40 Moscow time on Sunday" for 2:40 local time, in the night to Monday."""
    day = fresh.token.value
    clocks = [t for t in fresh.beside(2) if isinstance(t.value, Clock)]
    told = any(isinstance(t.value, Clock) and fresh.pair.told(t) for t in fresh.pair.new)
    if not isinstance(day, Day) or day.resolved is None or not clocks or not told:
        return False
    said = [t.value for t in fresh.pair.story.tokens]
    known = {v.minutes for v in said if isinstance(v, Clock)}
    if all(isinstance(c.value, Clock) and c.value.minutes in known for c in clocks):
        return False
    days = [v.resolved for v in said if isinstance(v, Day) and v.resolved]
    if not days and fresh.entry.published:  # the version left the day unsaid: it was that day
        days = [fresh.entry.published.date() + timedelta(days=n) for n in (-1, 1)]
    return any(abs((other - day.resolved).days) <= 1 for other in days)


def _days_to_come(fresh: Fresh) -> bool:
    """ "On June 3, two weeks from now": so far ahead is the day that the story names."""
    number, published = fresh.number, fresh.entry.published
    if number is None or published is None or number.dimension != "time" or number.value % DAY:
        return False
    if of_kind(fresh.gone, Kind.NUMBER):
        return False
    then = published.date() + timedelta(days=number.value / DAY)
    days = (t.value.resolved for t in fresh.pair.story.tokens if isinstance(t.value, Day))
    return any(day is not None and abs((day - then).days) <= 1 for day in days)


def _day_named_with_zone(fresh: Fresh) -> bool:
    """ "Monday morning local time (late Sunday GMT)": a day of the story, and its neighbour."""
    day, row, at = fresh.token.value, fresh.pair.new, fresh.index
    behind = row[at + 1].surface.casefold() if at + 1 < len(row) else ""
    if not isinstance(day, Day) or day.resolved is None or behind not in _ZONE_WORDS:
        return False
    near = (t for t in row[max(0, at - ASIDE) : at] if fresh.pair.told(t))
    days = (t.value.resolved for t in near if isinstance(t.value, Day) and t.value.resolved)
    return any(abs((other - day.resolved).days) == 1 for other in days)


def _so_much_later(fresh: Fresh) -> bool:
    """ "At 18:34 UTC" for 54 minutes after a time that both texts give."""
    time = fresh.token.value
    lengths = [t.value for t in fresh.gone if isinstance(t.value, Quantity)]
    if not isinstance(time, Clock) or not any(q.dimension == "time" for q in lengths):
        return False
    known = (t.value for t in fresh.entry.tokens if fresh.pair.told(t))
    since = {
        (time.minutes - other.minutes) % 1440 * 60.0
        for other in known
        if isinstance(other, Clock) and other.zone == time.zone
    }
    return any(q.dimension == "time" and q.value in since for q in lengths)


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
    if not isinstance(day, Day) or published is None or of_kind(fresh.pair.old, Kind.DAY):
        return False
    reported = any(t.surface.casefold() in REPORTING for t in fresh.beside(2))
    return reported and day.resolved == published.date()


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


def _length_of_time(fresh: Fresh) -> bool:
    """ "3:51" for three hours and 51 minutes, or minutes and seconds."""
    time = fresh.token.value
    if not isinstance(time, Clock) or ":" not in fresh.token.surface:
        return False
    lengths = {time.minutes * 60.0, float(time.minutes)}
    said = (t.value for t in fresh.pair.story.tokens if isinstance(t.value, Quantity))
    return any(q.dimension == "time" and q.value in lengths for q in said)


_MONTHS = {"先月": -1, "今月": 0, "来月": 1}


def _month_by_name(fresh: Fresh) -> bool:
    """ "3月上旬" for 今月上旬, told in March."""
    day, published = fresh.token.value, fresh.version.published
    if not isinstance(day, Day) or day.day or not day.month or published is None:
        return False
    said = joined(fresh.gone or fresh.pair.old)
    return any(
        word in said and day.month == (published.month - 1 + ahead) % 12 + 1
        for word, ahead in _MONTHS.items()
    )


TIMES: tuple[Callable[[Fresh], bool], ...] = (
    _noon,
    _misspelt_before,
    _in_another_zone,
    _about_then,
    _day_in_another_zone,
    _day_named_with_zone,
    _days_to_come,
    _so_much_later,
    _just_now,
    _day_of_report,
    _weekday_of_date,
    _length_of_time,
    _month_by_name,
)
