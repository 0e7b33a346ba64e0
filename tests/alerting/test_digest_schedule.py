"""Digest words, and their slots around changes of the clock."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.schedule import (
    QuietHours,
    Schedule,
    check_zone,
    parse_quiet,
    parse_schedule,
    quiet_until,
    slots_between,
)

DAILY = ("30 7 * * *",)


@pytest.mark.parametrize(
    ("text", "crons", "zone"),
    [
        ("daily 07:30", DAILY, "UTC"),
        ("Daily 7:30", DAILY, "UTC"),
        ("daily 07:30 Asia/Tokyo", DAILY, "Asia/Tokyo"),
        ("weekdays 07:30,16:00", ("30 7 * * 1,2,3,4,5", "0 16 * * 1,2,3,4,5"), "UTC"),
        ("weekdays 07:30, 16:00 Europe/Paris", None, "Europe/Paris"),
        ("hourly", ("0 * * * *",), "UTC"),
        ("hourly Europe/London", ("0 * * * *",), "Europe/London"),
        ("fri 17:00", ("0 17 * * 5",), "UTC"),
        ("mon,thu 08:00", ("0 8 * * 1,4",), "UTC"),
        ("Fridays 17:00", ("0 17 * * 5",), "UTC"),
        ("fri-mon 09:00", ("0 9 * * 0,1,5,6",), "UTC"),
        ("weekends,mon 09:00", ("0 9 * * 0,1,6",), "UTC"),
        ("weekdays,weekends 07:30", DAILY, "UTC"),
        ("30 7 * * 1-5", ("30 7 * * 1-5",), "UTC"),
        ("*/15 8-18 * * MON Asia/Seoul", ("*/15 8-18 * * MON",), "Asia/Seoul"),
    ],
)
def test_words(text: str, crons: tuple[str, ...] | None, zone: str) -> None:
    """Each form of words becomes cron lines and a zone, the desk's where none is named."""
    schedule = parse_schedule(text, "UTC")
    assert schedule.zone == zone
    if crons is not None:
        assert schedule.crons == crons


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no digest time"),
        ("sometimes", "no digest time"),
        ("07:30", "no digest time"),
        ("every day 07:30", "no digest time"),
        ("daily", "lacks its time"),
        ("daily 25:00", '"25:00"'),
        ("daily 7.30", '"7.30"'),
        ("daily 07:30,8", '"8"'),
        ("daily 07:30 16:00", "commas"),
        ("daily 07:30 Europe/London now", "time zone"),
        ("hourly 07:30", "commas"),
        ("daily 07:30 Europe/Londn", '"Europe/London"'),
        ("daily 07:30 europe/london", '"Europe/London"'),
        ("daily 07:30 Tokyo", '"Asia/Tokyo"'),
        ("daily 07:30 JST", "area and city"),
        ("daily 07:30 ../../etc/passwd", "no time zone"),
        ("99 * * * *", "Bad minute"),
        ("0 0 30 2 *", "no cron line"),
        ("* * * * * *", '"*" is no time zone'),
    ],
)
def test_words_that_are_none(text: str, said: str) -> None:
    """What can't be understood says what to write."""
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_schedule(text, "UTC")


@given(st.text("dailyweksfrimonhu 0123456789:,-*/AEuropeLondn", max_size=40))
def test_words_raise_only_value_errors(text: str) -> None:
    """Any text is a schedule whose slots can be asked for, or a ValueError."""
    try:
        schedule = parse_schedule(text, "UTC")
    except ValueError:
        return
    start = datetime(2024, 2, 28, tzinfo=UTC)
    end = start + timedelta(days=2)
    assert all(start < slot <= end for slot in slots_between(schedule, start, end))


def slots(words: str, zone: str, first: str, last: str) -> list[str]:
    """Slots from the local midnight of one day to that of another."""
    info = ZoneInfo(zone)
    days = [datetime.fromisoformat(day).replace(tzinfo=info) for day in (first, last)]
    found = slots_between(parse_schedule(words, zone), days[0], days[1])
    return [slot.isoformat() for slot in found]


