"""What still belongs to a story after its window: nearly the same text, or the same days."""

from collections.abc import Container
from datetime import date, timedelta

from monitor.model.entry import Entry
from monitor.stories.change import Change
from monitor.stories.descent import facts_of
from monitor.stories.facts import Kind, Reading, Token, read
from monitor.stories.glance import holds_verbatim
from monitor.stories.moments import Day
from monitor.stories.occurrence import STAGES, without_day_of_report
from monitor.stories.same import said_in

LATE, NEARLY_SAME = 0.7, 0.9
"""Share of wording that a late text must have from its story; with a name or a fact more."""
LATE_FACTS, LATE_STAGE = 0.75, 0.6
"""The same of facts; less where it tells of a later stage: released, cancelled, restored."""
LATE_RECAST, MANY = 0.6, 4
"""Share of wording where it tells of a later stage and every fact is the story's, so many."""


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
    if any(change.before for change in names):
        return False
    if any(change.where <= 0 for change in names) and likeness < NEARLY_SAME:
        return False
    facts, said, days = _facts(entry), said_in(version), _days(version) | _coming(version, entry)
    # Another Friday is another day.
    kept = (t in said and (not isinstance(t.value, Day) or t.value.resolved in days) for t in facts)
    staged = any(change.outcome in STAGES for change in told)
    needed = (LATE_STAGE if staged else LATE_FACTS) * len(facts)
    if likeness >= NEARLY_SAME:
        needed = min(needed, len(facts) - 1)
    known = sum(kept)
    recast = staged and known == len(facts) >= MANY
    return likeness >= (LATE_RECAST if recast else LATE) and known >= needed


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
