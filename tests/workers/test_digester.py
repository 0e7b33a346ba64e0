"""The digester: when a slot is closed, and that it is closed once."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from monitor.model.alert import Route
from monitor.store.digests import DigestStore
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.tables import alerts, digest_runs
from monitor.workers.digester import Digester
from notifiers.digest_page import DigestPage
from notifiers.testing import sample

MAIL = "email:desk@example.org"
DAILY = Route(MAIL, "daily 07:30")


@pytest.fixture
def digester(db, clock):
    return Digester(DigestStore(db), clock, "UTC")


@pytest.fixture
def tell(newsdesk, clock):
    """Alerts of these titles, made now."""

    async def add(*titles, route=DAILY):
        for title in titles:
            await newsdesk.alert(title, route, clock.now)

    return add


@pytest.fixture
def made(db):
    """The digests in the outbox: the titles that each holds."""

    async def read():
        messages = [one.message for one in await Reports(db).undelivered()]
        return [[s.title for part in m.sections for s in part.stories] for m in messages]

    return read


async def slots(db):
    async with db.read() as connection:
        return list(await connection.scalars(select(digest_runs.c.slot).order_by("slot")))


def at(day, hour, minute=0, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def test_first_sight_starts_the_clock(digester, clock, tell, made, db):
    """A digest that is new waits for its next slot; slots before it was known are not made up."""
    await tell("Ferry aground")
    assert await digester.tick() == 0
    assert (await made(), await slots(db)) == ([], [])
    clock.now = at(3, 7, 29)
    assert await digester.tick() == 0
    clock.now = at(3, 7, 30)
    assert await digester.tick() == 1
    assert await made() == [["Ferry aground"]]
    assert await slots(db) == [at(3, 7, 30)]


async def test_a_slot_closes_once(digester, clock, tell, made):
    """Later ticks of the day make no second digest, and what was told is not told again."""
    await tell("Ferry aground")
    await digester.tick()
    clock.now = at(3, 7, 31)
    assert [await digester.tick() for _ in range(3)] == [1, 0, 0]
    await tell("Museum closes")
    assert await digester.tick() == 0
    clock.now = at(4, 8)
    assert await digester.tick() == 1
    assert await made() == [["Ferry aground"], ["Museum closes"]]


async def test_what_comes_after_the_slot_waits_for_the_next(digester, clock, tell, made):
    """A digest that is made late holds what came before its slot, and nothing later."""
    await tell("Ferry aground")
    await digester.tick()
    clock.now = at(3, 9)
    await tell("Museum closes")
    assert await digester.tick() == 1
    assert await made() == [["Ferry aground"]]


async def test_a_week_of_outage_is_caught_up_with_one_digest(digester, clock, tell, made, db):
    """One digest for the last slot that was missed, with all that waited."""
    await tell("Ferry aground")
    await digester.tick()
    clock.now = at(3, 8)
    await tell("Museum closes")
    clock.now = at(10, 12)
    assert await digester.tick() == 1
    assert await digester.tick() == 0
    assert [sorted(one) for one in await made()] == [["Ferry aground", "Museum closes"]]
    assert await slots(db) == [at(10, 7, 30)]


async def test_an_outage_of_months_is_caught_up_too(digester, clock, tell, made):
    """However long the service was down, what waited comes with the last slot."""
    await tell("Ferry aground")
    await digester.tick()
    clock.later(days=200)
    assert await digester.tick() == 1
    assert await made() == [["Ferry aground"]]


async def test_empty_slots_are_skipped(digester, clock, tell, made, db):
    """Days without news make no digest, and the next news does not come in an old slot."""
    await tell("Ferry aground")
    await digester.tick()
    for day in range(3, 8):
        clock.now = at(day, 7, 30)
        await digester.tick()
    clock.now = at(7, 9)
    await tell("Museum closes")
    assert await digester.tick() == 0
    assert await slots(db) == [at(3, 7, 30)]
    clock.now = at(8, 7, 30)
    await digester.tick()
    assert await slots(db) == [at(3, 7, 30), at(8, 7, 30)]
    assert await made() == [["Ferry aground"], ["Museum closes"]]


async def test_two_ticks_at_once_make_one_digest(db, clock, tell, made):
    """Two digesters that see the same slot at the same moment: the store lets one close it."""
    both = [Digester(DigestStore(db), clock, "UTC") for _ in range(2)]
    await tell("Ferry aground")
    await both[0].tick()
    clock.now = at(3, 7, 30)
    assert sum(await asyncio.gather(*(one.tick() for one in both))) == 1
    assert await made() == [["Ferry aground"]]


async def test_every_destination_has_digests_of_its_own(digester, clock, tell, made):
    """Two schedules of one address and two addresses don't meet."""
    await tell("Ferry aground")
    await tell("Museum closes", route=Route(MAIL, "hourly"))
    await tell("Pier reopens", route=Route("email:b@example.org", "daily 07:30"))
    await digester.tick()
    clock.later(hours=1)
    assert await digester.tick() == 1
    assert await made() == [["Museum closes"]]
    clock.now = at(3, 7, 30)
    assert await digester.tick() == 2
    assert sorted(await made()) == [["Ferry aground"], ["Museum closes"], ["Pier reopens"]]


