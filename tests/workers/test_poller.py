"""The poller: how many turns at once, and what happens when one goes wrong."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.feed import Feed
from monitor.pipeline import TurnReport
from monitor.store.database import StoreError
from monitor.store.feeds import FeedStore
from monitor.workers.poller import Poller

FEEDS = {name: Feed(name, f"https://{name}.example/") for name in "abcde"}
LEASE = timedelta(minutes=2)


class Turns:
    """Takes turns that end when they are let go; counts how many run at once."""

    def __init__(self, store, clock):
        self._store, self._clock = store, clock
        self.gates = {name: asyncio.Event() for name in FEEDS}
        self.begun = {name: asyncio.Event() for name in FEEDS}
        self.running, self.most, self.ended = set(), 0, []
        self.faults, self.error = {}, None

    async def take(self, turn):
        name = turn.feed.id
        self.running.add(name)
        self.begun[name].set()
        self.most = max(self.most, len(self.running))
        try:
            await self.gates[name].wait()
            if name in self.faults:
                raise self.faults[name]
            due = self._clock() + timedelta(minutes=5)
            state = replace(turn.state, next_poll_at=due, error=self.error)
            await self._store.finish(name, state)
        finally:
            self.running.discard(name)
        self.ended.append(name)
        return TurnReport(name, state, 0, 0, 0)

    def let_go(self, *names):
        for name in names or FEEDS:
            self.gates[name].set()


@pytest.fixture
async def store(db, clock):
    feeds = FeedStore(db)
    await feeds.sync(tuple(FEEDS.values()), clock.now)
    return feeds


@pytest.fixture
def turns(store, clock):
    return Turns(store, clock)


@pytest.fixture
def poller(store, turns, clock):
    return polling(store, turns, clock)


def polling(store, turns, clock, concurrency=9):
    return Poller(store, turns.take, lambda: FEEDS, clock, concurrency=concurrency, lease=LEASE)


def under_way():
    return [task for task in asyncio.all_tasks() if task.get_name().startswith("turn ")]


async def test_never_more_turns_than_allowed(store, turns, clock):
    """Five feeds are due and two may be read at once: two turns run, whatever the ticks."""
    poller = polling(store, turns, clock, concurrency=2)
    assert [await poller.tick() for _ in range(3)] == [2, 0, 0]
    turns.let_go()
    while await poller.tick():
        await poller.drain()
    await poller.drain()
    while await poller.tick():
        await poller.drain()
    assert turns.most == 2
    assert sorted(turns.ended) == sorted(FEEDS)


async def test_a_turn_that_ends_makes_room_for_another(store, turns, clock):
    """The place of a short turn is taken at once; a long one keeps only its own."""
    poller = polling(store, turns, clock, concurrency=2)
    turns.let_go(*"bcde")
    await poller.tick()
    while len(turns.ended) < 4:
        await asyncio.wait(under_way(), return_when=asyncio.FIRST_COMPLETED)
        await poller.tick()
    await turns.begun["a"].wait()
    assert turns.running == {"a"}
    turns.let_go("a")
    await poller.drain()
    assert sorted(turns.ended) == sorted(FEEDS)


async def test_a_feed_under_way_is_not_started_again(poller, turns):
    """Leased feeds are nobody's until their turn is over."""
    assert await poller.tick() == 5
    assert await poller.tick() == 0
    turns.let_go()
    await poller.drain()
    assert sorted(turns.ended) == sorted(FEEDS)


async def test_a_turn_that_fails_ends_no_other(poller, turns, said):
    """A fault is said with the name of its feed, and the other feeds are read."""
    turns.faults["c"] = ZeroDivisionError()
    await poller.tick()
    turns.let_go()
    await poller.drain()
    assert sorted(turns.ended) == ["a", "b", "d", "e"]
    ((event, feed),) = [(line["event"], line["feed"]) for line in said]
    assert (event, feed) == ("turn failed, will be repeated", "c")


async def test_a_turn_that_was_not_stored_is_repeated(poller, store, turns, clock, said):
    """Said in a sentence; the feed comes again when its lease has run out."""
    turns.faults["c"] = StoreError("the disk is full")
    await poller.tick()
    turns.let_go()
    await poller.drain()
    (line,) = said
    assert line["event"] == "turn not stored, will be repeated"
    assert (line["feed"], line["reason"]) == ("c", "the disk is full")
    clock.later(minutes=2)
    assert await store.release_expired(clock.now) == 1
    del turns.faults["c"]
    assert await poller.tick() == 1
    await poller.drain()
    assert turns.ended[-1] == "c"


async def test_a_store_in_trouble_pauses_polling(store, turns, clock, said, failing):
    """No feed is asked while nothing could be kept; why is said once, and when it goes on."""
    full = failing(store, "due")
    poller = polling(full, turns, clock)
    assert [await poller.tick() for _ in range(3)] == [0, 0, 0]
    assert [(line["event"], line["reason"]) for line in said] == [
        ("polling paused", "the disk is full")
    ]
    full.full = False
    assert await poller.tick() == 5
    assert said[-1]["event"] == "polling resumed"
    turns.let_go()
    await poller.drain()


async def test_trouble_and_recovery_of_a_feed_are_said_once(poller, turns, clock, said):
    """A reason that stays is not repeated at every turn."""
    turns.let_go()
    for turns.error in ("404", "404", None):
        await poller.tick()
        await poller.drain()
        clock.later(minutes=5)
    events = [line["event"] for line in said if line["feed"] == "a"]
    assert events == ["feed in trouble", "feed recovered"]


async def test_stopping_gives_turns_up_and_they_come_again(poller, store, turns, clock):
    """What had not been committed is read again at the next start."""
    await poller.tick()
    await asyncio.gather(*(begun.wait() for begun in turns.begun.values()))
    await poller.stop()
    assert (turns.running, turns.ended) == (set(), [])
    await store.release_all()
    turns.let_go()
    assert await poller.tick() == 5
    await poller.drain()
    assert sorted(turns.ended) == sorted(FEEDS)


async def test_feeds_of_the_desk_alone_are_asked(store, turns, clock):
    """What is due but no longer listed is left alone; the list may change between ticks."""
    listed = {"a": FEEDS["a"]}
    poller = Poller(store, turns.take, lambda: listed, clock, concurrency=9, lease=LEASE)
    turns.let_go()
    assert await poller.tick() == 1
    listed["b"] = FEEDS["b"]
    assert await poller.tick() == 1
    await poller.drain()
    assert sorted(turns.ended) == ["a", "b"]
