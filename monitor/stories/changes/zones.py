"""Clock times that one text gives in one zone and another text in another.

"8:05 a.m. on Wednesday" at Chitose is "2305 GMT on Tuesday". Only one of the two names its zone, so
the other's is worked out: it must be a zone of a place in the text, or explain two times or a
moved day as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from monitor.stories.changes.same import found
from monitor.stories.reading.clocks import LOCAL, Clock
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token, stem
from monitor.stories.reading.moments import Day
from monitor.stories.words.offsets import PLACES, RUSSIAN_ZONES, about

_DAY = 1440
_EASTMOST = 780
"""Minutes east of Greenwich of the easternmost zone with many people in it."""
_ASIDE = 2
"""Words between a time and its day: "2040 GMT on Sunday"."""
_OFFSETS: dict[str, list[tuple[int, str]]] = defaultdict(list)
for _word, _offsets, _season in PLACES:
    _OFFSETS[stem(_word)] += [(offset, _season) for offset in _offsets]
for _word, _zone_row in RUSSIAN_ZONES.items():
    _OFFSETS[_word].append(_zone_row)


def in_zone_of(entry: Reading, version: Reading) -> Reading:
    """The entry with its times as the version gives them, where only the zone sets them apart."""
    new, old = _left_over(entry, version), _left_over(version, entry)
    if not new or not old:
        return entry
    if len(old) == 1 and _one_moment(new):
        entry, new = _said_once(entry, new), new[:1]
    for shift in sorted({_apart(token, new[0]) for token in old}):
        if _explains(shift, new, old) and _likely(shift, new, old, entry):
            sentences = tuple(_shifted(s, shift, new, old, version) for s in entry.sentences)
            title = _shifted(entry.title, shift, new, old, version)
            return replace(entry, title=title, sentences=sentences)
    return entry


def _one_moment(tokens: list[Token]) -> bool:
    """True for a time given in several zones: "0640 UTC, or 5:40 p.m. on Sakhalin"."""
    zones = [_zone(token) for token in tokens]
    moments = {
        (_minutes(t) - zone) % _DAY
        for t, zone in zip(tokens, zones, strict=True)
        if zone is not None
    }
    return len(tokens) > 1 and None not in zones and len(moments) == 1


def _said_once(entry: Reading, times: list[Token]) -> Reading:
    """The entry with one such time instead of several, and without a day that goes with another."""
    first, *others = times
    moved = [time for time in others if _days_ahead(time) != _days_ahead(first)]
    rows = (*entry.sentences, entry.title)
    *sentences, title = (_without(others, moved, row) for row in rows)
    return replace(entry, title=title, sentences=tuple(sentences))


def _without(times: list[Token], moved: list[Token], row: Sentence) -> Sentence:
    days = {at for at, token in enumerate(row) if token.kind is Kind.DAY}
    gone = {
        at
        for at in days
        if any(t in moved for t in (*row[max(0, at - 1) : at], *row[at + 1 :][:1]))
    }
    return tuple(token for at, token in enumerate(row) if at not in gone and token not in times)


def _days_ahead(token: Token, unsaid: int = 0) -> int:
    """Days by which a time's own zone is ahead of Greenwich, at that moment."""
    said = _zone(token)
    zone = unsaid if said is None else said
    return ((_minutes(token) - zone) % _DAY + zone) // _DAY


def _left_over(one: Reading, other: Reading) -> list[Token]:
    """Times of day that the other text does not give."""
    theirs = [token for token in other.tokens if token.kind is Kind.CLOCK]
    return [token for token in _clocks(one.tokens) if not found(token, theirs)]


def _clocks(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if isinstance(token.value, Clock)]


def _minutes(token: Token) -> int:
    return token.value.minutes if isinstance(token.value, Clock) else 0


def _zone(token: Token) -> int | None:
    zone = token.value.zone if isinstance(token.value, Clock) else None
    return None if zone == LOCAL else zone


def _apart(old: Token, new: Token) -> int:
    return (_minutes(new) - _minutes(old)) % _DAY