@pytest.mark.parametrize(
    ("zone", "digest", "before", "slot"),
    [
        # The clocks of Berlin go from 02:00 to 03:00 on 29 March 2026, at 01:00 UTC.
        ("Europe/Berlin", "daily 02:30", at(28, 12), at(29, 1)),
        ("Europe/Berlin", "daily 07:30", at(28, 12), at(29, 5, 30)),
        # They go from 03:00 back to 02:00 on 25 October, at 01:00 UTC: 02:30 comes twice.
        ("Europe/Berlin", "daily 02:30", at(24, 12, month=10), at(25, 0, 30, month=10)),
        ("Europe/Berlin", "daily 07:30", at(24, 12, month=10), at(25, 6, 30, month=10)),
        # A zone of its own goes before the desk's.
        ("Europe/Berlin", "daily 07:30 Asia/Tokyo", at(2, 9), at(2, 22, 30)),
    ],
)
async def test_slots_go_by_the_clock_on_the_wall(db, clock, tell, made, zone, digest, before, slot):
    """On the days on which a zone changes its clock there is one digest, at its hour."""
    digester = Digester(DigestStore(db), clock, zone)
    clock.now = before
    await tell("Ferry aground", route=Route(MAIL, digest))
    await digester.tick()
    clock.now = slot - timedelta(minutes=1)
    assert await digester.tick() == 0
    clock.now = slot
    assert await digester.tick() == 1
    await tell("Museum closes", route=Route(MAIL, digest))
    clock.later(hours=20)
    assert await digester.tick() == 0
    assert await slots(db) == [slot]


async def test_the_subject_names_the_slot_in_its_own_zone(db, clock, tell):
    """A digest of half past seven in Tokyo says 07:30, wherever the service runs."""
    route = Route(MAIL, "daily 07:30 Asia/Tokyo")
    digester = Digester(DigestStore(db), clock, "UTC")
    await tell("Ferry aground", route=route)
    await digester.tick()
    clock.later(days=1)
    await digester.tick()
    (digest,) = await Reports(db).undelivered()
    assert clock.now.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%A") == "Tuesday"
    assert digest.message.subject == "News digest, Tuesday 3 March 07:30: 1 story"


@pytest.mark.parametrize("broken", ["waiting", "close"])
async def test_a_store_in_trouble_pauses_digests(db, clock, tell, made, said, failing, broken):
    """Said once; the digest is made when the store can be used again."""
    store = failing(DigestStore(db), broken)
    store.full = False
    digester = Digester(store, clock, "UTC")
    await tell("Ferry aground")
    await digester.tick()
    clock.now, store.full = at(3, 7, 30), True
    assert [await digester.tick() for _ in range(3)] == [0, 0, 0]
    assert [line["event"] for line in said] == ["digests paused"]
    store.full = False
    assert await digester.tick() == 1
    assert await made() == [["Ferry aground"]]
    assert "digests resumed" in {line["event"] for line in said}


async def test_an_empty_digest_is_sent_where_it_is_wanted(db, clock, tell, made):
    """It says that nothing matched; one a slot, and one for a missed week."""
    digester = Digester(DigestStore(db), clock, "UTC", [DAILY])
    assert await digester.tick() == 0
    clock.now = at(3, 7, 30)
    assert [await digester.tick() for _ in range(2)] == [1, 0]
    (digest,) = await Reports(db).undelivered()
    assert digest.message.subject == "News digest, Tuesday 3 March 07:30: nothing"
    assert digest.message.body == "No story met your watchlists."
    clock.now = at(10, 12)
    assert [await digester.tick() for _ in range(2)] == [1, 0]
    await tell("Ferry aground")
    clock.now = at(11, 7, 30)
    assert await digester.tick() == 1
    assert await made() == [[], [], ["Ferry aground"]]


async def test_a_new_digest_does_not_wait_a_slot_too_long(digester, clock, tell, made):
    """An alert that came just before the slot is in it, though nobody had known the digest."""
    clock.now = at(3, 7, 29)
    await tell("Ferry aground")
    clock.now = at(3, 7, 31)
    assert await digester.tick() == 1
    assert await made() == [["Ferry aground"]]


async def test_a_digest_names_the_page_where_all_of_it_stands(db, clock, tell):
    """The address is kept with the message, and leads to what the message holds."""
    store = DigestStore(db)
    page = DigestPage("https://monitor.example.org/digests", "key")
    digester = Digester(store, clock, "UTC", page=page.link)
    await tell("Ferry aground")
    await digester.tick()
    clock.now = at(3, 7, 30)
    await digester.tick()
    (waiting,) = await Reports(db).undelivered()
    assert waiting.message.page == page.link(waiting.message.id)
    assert await store.message(waiting.message.id) == waiting.message
    assert await store.message("digest-0") is None


async def test_no_page_shows_what_is_no_digest(db, clock):
    """An alert or a notice is not to be had by its id, not even with a signature."""
    await Outbox(db).enqueue(MAIL, sample("alert-1"), clock.now)
    assert await DigestStore(db).message("alert-1") is None


async def test_one_alert_that_cannot_be_read_holds_up_no_digest(digester, clock, tell, made, db):
    """The digest says that there was one, and holds all the others."""
    await tell("Ferry aground", "Museum closes")
    async with db.write() as connection:
        first = alerts.c.message_id.startswith("g1-")
        await connection.execute(update(alerts).where(first).values(message="{"))
    await digester.tick()
    clock.now = at(3, 7, 30)
    assert await digester.tick() == 1
    ((broken, fine),) = await made()
    assert broken.startswith("(an alert that can't be read any more: not JSON")
    assert fine == "Museum closes"
