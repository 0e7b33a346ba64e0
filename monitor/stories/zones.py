"""Clock times that one text gives in one zone and another text in another.

"8:05 a.m. on Wednesday" at Chitose is "2305 GMT on Tuesday". Only one of the two names its zone, so
the other's is worked out: it must be a zone of a place in the text, or explain two times or a
moved day as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from monitor.stories.facts import Kind, Reading, Sentence, Token
from monitor.stories.moments import LOCAL, Clock, Day
from monitor.stories.same import found

_DAY = 1440
# Minutes east of Greenwich, first and last, by the key of a place's name: tz database 2024a.
_OFFSETS: Mapping[str, tuple[int, int]] = {
    "russia": (180, 720), "japan": (540, 540), "china": (480, 480), "korea": (540, 540),
    "uk": (0, 60), "us": (-480, -240), "ukraine": (120, 180), "turkey": (180, 180),
    "india": (330, 330), "france": (60, 120), "germany": (60, 120), "italy": (60, 120),
    "spain": (60, 120), "poland": (60, 120), "kurils": (660, 660), "iturup": (660, 660),
    "kunashir": (660, 660), "shikotan": (660, 660), "sakhalin": (660, 660),
    "сахалин": (660, 660), "владивосток": (600, 600), "камчатк": (720, 720),
}  # fmt: skip


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
    """The entry with one such time instead of several."""
    rows = (*entry.sentences, entry.title)
    *sentences, title = (tuple(t for t in row if t not in times[1:]) for row in rows)
    return replace(entry, title=title, sentences=tuple(sentences))


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
    return bool(shift) and shift % 30 == 0 and all(_before(shift, t, old) for t in new)


def _before(shift: int, token: Token, old: list[Token]) -> Token | None:
    """The version's time that a time of the entry restates."""
    return next((t for t in old if _apart(t, token) == shift and _one_named(t, token)), None)


def _one_named(one: Token, other: Token) -> bool:
    return (_zone(one) is None) != (_zone(other) is None)


def _likely(shift: int, new: list[Token], old: list[Token], entry: Reading) -> bool:
    if len(new) > 1:
        return True
    spans = [_OFFSETS[k] for t in entry.tokens for k in (t.key, t.country) if k in _OFFSETS]
    if not spans:
        return len(old) == 1
    offset = _unsaid_zone(shift, new[0], old)
    return any((offset - first) % _DAY <= last - first for first, last in spans)


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
    days = [t for s in (*version.sentences, version.title) for t in s if t.kind is Kind.DAY]
    return tuple(_restored(token, shift, moved, new, old, days) for token in sentence)


def _days_moved(before: Token, token: Token, shift: int) -> int:
    """Midnights between the two readings of a time: the shorter way round the clock."""
    short = shift if shift <= _DAY // 2 else shift - _DAY
    return (_minutes(before) + short - _minutes(token)) // _DAY


def _restored(
    token: Token, shift: int, moved: int, new: list[Token], old: list[Token], days: list[Token]
) -> Token:
    if token in new:
        before = _before(shift, token, old)
        return token if before is None else replace(before, surface=token.surface)
    if moved and isinstance(token.value, Day) and not found(token, days):
        return next((d for d in days if _moved(d, token, moved)), token)
    return token


def _moved(before: Token, token: Token, days: int) -> bool:
    """True for a version's day that becomes the entry's day in the other zone."""
    match before.value, token.value:
        case Day(resolved=old), Day(resolved=new) if old and new:
            return before.key[:3] == token.key[:3] and new == old + timedelta(days=days)
    return False