def _explains(shift: int, new: list[Token], old: list[Token]) -> bool:
    return bool(shift) and shift % 15 == 0 and all(_before(shift, t, old) for t in new)


def _before(shift: int, token: Token, old: list[Token]) -> Token | None:
    """The version's time that a time of the entry restates."""
    return next((t for t in old if _apart(t, token) == shift and _one_named(t, token)), None)


def _one_named(one: Token, other: Token) -> bool:
    return (_zone(one) is None) != (_zone(other) is None)


def _likely(shift: int, new: list[Token], old: list[Token], entry: Reading) -> bool:
    if len(new) > 1:
        return True
    kept = [_OFFSETS[k] for t in entry.tokens for k in (t.key, t.country) if k in _OFFSETS]
    if not kept:
        return len(old) == 1 and shift % 30 == 0
    zone = _unsaid_zone(shift, new[0], old)
    day = entry.published.date() if entry.published else None
    offsets = {one for rows in kept for row in rows for one in about(*row, day)}
    return any((zone - offset) % _DAY == 0 for offset in offsets)


def _unsaid_zone(shift: int, token: Token, old: list[Token]) -> int:
    """Offset of the zone that one of the two texts left unsaid."""
    if (zone := _zone(token)) is not None:
        return zone - shift
    return next((z + shift for t in old if (z := _zone(t)) is not None), 0)


def _shifted(
    sentence: Sentence, shift: int, new: list[Token], old: list[Token], version: Reading
) -> Sentence:
    moved = 0
    for token in sentence:
        if token in new and (before := _before(shift, token, old)):
            moved = _days_moved(before, token, shift)
    if not moved:
        return tuple(_restored(token, shift, new, old) for token in sentence)
    rows = (*version.sentences, version.title)
    days = [t for row in rows for t in row if t.kind is Kind.DAY]
    theirs = [t for row in rows for t in _days_beside(row, old)]
    mine = _days_beside(sentence, new)
    return tuple(
        _moved_back(token, moved, theirs or days if token in mine else days, among=token in mine)
        if isinstance(token.value, Day)
        else _restored(token, shift, new, old)
        for token in sentence
    )


def _days_beside(sentence: Sentence, times: list[Token]) -> list[Token]:
    """The days that go with some times of day: other days of the sentence are in no zone."""
    return [
        token
        for at, token in enumerate(sentence)
        if token.kind is Kind.DAY
        and any(t in times for t in sentence[max(0, at - _ASIDE) : at + _ASIDE + 1])
    ]


def _days_moved(before: Token, token: Token, shift: int) -> int:
    """Midnights between the two readings of a time."""
    unsaid = _EASTMOST - (_EASTMOST - _unsaid_zone(shift, token, [before])) % _DAY
    return _days_ahead(token, unsaid) - _days_ahead(before, unsaid)


def _restored(token: Token, shift: int, new: list[Token], old: list[Token]) -> Token:
    before = _before(shift, token, old) if token in new else None
    return token if before is None else replace(before, surface=token.surface)


def _moved_back(token: Token, moved: int, days: list[Token], *, among: bool) -> Token:
    """A day as the version has it, if midnight lies between the two readings of its time."""
    if not among and found(token, days):
        return token
    back = next((day for day in days if _moved(day, token, moved)), None)
    return back or (_earlier(token, moved) if among else token)


def _earlier(token: Token, days: int) -> Token:
    """A day so many days earlier: the one that it is in the version's zone."""
    day = token.value
    if not isinstance(day, Day) or day.resolved is None:
        return token
    then = day.resolved - timedelta(days=days)
    if day.weekday >= 0:
        value = replace(day, weekday=then.weekday(), resolved=then)
        return replace(token, key=f"weekday {then.weekday()}", value=value)
    value = replace(day, month=then.month, day=then.day, resolved=then)
    return replace(token, key=f"day {then.month}-{then.day}", value=value)


def _moved(before: Token, token: Token, days: int) -> bool:
    """True for a version's day that becomes the entry's day in the other zone."""
    match before.value, token.value:
        case Day(resolved=old), Day(resolved=new) if old and new:
            return before.key[:3] == token.key[:3] and new == old + timedelta(days=days)
    return False
