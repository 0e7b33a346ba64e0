"""Feeds' troubles are told once, together, and again when they are over, whatever happens between.

What is owed is derived from what is stored, so each test may begin anew with another watch.
"""

from dataclasses import replace

import pytest

from monitor.model.feed import Feed
from monitor.store.deliveries import Outgoing
from monitor.store.feed_troubles import FeedTroubles
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.workers.feedwatch import FeedWatch
from notifiers.base import Message

OPS = "slack:#ops"
NO_NAME = "name not found: a.example"


class Watched:
    """Feeds whose turns the test ends, and a watch that a service of now has."""

    def __init__(self, db, clock):
        self.db, self.clock = db, clock
        self.feeds = {}
        self.store, self.troubles = FeedStore(db), FeedTroubles(db)

    async def configure(self, *names, url=""):
        """These are the desk's feeds from now on."""
        made = [Feed(name, url or f"https://{name}.example/") for name in names]
        self.feeds = {feed.id: feed for feed in made}
        await self.store.sync(made, self.clock.now)

    async def ends(self, name, failures, reason=NO_NAME, *, stopped=False):
        """A turn of a feed ends with so many failures in a row."""
        state = (await self.store.states())[name]
        error = reason if failures or stopped else None
        ended = replace(
            state,
            failures=failures,
            error=error,
            stopped=stopped,
            next_poll_at=None if stopped else self.clock.now,
        )
        await self.store.finish(name, ended)

    def notices(self, subject, body):
        self.clock.later(seconds=1)
        name = f"{subject}-{self.clock.now.timestamp()}".replace(" ", "-")
        return [Outgoing(OPS, Message(name, "notice", subject, body=body))]

    def watch(self, troubles=None):
        """The watch of a service that has just been started."""
        return FeedWatch(
            troubles or self.troubles, lambda: self.clock.now, self.notices, lambda: self.feeds
        )

    async def said(self):
        """Subject and text of every notice in the outbox."""
        waiting = await Reports(self.db).undelivered()
        return [(one.message.subject, one.message.body) for one in waiting]


@pytest.fixture
async def desk(db, clock):
    watched = Watched(db, clock)
    await watched.configure("a", "b", "c")
    return watched


async def test_a_feed_is_told_at_its_third_failure_and_once(desk):
    """Neither the second failure nor the fourth is told."""
    for failures in (1, 2, 3, 4):
        await desk.ends("a", failures)
        await desk.watch().tick()
    assert await desk.said() == [("Feed in trouble: a", f"a: {NO_NAME}")]


async def test_an_outage_is_one_notice(desk):
    """Twenty-seven feeds that fail together are one notice, which names the common reason."""
    names = [f"feed{number}" for number in range(27)]
    await desk.configure(*names)
    for name in names:
        await desk.ends(name, 3)
    await desk.watch().tick()
    ((subject, body),) = await desk.said()
    assert subject == "27 feeds in trouble"
    assert body.startswith("27 of them: name not found. Perhaps this machine's own network.")
    assert "and 17 more" in body


async def test_recovery_is_told_together(desk):
    """Feeds that are well again share a notice; one whose trouble was never told says nothing."""
    watch = desk.watch()
    for name in ("a", "b"):
        await desk.ends(name, 3)
    await watch.tick()
    await desk.ends("c", 3)
    for name in ("a", "b", "c"):
        await desk.ends(name, 0)
    await watch.tick()
    await watch.tick()
    assert (await desk.said())[1:] == [("2 feeds well again", "a\nb")]


async def test_a_feed_that_is_gone_is_told_at_once(desk):
    """410 stops a feed: told at the first time."""
    await desk.ends("a", 1, "answered 410 Gone", stopped=True)
    await desk.watch().tick()
    assert await desk.said() == [("Feed in trouble: a", "a: answered 410 Gone")]


async def test_a_feed_has_the_desks_name(desk):
    """What the desk calls it, where it has a title."""
    desk.feeds["a"] = replace(desk.feeds["a"], title="Harbour Wire")
    await desk.ends("a", 3)
    await desk.watch().tick()
    assert (await desk.said())[0][0] == "Feed in trouble: Harbour Wire"


@pytest.mark.parametrize("failures", [3, 7])
async def test_a_kill_before_the_notice_loses_none(desk, failures):
    """The service that comes next tells what the killed one had seen, however long after."""
    await desk.ends("a", failures)  # no tick: killed here
    await desk.watch().tick()
    await desk.ends("a", 0)  # and killed here again
    await desk.watch().tick()
    await desk.watch().tick()
    subjects = [subject for subject, _ in await desk.said()]
    assert subjects == ["Feed in trouble: a", "Feed well again: a"]


async def test_notices_and_marks_are_stored_together(desk, db, clock):
    """A notice that can't be stored leaves no mark, so that it is still owed."""
    await desk.ends("a", 3)
    unstorable = Outgoing(OPS, Message("x", "notice", "x"), priority=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        await desk.troubles.told_failing(["a"], [unstorable], clock.now)
    assert (await desk.troubles.owed(3)).failing == {"a": NO_NAME}


async def test_what_could_not_be_told_is_owed(desk, failing, said):
    """A store in trouble delays the notice, says so once, and loses nothing."""
    store = failing(desk.troubles, "told_failing")
    watch = desk.watch(store)
    await desk.ends("a", 3)
    await watch.tick()
    await watch.tick()
    assert await desk.said() == []
    store.full = False
    await watch.tick()
    await watch.tick()
    assert [subject for subject, _ in await desk.said()] == ["Feed in trouble: a"]
    assert len(said) == 2


async def test_a_feed_that_was_taken_off_the_list_is_not_told(desk):
    """Whoever removes a failing feed knows; when it comes back, its recovery is told."""
    await desk.ends("a", 3)
    await desk.watch().tick()
    await desk.ends("b", 3)
    await desk.configure("c")
    await desk.watch().tick()
    assert len(await desk.said()) == 1
    await desk.configure("a", "c")
    await desk.watch().tick()
    await desk.ends("a", 0)
    await desk.watch().tick()
    assert [subject for subject, _ in await desk.said()][1:] == ["Feed well again: a"]


async def test_a_new_address_is_no_recovery(desk):
    """A feed that failed and was given another address has not been read there yet."""
    await desk.ends("a", 3)
    await desk.watch().tick()
    await desk.configure("a", url="https://elsewhere.example/")
    await desk.watch().tick()
    assert len(await desk.said()) == 1


async def test_outbox_keeps_the_notice(desk, clock):
    """It is sent like any other message, to ops."""
    await desk.ends("a", 3)
    await desk.watch().tick()
    assert await Outbox(desk.db).waiting(clock.now) == (OPS,)
