"""When a digest is due and when a destination wants quiet, in the words that a desk writes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from itertools import takewhile
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_GROUPS = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_QUIET = re.compile(r"([\d:]+)\s*[-–]\s*([\d:]+)(?:\s+(\S+))?")
_EXAMPLES = (
    '"daily 07:30", "weekdays 07:30,16:00", "fri 17:00", "hourly", or a cron line "30 7 * * 1-5",'
    ' each with a time zone behind it where it is not the desk\'s: "daily 07:30 Asia/Tokyo"'
)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_ABBREVIATION = 4
"""Letters of the longest abbreviation of a zone (AEST), which no nearest name can explain."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The slots of a digest: the times of any of the cron lines, by the clock of the zone."""

    crons: tuple[str, ...]
    """Lines of five fields: minute, hour, day of month, month, day of week."""
    zone: str
    """IANA name."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A stretch of every day, by the clock of the zone; it may run over midnight."""

    start: time
    end: time
    zone: str
    high_passes: bool = False
    """Whether alerts of high priority are told all the same."""


def parse_schedule(text: str, zone: str) -> Schedule:
    """Read digest words, with `zone` where they name none.

    Raises ValueError that says in an editor's words what to write.
    """
    words = re.sub(r"\s*,\s*", ",", text).split()
    if len(words) >= 5:
        return _schedule([" ".join(words[:5])], words[5:], zone)
    if words[:1] and words[0].lower() == "hourly":
        return _schedule(["0 * * * *"], words[1:], zone)
    days = _days(words[0]) if words else ""
    if not days:
        raise ValueError(f'"{text}" is no digest time: write {_EXAMPLES}')
    if len(words) == 1:
        raise ValueError(f'"{text}" lacks its time: write "{text.strip()} 07:30"')
    times = [_clock(part) for part in words[1].split(",")]
    crons = [f"{time.minute} {time.hour} * * {days}" for time in times]
    return _schedule(crons, words[2:], zone)


def slots_between(schedule: Schedule, after: datetime, until: datetime) -> tuple[datetime, ...]:
    """The slots later than `after` and not later than `until`, ascending, in the schedule's zone.

    Both times are aware. Around a change of the clock it goes as in Debian's cron: a time that is
    skipped comes at the next valid minute, a time that is doubled comes once; `hourly` comes every
    hour that really passes.
    """
    start, end = after.astimezone(ZoneInfo(schedule.zone)), until.timestamp()
    slots = {
        slot.timestamp(): slot
        for cron in schedule.crons
        for slot in takewhile(lambda slot: slot.timestamp() <= end, CronSim(cron, start))
    }
    return tuple(slots[moment] for moment in sorted(slots))


def parse_quiet(text: str, zone: str) -> QuietHours:
    """Read quiet hours such as `22:00-07:00 Asia/Tokyo`. Raises ValueError in an editor's words."""
    match = _QUIET.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is no stretch of time: write "22:00-07:00" or with a time zone')
    start, end, named = _clock(match[1]), _clock(match[2]), match[3]
    if start == end:
        raise ValueError(f'"{text}" begins and ends at the same minute')
    return QuietHours(start, end, check_zone(named) if named else zone)


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """When the quiet that `now` lies in ends, in the zone of the quiet hours; `None` outside it."""
    local = now.astimezone(ZoneInfo(quiet.zone))
    clock = local.time().replace(tzinfo=None)
    over_midnight = quiet.start > quiet.end
    inside = (
        clock >= quiet.start or clock < quiet.end
        if over_midnight
        else quiet.start <= clock < quiet.end
    )
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and clock >= quiet.start else 0)
    end = datetime.combine(day, quiet.end, local.tzinfo)
    # Where the clock goes back over the end, the quiet has ended when it came the first time.
    return end if end.timestamp() > now.timestamp() else None


def check_zone(name: str) -> str:
    """The name, if it is an IANA time zone; else a ValueError that names the nearest."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone{_nearest_zone(name)}') from None
    return name


def _nearest_zone(name: str) -> str:
    zones = {zone.lower(): zone for zone in available_timezones()}
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    wanted = name.lower().replace(" ", "_")
    if wanted in cities:
        return f': did you mean "{zones[cities[wanted]]}"?'
    near = get_close_matches(wanted, zones, n=1, cutoff=0.7)
    if not near or ("/" not in name and len(name) <= _ABBREVIATION):
        return ': write it as area and city, such as "Europe/London"'
    return f': did you mean "{zones[near[0]]}"?'


def _schedule(crons: list[str], rest: list[str], zone: str) -> Schedule:
    """The schedule of cron lines, with what stands behind them, which can only be a zone."""
    if len(rest) > 1 or (rest and _TIME.fullmatch(rest[0])):
        raise ValueError(
            f'"{" ".join(rest)}" is more than a time zone: put commas between times, and one time'
            " zone at the end"
        )
    for cron in crons:
        try:
            next(CronSim(cron, _ANY_TIME))
        except (CronSimError, StopIteration) as error:
            reason = str(error) or "it never comes"
            raise ValueError(f'"{cron}" is no cron line ({reason}): write {_EXAMPLES}') from None
    return Schedule(tuple(crons), check_zone(rest[0]) if rest else zone)


def _days(word: str) -> str:
    """Days as cron's fifth field, 0 being Sunday; "" if the word names none."""
    days: list[int] = []
    for part in word.lower().split(","):
        ends = [_day(name) for name in part.split("-")]
        if part in _DAY_GROUPS:
            days += _DAY_GROUPS[part]
        elif len(ends) > 2 or None in ends:
            return ""
        else:
            first, last = ends[0] or 0, ends[-1] or 0
            days += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    numbers = sorted({(day + 1) % 7 for day in days})
    return "*" if len(numbers) == 7 else ",".join(map(str, numbers))


def _day(name: str) -> int | None:
    """Number of a weekday from 0 for Monday: `fri`, `friday`, `fridays`."""
    found = (n for n, day in enumerate(_DAY_NAMES) if name in (day[:3], day, f"{day}s"))
    return next(found, None)


def _clock(text: str) -> time:
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is no time: write hours and minutes, such as 07:30')
    return time(int(match[1]), int(match[2]))
