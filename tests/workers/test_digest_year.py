"""A year of digests in zones that change their clocks, with the service down now and then."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from monitor.model.alert import Route
from monitor.store.digests import DigestStore
from monitor.store.reports import Reports
from monitor.store.tables import digest_runs
from monitor.workers.digester import Digester

pytestmark = pytest.mark.slow

BEGIN, DAYS = datetime(2026, 1, 1, tzinfo=UTC), 365
QUARTER = timedelta(minutes=15)
QUARTERS = [BEGIN + n * QUARTER for n in range(DAYS * 96)]


def on_the_wall(zone, times, days):
    """When a clock on the wall first shows these times on these days; a skipped one comes late."""
    found = set()
    for number in range(-1, DAYS + 2):
        day = date(2026, 1, 1) + timedelta(days=number)
        for at in times if days(day) else ():
            wanted = datetime.combine(day, at, ZoneInfo(zone))
            there = wanted.astimezone(UTC)
            if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wanted.replace(tzinfo=None):
                there = next(q for q in QUARTERS if shown(q, zone) >= wanted.replace(tzinfo=None))
            found.add(there)
    return sorted(found & set(QUARTERS))


def shown(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def daily(zone):
    return on_the_wall(zone, [time(1, 45)], lambda _: True)


def weekdays(zone):
    return on_the_wall(zone, [time(7, 30), time(16)], lambda day: day.weekday() < 5)


def hourly(zone):
    return [moment for moment in QUARTERS if shown(moment, zone).minute == 0]


def monthly(zone):
    return on_the_wall(zone, [time(2, 15)], lambda day: day.day in (1, 15))


SCHEDULES = {
    "daily 01:45": daily,
    "weekdays 07:30,16:00": weekdays,
    "hourly": hourly,
    "15 2 1,15 * *": monthly,
}
"""Each with its slots by another way; 01:45 and 02:15 are skipped or doubled in some zone."""


def outages(zone):
    """An hour, a day and a week, the first two over changes of the clock where there are any."""
    offsets = [moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in QUARTERS]
    changes = [
        moment
        for moment, (old, new) in zip(QUARTERS[1:], pairwise(offsets), strict=True)
        if old != new
    ]
    first, second = changes or (QUARTERS[7_000], QUARTERS[27_000])
    week = BEGIN + timedelta(days=150, hours=3)
    return [
        (first - timedelta(minutes=40), first + timedelta(minutes=20)),
        (second - timedelta(hours=13), second + timedelta(hours=11)),
        (week, week + timedelta(days=7)),
    ]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize(
    "zone", ["Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]
)
async def test_a_year_has_one_digest_a_slot_and_loses_nothing(db, clock, newsdesk, zone, schedule):
    """Each story in one digest; a slot once; after an outage one digest for all that was missed."""
    slots, down = SCHEDULES[schedule](zone), outages(zone)
    route = Route("email:desk@example.org", schedule)
    digester = Digester(DigestStore(db), clock, zone)
    told, ticks = {}, []
    for moment in moments(slots[:: 7 if schedule == "hourly" else 1], down):
        if any(begin <= moment < end for begin, end in down):
            continue
        clock.now = moment
        if moment.minute % 15 == 5:
            told[f"Story of {moment.isoformat()}"] = moment
            await newsdesk.alert(f"Story of {moment.isoformat()}", route, moment)
        else:
            ticks.append(moment)
            assert [await digester.tick() for _ in range(2)][1] == 0
    expected: dict[datetime, list[str]] = {}
    for title, moment in told.items():
        due = slots[bisect_left(slots, moment)]
        tick = ticks[bisect_left(ticks, due)]
        expected.setdefault(slots[bisect_right(slots, tick) - 1], []).append(title)
    assert await made(db) == list(expected.values())
    assert await closed(db) == list(expected)
    assert len(told) > 20


def moments(slots, down):
    """Ten minutes before each slot a story; ticks at the slot, shortly after, and after outages."""
    around = [slot + timedelta(minutes=m) for slot in slots for m in (-10, 0, 3)]
    return sorted({*around, *(end for _, end in down)})


async def made(db):
    """The titles in each digest, digests in order."""
    messages = [one.message for one in await Reports(db).undelivered()]
    return [sorted(s.title for part in m.sections for s in part.stories) for m in messages]


async def closed(db):
    async with db.read() as connection:
        return list(await connection.scalars(select(digest_runs.c.slot).order_by("slot")))
