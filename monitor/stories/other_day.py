"""Whether a text tells of another day than its story: of the next of its kind."""

import re
from dataclasses import replace
from datetime import date, timedelta

from monitor.stories.changes.change import Change
from monitor.stories.descent import MOST, mostly_same, share_of_facts
from monitor.stories.reading.facts import Kind, Reading, Sentence, joined
from monitor.stories.reading.moments import Day
from monitor.stories.reading.quantities import Quantity
from monitor.stories.words.lexicon import REPORTING
from monitor.stories.words.units import DAY

_TELLS = re.compile(
    "(?:発表|公表|表明|明らかに)し(?:た|ました)|(?:述べ|伝え)(?:た|ました)|(?:決め|話し)(?:た|ました)"
)
SAME_FACTS = 0.75
"""Share of its facts from which a text is no other report, however it is put."""
FORETOLD = 0.5
"""The same for a text that tells of the day that the story had foretold."""
_A_DAY_AFTER = re.compile(r"\ba day (?:after|earlier|before)\b|днем ранее|前日", re.IGNORECASE)


def next_time(entry: Reading, version: Reading, told: tuple[Change, ...], *, ahead: int = 1) -> str:
    """The next of its kind: the day that was to come is over, and another one is to come.

    `ahead` says in how many days at least each was to come when it was told.
    """
    if entry.published is None:
        return ""
    today = entry.published.date()
    for change in told:
        if change.kind is Kind.DAY and change.before:
            old = _coming(change.before, version, ahead)
            new = _coming(change.after, entry, ahead)
            if old and new and old < today:
                return f"{change.before} there, which is over, {change.after} here"
    return ""


def _coming(surface: str, reading: Reading, ahead: int) -> date | None:
    """The day that a text names so, if it was to come."""
    days = (t.value for t in without_day_of_report(reading).tokens if t.surface == surface)
    found = next((day for day in days if isinstance(day, Day) and day.day), None)
    if found is None or found.resolved is None or reading.published is None:
        return None
    still = (found.resolved - reading.published.date()).days >= ahead
    return found.resolved if still else None


def other_day(entry: Reading, version: Reading) -> str:
    """Another day is reported: the one nearest to each text's own date."""
    told_of = {_reported_day(without_day_of_report(one)) for one in (version, entry)}
    if _tells_of_both(entry, version) or (len(told_of) == 1 and None not in told_of):
        return ""
    if _reported_day(without_day_of_report(entry)) is None and mostly_same(entry, version):
        return ""
    old, new = _reported_day(version), _reported_day(entry)
    if not (old and new) and not _same_but_one(entry, version):
        old, new = (_reported_day(_dateline_only(one)) for one in (version, entry))
    return (
        f"it tells of {new:%d.%m.}, the other of {old:%d.%m.}" if old != new and old and new else ""
    )


def _same_but_one(entry: Reading, version: Reading) -> bool:
    """True where a text says most of what the other says: its dateline is of the day of telling."""
    return share_of_facts(entry, version) >= SAME_FACTS and mostly_same(entry, version)


def _tells_of_both(entry: Reading, version: Reading) -> bool:
    """True where a text has the version's day beside its own, and most of its facts: it goes on.

    Or the version foretold the day of which the entry tells.
    """
    old, new = _reported_day(version), _reported_day(entry)
    if mostly_same(entry, version) and _same_weekday(entry, version):
        return True
    if old in _days(entry) and share_of_facts(entry, version) >= MOST:
        return True
    if old in _days_before(new, entry) and mostly_same(entry, version):
        return True
    foretold = new in _days(version) and _days(entry) <= _days(version)
    return foretold and share_of_facts(entry, version) >= FORETOLD


def _same_weekday(entry: Reading, version: Reading) -> bool:
    """True where both name a weekday that has not come again since: one Thursday."""
    if entry.published is None or version.published is None:
        return False
    told, today = version.published.date(), entry.published.date()
    since = {(told + timedelta(days=n)).weekday() for n in range(1, (today - told).days + 1)}
    new, old = (
        {t.value.weekday for t in one.tokens if isinstance(t.value, Day)} - {-1}
        for one in (without_day_of_report(entry), without_day_of_report(version))
    )
    return bool((new & old) - since)


def _days_before(day: date | None, reading: Reading) -> set[date]:
    """The day that a text counts back to: "two days after the note was handed over"."""
    lengths = (t.value for t in reading.tokens if isinstance(t.value, Quantity))
    spans = {q.value / DAY for q in lengths if q.dimension == "time" and not q.value % DAY}
    if any(_A_DAY_AFTER.search(" ".join(t.surface for t in s)) for s in reading.sentences):
        spans.add(1)
    return {day - timedelta(days=span) for span in spans if 0 < span <= 3} if day else set()


def _days(reading: Reading) -> set[date]:
    days = (token.value for sentence in reading.sentences for token in sentence)
    return {day.resolved for day in days if isinstance(day, Day) and day.resolved}


def _dateline_only(reading: Reading) -> Reading:
    return replace(reading, title=(), sentences=(reading.dateline,))


def _reported_day(reading: Reading) -> date | None:
    if reading.published is None:
        return None
    today = reading.published.date()
    row = (token for sentence in (*reading.sentences, reading.title) for token in sentence)
    days = [
        token.value.resolved
        for token in row
        if isinstance(token.value, Day)
        and token.value.resolved
        and (token.value.day or token.value.weekday >= 0)
    ]
    near = [day for day in days if -3 <= (day - today).days <= 1]
    # Of two days as near, the later mention: the source's "said Monday" ends its sentence.
    return min(reversed(near), key=lambda day: abs((day - today).days), default=None)


def without_day_of_report(reading: Reading) -> Reading:
    """The text without the days on which somebody said something: "rescuers said on Wednesday"."""
    sentences = tuple(
        tuple(t for at, t in enumerate(s) if t.kind is not Kind.DAY or not _reports(at, s))
        for s in reading.sentences
    )
    return replace(reading, sentences=sentences)


def _reports(at: int, sentence: Sentence) -> bool:
    """True for a day beside a word of saying; in Japanese, which ends in it, the first day."""
    if any(token.surface.casefold() in REPORTING for token in sentence[max(0, at - 2) : at]):
        return True
    first = not any(token.kind is Kind.DAY for token in sentence[:at])
    return first and bool(_TELLS.search(joined(sentence[at + 1 :])))
