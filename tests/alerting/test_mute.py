"""Until when something is muted, by the desk's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.mute import by_the_clock, in_an_hour, tomorrow_morning

LONDON, TOKYO, APIA = (ZoneInfo(name) for name in ("Europe/London", "Asia/Tokyo", "Pacific/Apia"))
MOMENTS = st.integers(0, 8_000_000).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([LONDON, TOKYO, APIA, ZoneInfo("Australia/Lord_Howe"), UTC])


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        (datetime(2026, 3, 2, 12, 30, tzinfo=UTC), TOKYO, datetime(2026, 3, 2, 23, tzinfo=UTC)),
        (datetime(2026, 3, 2, 15, 30, tzinfo=UTC), TOKYO, datetime(2026, 3, 3, 23, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, tzinfo=UTC), LONDON, datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), LONDON, datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 12, 31, 9, tzinfo=UTC), LONDON, datetime(2027, 1, 1, 8, tzinfo=UTC)),
    ],
)
def test_tomorrow_is_the_next_day_of_the_desk(
    now: datetime, zone: ZoneInfo, morning: datetime
) -> None:
    """08:00 of the next calendar day there, whatever the clocks do that night."""
    assert tomorrow_morning(now, zone) == morning


@given(MOMENTS, ZONES)
def test_tomorrow_is_never_past_and_never_two_days_off(now: datetime, zone: ZoneInfo) -> None:
    """From minutes after eight on, the morning is more than seven and less than 34 hours away."""
    wait = tomorrow_morning(now, zone) - now
    assert timedelta(hours=7) <= wait <= timedelta(hours=34)
    assert f"{tomorrow_morning(now, zone).astimezone(zone):%H:%M}" == "08:00"


def test_an_hour_is_an_hour() -> None:
    """One hour of time, not of the clock."""
    now = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert in_an_hour(now) - now == timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 2, 14, 59, tzinfo=UTC), "23:59"),
        (datetime(2026, 3, 2, 15, 0, tzinfo=UTC), "Tue 3 Mar, 00:00"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), "Fri 1 Jan 2027, 09:00"),
    ],
)
def test_a_time_names_its_day_where_it_is_another(at: datetime, said: str) -> None:
    """Times of today are bare; others have their day, and their year where that differs."""
    assert by_the_clock(at, datetime(2026, 3, 2, 12, 30, tzinfo=UTC), TOKYO) == said
