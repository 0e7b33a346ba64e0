"""When a message is tried again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.retry import GIVE_UP, LONGEST, next_try

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_retries_are_quick_at_first_and_slow_at_last():
    """The first waits are fractions of a second, the last ones half an hour."""
    waits = [next_try(n, NOW, NOW, None) for n in range(60)]
    assert waits[0] is not None
    assert waits[0] - NOW < timedelta(seconds=1)
    assert waits == sorted(w for w in waits if w)
    assert waits[-1] == NOW + LONGEST


def test_a_day_without_the_channel_is_survived():
    """After a whole day of failures there is still a next try; after the limit there is none."""
    assert next_try(40, NOW - timedelta(days=1), NOW, None)
    assert next_try(400, NOW - GIVE_UP, NOW, None) is None


@given(st.integers(0, 10_000), st.floats(0, 86_400))
def test_a_channel_s_own_wish_is_never_undercut(attempts, retry_after):
    """Retry-After is a lower bound, however many attempts were made."""
    at = next_try(attempts, NOW, NOW, retry_after)
    assert at is not None
    assert at - NOW >= timedelta(seconds=retry_after) - timedelta(milliseconds=1)
