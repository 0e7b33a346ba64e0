"""When a destination gets too much at once, and when it is calm again.

More than `burst` alerts within a window begin a storm: what comes further is gathered in one
message. It is over when a whole window has passed in which there was never too much, so that news
at the very limit does not begin a new storm every minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """How many alerts a destination takes one by one."""

    burst: int
    window: timedelta


def too_many(recent: int, limit: Limit) -> bool:
    """Whether one more is too many, after `recent` alerts within the last window."""
    return recent >= limit.burst


def is_over(busy_at: datetime, limit: Limit, now: datetime) -> bool:
    """Whether a storm is over that was last at its height at `busy_at`."""
    return now - busy_at >= limit.window