@pytest.mark.parametrize(
    ("words", "zone", "first", "last", "expected"),
    [
        (
            "daily 01:30",
            "Europe/London",
            "2024-03-30",
            "2024-04-02",
            ["2024-03-30T01:30:00+00:00", "2024-03-31T02:00:00+01:00", "2024-04-01T01:30:00+01:00"],
        ),
        (
            "daily 01:30",
            "Europe/London",
            "2024-10-27",
            "2024-10-29",
            ["2024-10-27T01:30:00+01:00", "2024-10-28T01:30:00+00:00"],
        ),
        (
            "daily 02:30",
            "America/New_York",
            "2024-03-10",
            "2024-03-12",
            ["2024-03-10T03:00:00-04:00", "2024-03-11T02:30:00-04:00"],
        ),
        (
            "daily 01:30",
            "America/New_York",
            "2024-11-03",
            "2024-11-05",
            ["2024-11-03T01:30:00-04:00", "2024-11-04T01:30:00-05:00"],
        ),
        (
            "daily 01:30",
            "Asia/Tokyo",
            "2024-03-31",
            "2024-04-02",
            ["2024-03-31T01:30:00+09:00", "2024-04-01T01:30:00+09:00"],
        ),
        (
            "daily 02:15",
            "Australia/Lord_Howe",
            "2024-10-05",
            "2024-10-08",
            ["2024-10-05T02:15:00+10:30", "2024-10-06T02:30:00+11:00", "2024-10-07T02:15:00+11:00"],
        ),
        (
            "daily 01:45",
            "Australia/Lord_Howe",
            "2024-04-07",
            "2024-04-09",
            ["2024-04-07T01:45:00+11:00", "2024-04-08T01:45:00+10:30"],
        ),
    ],
)
def test_clock_changes(words: str, zone: str, first: str, last: str, expected: list[str]) -> None:
    """A skipped time comes at the next valid minute, a doubled one once."""
    assert slots(words, zone, first, last) == expected


def test_a_doubled_time_is_not_repeated_from_inside_it() -> None:
    """After the first of two half past ones, the second is no slot."""
    schedule = Schedule(("30 1 * * *",), "Europe/London")
    first = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert slots_between(schedule, first, first + timedelta(hours=3)) == ()


def test_hourly_comes_every_hour_that_passes() -> None:
    """The day with 25 hours has 25 slots, that with 23 has 23."""
    hourly = Schedule(("0 * * * *",), "Europe/London")
    for day, hours in ((datetime(2024, 10, 27), 25), (datetime(2024, 3, 31), 23)):  # noqa: DTZ001 # local midnight
        midnight = day.replace(tzinfo=ZoneInfo("Europe/London"))
        end = (day + timedelta(days=1)).replace(tzinfo=ZoneInfo("Europe/London"))
        assert len(slots_between(hourly, midnight, end)) == hours


def test_the_bounds_of_slots() -> None:
    """A slot at `after` is past, one at `until` is due; several times a day come in order, once."""
    schedule = parse_schedule("daily 07:30,16:00,07:30", "UTC")
    start = datetime(2024, 1, 1, 7, 30, tzinfo=UTC)
    found = slots_between(schedule, start, start + timedelta(days=1))
    assert [slot.strftime("%d %H:%M") for slot in found] == ["01 16:00", "02 07:30"]
    assert slots_between(schedule, start, start) == ()


def test_quiet_hours() -> None:
    """Quiet hours may run over midnight, and end by the clock of their zone."""
    quiet = parse_quiet("22:00-07:00 Asia/Tokyo", "UTC")
    assert quiet == QuietHours(time(22), time(7), "Asia/Tokyo")
    late = datetime(2024, 1, 1, 14, 0, tzinfo=UTC)
    assert quiet_until(quiet, late) == datetime(2024, 1, 2, 7, tzinfo=ZoneInfo("Asia/Tokyo"))
    early = datetime(2024, 1, 1, 20, 0, tzinfo=UTC)
    assert quiet_until(quiet, early) == datetime(2024, 1, 2, 7, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert quiet_until(quiet, datetime(2024, 1, 1, 22, 0, tzinfo=UTC)) is None
    noon = parse_quiet("12:00 - 13:00", "UTC")
    assert quiet_until(noon, datetime(2024, 1, 1, 12, 0, tzinfo=UTC)) is not None
    assert quiet_until(noon, datetime(2024, 1, 1, 13, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "text", ["", "22:00", "22-7", "25:00-07:00", "07:00-07:00", "1:00-2:00 X/Y"]
)
def test_quiet_hours_that_are_none(text: str) -> None:
    """What is no stretch of the day says so."""
    with pytest.raises(ValueError, match=r"no time|stretch|same minute"):
        parse_quiet(text, "UTC")


def test_zones() -> None:
    """A zone's name comes back as it is."""
    assert check_zone("Europe/London") == "Europe/London"
    assert check_zone("UTC") == "UTC"
