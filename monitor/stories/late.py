"""What still belongs to a story after its window: nearly the same text, or the same days."""

from datetime import date

from monitor.model.entry import Entry
from monitor.stories.change import Change
from monitor.stories.descent import facts_of
from monitor.stories.facts import Kind, Reading, read
from monitor.stories.glance import holds_verbatim
from monitor.stories.moments import Day
from monitor.stories.occurrence import STAGES
from monitor.stories.same import said_in

LATE, NEARLY_SAME = 0.7, 0.9
"""Share of wording that a late text must have from its story; with a name or a fact more."""
LATE_FACTS, LATE_STAGE = 0.75, 0.6
"""The same of facts; less where it tells of a later stage: released, cancelled, restored."""


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
    facts, said, days = facts_of(entry), said_in(version), _days(version)
    # Another Friday is another day.
    kept = (t in said and (not isinstance(t.value, Day) or t.value.resolved in days) for t in facts)
    staged = any(change.outcome in STAGES for change in told)
    needed = (LATE_STAGE if staged else LATE_FACTS) * len(facts)
    if likeness >= NEARLY_SAME:
        needed = min(needed, len(facts) - 1)
    return likeness >= LATE and sum(kept) >= needed


def _days(reading: Reading) -> set[date | None]:
    return {token.value.resolved for token in reading.tokens if isinstance(token.value, Day)}
