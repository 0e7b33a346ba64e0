"""The sweeper: leases of the dead, and what is past its retention."""

from datetime import timedelta

import pytest

from monitor.model.alert import Route
from monitor.model.feed import Feed
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.retention import Retention
from monitor.workers.sweeper import Sweeper
from notifiers.testing import sample

DAY = timedelta(days=1)
LEASE = timedelta(minutes=2)
FEED = Feed("wire", "https://wire.example/")


@pytest.fixture
def feeds(db):
    return FeedStore(db)


@pytest.fixture
def outbox(db):
    return Outbox(db)


@pytest.fixture
def sweeper(db, feeds, outbox, clock):
    return Sweeper(feeds, outbox, Retention(db), clock, entries=30 * DAY, alerts=365 * DAY)


async def test_leases_that_ran_out_are_given_back(sweeper, feeds, outbox, clock, said):
    """A feed and a message that a service took and never ended are free again, none before."""
    await feeds.sync([FEED], clock.now)
    await outbox.enqueue("console", sample("m1"), clock.now)
    assert len(await feeds.due({"wire": FEED}, clock.now, limit=9, lease=LEASE)) == 1
    assert await outbox.claim("console", clock.now, LEASE) is not None
    clock.later(minutes=1)
    await sweeper.release()
    assert await outbox.waiting(clock.now) == ()
    clock.later(minutes=1)
    await sweeper.release()
    assert await outbox.waiting(clock.now) == ("console",)
    assert len(await feeds.due({"wire": FEED}, clock.now, limit=9, lease=LEASE)) == 1
    assert [(line["event"], line["number"]) for line in said] == [("expired leases returned", 2)]


async def test_a_message_whose_lease_ran_out_may_have_been_sent(sweeper, outbox, clock):
    """It goes back into the line as one to be looked for first."""
    await outbox.enqueue("console", sample("m1"), clock.now)
    await outbox.claim("console", clock.now, LEASE)
    clock.later(minutes=2)
    await sweeper.release()
    again = await outbox.claim("console", clock.now, LEASE)
    assert again is not None
    assert (again.ambiguous, again.attempts) == (True, 1)


async def test_what_is_past_its_retention_goes(sweeper, outbox, clock, db, said):
    """Sent messages go after a year; what was never sent stays, however old."""
    for name in ("m1", "m2"):
        await outbox.enqueue("console", sample(name, "notice"), clock.now)
    delivery = await outbox.claim("console", clock.now, LEASE)
    assert delivery is not None
    await outbox.dead(delivery.id, "no such channel", clock.now)
    clock.later(days=364)
    await sweeper.forget()
    assert len(await Reports(db).undelivered()) == 2
    clock.later(days=2)
    await sweeper.forget()
    assert [one.message.id for one in await Reports(db).undelivered()] == ["m2"]
    assert [(line["event"], line["rows"]) for line in said] == [("past retention, deleted", 1)]


async def test_alerts_that_wait_for_their_digest_are_kept(sweeper, newsdesk, clock, db):
    """Nothing goes before it was told."""
    await newsdesk.alert("Ferry aground", Route("email:a@example.org", "daily 07:30"), clock.now)
    clock.later(days=400)
    await sweeper.forget()
    assert len(await Reports(db).alerts()) == 1


async def test_a_store_in_trouble_is_said_and_no_more(feeds, outbox, db, clock, said, failing):
    """Neither chore ends the service; both come again."""
    sweeper = Sweeper(
        failing(feeds, "release_expired"),
        outbox,
        failing(Retention(db), "sweep"),
        clock,
        entries=DAY,
        alerts=DAY,
    )
    await sweeper.release()
    await sweeper.forget()
    assert [(line["event"], line["reason"]) for line in said] == [
        ("leases not swept", "the disk is full"),
        ("retention not swept", "the disk is full"),
    ]
