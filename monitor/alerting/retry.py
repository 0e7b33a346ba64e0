"""When a message that did not go out is tried again."""

from datetime import datetime, timedelta

FIRST = timedelta(milliseconds=200)
GROWTH = 1.35
LONGEST = timedelta(minutes=30)
"""RFC 5321, 4.5.4.1 asks for half an hour between two tries of a mail that is refused for now."""
GIVE_UP = timedelta(days=4)
"""RFC 5321, 4.5.4.1: at least four to five days."""


def next_try(
    attempts: int, created_at: datetime, now: datetime, retry_after: float | None
) -> datetime | None:
    """When to try again after `attempts` failed ones, or `None` to give up.

    Quick at first, because most troubles last a second and the messages behind wait in line; then
    ever slower. A channel's own `retry_after` (seconds) is never undercut.
    """
    wait = min(LONGEST, FIRST * GROWTH ** min(attempts, 60))
    if retry_after is not None:
        wait = max(wait, timedelta(seconds=retry_after))
    at = now + wait
    return at if at - created_at <= GIVE_UP or attempts < 2 else None
