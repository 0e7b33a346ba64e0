"""What still belongs to a story after its window: nearly the same text, or the same days."""

from collections.abc import Container
from datetime import date, timedelta

from monitor.model.entry import Entry
from monitor.stories.changes.change import Change
from monitor.stories.changes.same import said_in
from monitor.stories.descent import facts_of
from monitor.stories.glance import holds_verbatim
from monitor.stories.occurrence import STAGES
from monitor.stories.other_day import next_time, without_day_of_report
from monitor.stories.reading.facts import Kind, Reading, Token, read
from monitor.stories.reading.moments import Day

LATE, NEARLY_SAME = 0.7, 0.9
"""Share of wording that a late text must have from its story; with a name or a fact more."""
LATE_FACTS, LATE_STAGE = 0.75, 0.6
"""The same of facts; less where it tells of a later stage: released, cancelled, restored."""
TIED, TIED_FACTS = 0.65, 0.4
"""Shares of wording and of facts for a text that is tied to its story by a date of it."""
LATE_RECAST, MANY = 0.6, 4
"""Share of wording where it tells of a later stage and every fact is the story's, so
many; or most of more."""


def comes_again(entry: Entry, earlier: Entry) -> bool:
    """True for a late text that stands word for word in its story and tells of the same days.

    A notice that comes every week says the same each time, but gives no day or means another.
    """
    if not holds_verbatim(earlier, entry):
        return False
    facts, days = facts_of(read(entry)), _days(read(earlier))
    told = {t.value.resolved for t in facts if isinstance(t.value, Day) and t.value.resolved}
    return len(facts) >= 3 and bool(told) and told <= days


def goes_on(entry: Reading, version: Reading, likeness: float, told: tuple[Change, ...]) -> bool:
    """True for a late text that is its story's but for a fact or its outcome, and no name."""
    names = [change for change in told if change.kind is Kind.NAME]
    if any(change.before and not _known_in_front(change, version) for change in names):
        return False
    facts, said, days = _facts(entry), said_in(version), _days(version) | _coming(version, entry)
    kept = [t for t in facts if t in said and _day_of(t) in days | {None}]
    back = [t for t in facts if _day_of(t) == _told(version)]
    tied = back or any(_is_date(t) for t in kept)
    if tied and likeness >= TIED and len({*kept, *back}) >= TIED_FACTS * len(facts):
        return not next_time(entry, version, told, ahead=0)
    if any(change.where <= 0 for change in names) and likeness < NEARLY_SAME:
        return False
    staged = any(change.outcome in STAGES for change in told)
    return _keeps(len(kept), len(facts), likeness, staged=staged)


def _known_in_front(change: Change, version: Reading) -> bool:
    """True for a name of the story that headline or lead put in another's place."""
    return change.where <= 0 and change.after in {token.surface for token in version.tokens}


def _keeps(known: int, facts: int, likeness: float, *, staged: bool) -> bool:
    """True where enough of the facts and of the wording is the story's."""
    needed = (LATE_STAGE if staged else LATE_FACTS) * facts
    if likeness >= NEARLY_SAME:
        needed = min(needed, facts - 1)
    recast = staged and known >= MANY and known >= (facts if known == MANY else LATE_FACTS * facts)
    return likeness >= (LATE_RECAST if recast else LATE) and known >= needed


def _day_of(token: Token) -> date | None:
    """The day that a fact names, if it is one: another Friday is another day."""
    day = token.value
    return day.resolved if isinstance(day, Day) and not day.last else None


def _is_date(token: Token) -> bool:
    return isinstance(token.value, Day) and token.value.day > 0 and _day_of(token) is not None


def _told(version: Reading) -> date:
    return version.published.date() if version.published else date.min


def _facts(entry: Reading) -> list[Token]:
    """A text's facts without the day of telling, and the weekday of a date that it gives."""
    named = {t.value.resolved for t in entry.tokens if isinstance(t.value, Day) and t.value.day}
    return [t for t in facts_of(without_day_of_report(entry)) if not _is_weekday_of(t, named)]


def _is_weekday_of(token: Token, named: Container[date | None]) -> bool:
    day = token.value
    return isinstance(day, Day) and bool(day.resolved) and not day.day and day.resolved in named


def _days(reading: Reading) -> set[date | None]:
    return {token.value.resolved for token in reading.tokens if isinstance(token.value, Day)}


def _coming(version: Reading, entry: Reading) -> set[date | None]:
    """The next Friday, where a text says Friday and it is still to come: it may have meant that."""
    if version.published is None or entry.published is None:
        return set()
    told, today = version.published.date(), entry.published.date()
    weekdays = {t.value.weekday for t in version.tokens if isinstance(t.value, Day)} - {-1}
    coming = {told + timedelta(days=(day - told.weekday()) % 7 or 7) for day in weekdays}
    return {day for day in coming if day > today}
