"""Until when something is muted, by the desk's clock."""

from datetime import UTC, datetime, time, timedelta, tzinfo

MORNING = time(8)
"""When a desk that muted a watchlist "until tomorrow" hears of it again."""


def in_an_hour(now: datetime) -> datetime:
    """An hour from now."""
    return now + timedelta(hours=1)


def tomorrow_morning(now: datetime, zone: tzinfo) -> datetime:
    """08:00 of the next day by the desk's clock, in UTC; an hour that is skipped ends the skip."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def undo_of(silence_id: int) -> str:
    """What takes a mute back, as notes and buttons name it."""
    return f"silence {silence_id}"


def by_the_clock(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A time as the desk says it: `14:30`, on another day `Tue 15 Dec, 08:00`."""
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    if there.date() == today:
        return f"{there:%H:%M}"
    year = f" {there:%Y}" if there.year != today.year else ""
    return f"{there:%a} {there.day} {there:%b}{year}, {there:%H:%M}"
