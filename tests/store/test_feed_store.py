"""When feeds are due, who has them, and what they remember."""

import asyncio
import sqlite3
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.store import dialect
from monitor.store.database import Database, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Desk

LEASE = timedelta(minutes=5)
HARBOUR = Feed("harbour", "https://harbour.example/feed")
LIGHTHOUSE = Feed("lighthouse", "https://lighthouse.example/feed")
BOTH = {feed.id: feed for feed in (HARBOUR, LIGHTHOUSE)}


async def due(desk: "Desk", minutes: float = 0, limit: int = 10) -> list[str]:
    turns = await desk.feeds.due(BOTH, desk.at(minutes), limit=limit, lease=LEASE)
    return [turn.feed.id for turn in turns]


async def finish(desk: "Desk", feed: Feed, *, again: float) -> None:
    state = (await desk.feeds.states())[feed.id]
    await desk.feeds.finish(feed.id, replace(state, next_poll_at=desk.at(again)))


async def test_a_new_feed_is_due_at_once(desk: "Desk") -> None:
    """A feed that was just configured gets its turn, with an empty memory."""
    await desk.feeds.sync([HARBOUR], desk.now)
    turns = await desk.feeds.due(BOTH, desk.now, limit=10, lease=LEASE)
    assert turns == (FeedTurn(HARBOUR, FeedState(HARBOUR.url, next_poll_at=desk.now)),)


async def test_a_turn_leaves_everything_for_the_next_one(desk: "Desk") -> None:
    """Every field of a feed's state survives the database."""
    await desk.feeds.sync([HARBOUR], desk.now)
    state = FeedState(
        url="https://harbour.example/feed.xml",
        etag='W/"a"',
        last_modified="Thu, 15 Dec 2016 06:00:00 GMT",
        body_hash=b"\x00\xff",
        pieces=frozenset({b"12345678", b"abcdefgh"}),
        seeded_at=desk.at(-5),
        next_poll_at=desk.at(5),
        interval=timedelta(minutes=7, microseconds=5),
        failures=3,
        error="the feed's host doesn't answer",
        stopped=False,
        moved_to="https://new.example/",
        moves=2,
        last_success_at=desk.at(-1),
        last_entry_at=desk.at(-2),
        title="Harbour Post",
    )
    await desk.feeds.finish("harbour", state)
    assert await desk.feeds.states() == {"harbour": state}


async def test_a_leased_feed_is_nobody_elses(desk: "Desk") -> None:
    """While a turn is under way the feed is not handed out again; afterwards it waits its time."""
    await desk.feeds.sync([HARBOUR], desk.now)
    assert await due(desk) == ["harbour"]
    assert await due(desk) == []
    await finish(desk, HARBOUR, again=5)
    assert await due(desk, 4) == []
    assert await due(desk, 5) == ["harbour"]
    assert await due(desk, 5) == []


async def test_two_who_ask_at_once_share_the_feeds(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    """When both have seen that a feed is due before either leases it, only one gets it."""
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    at_the_writer, write = asyncio.Semaphore(0), desk.db.write

    def noted() -> AbstractAsyncContextManager[AsyncConnection]:
        at_the_writer.release()
        return write()

    monkeypatch.setattr(desk.db, "write", noted)
    async with write():
        askers = [asyncio.create_task(due(desk)) for _ in range(2)]
        await at_the_writer.acquire()
        await at_the_writer.acquire()
    one, other = await asyncio.gather(*askers)
    assert sorted(one + other) == ["harbour", "lighthouse"]


async def test_a_dead_services_lease_runs_out(desk: "Desk") -> None:
    """A feed whose turn never ended comes back when its lease is over, not before."""
    await desk.feeds.sync([HARBOUR], desk.now)
    await due(desk)
    assert await desk.feeds.release_expired(desk.at(4)) == 0
    assert await desk.feeds.release_expired(desk.at(5)) == 1
    assert await due(desk, 5) == ["harbour"]


async def test_the_only_service_takes_back_every_lease(desk: "Desk") -> None:
    """At its start a service need not wait for the leases of the one that was killed."""
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    await due(desk)
    assert await desk.feeds.release_all() == 2
    assert len(await due(desk)) == 2


async def test_the_longest_due_goes_first(desk: "Desk") -> None:
    """With less room than feeds, the one that waited longest gets it."""
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    await finish(desk, HARBOUR, again=3)
    await finish(desk, LIGHTHOUSE, again=2)
    assert await due(desk, 10, limit=1) == ["lighthouse"]
    assert await due(desk, 10, limit=1) == ["harbour"]


async def test_feeds_that_are_left_out_starve_nobody(desk: "Desk") -> None:
    """A caller that leaves out busy hosts still gets others, however many of those are due."""
    many = [Feed(f"busy {n}", "https://busy.example/") for n in range(50)]
    await desk.feeds.sync([*many, HARBOUR], desk.now)
    await finish(desk, HARBOUR, again=1)
    assert await due(desk, 1, limit=1) == ["harbour"]


async def test_an_absent_feed_is_retired_and_may_return(desk: "Desk") -> None:
    """Taking a feed out of the list forgets nothing; putting it back polls it at once."""
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    state = FeedState(HARBOUR.url, etag='"kept"', seeded_at=desk.now, next_poll_at=desk.at(60))
    await desk.feeds.finish("harbour", state)
    await desk.feeds.sync([LIGHTHOUSE], desk.at(1))
    assert set(await desk.feeds.states()) == {"lighthouse"}
    assert await due(desk, 120) == ["lighthouse"]
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.at(2))
    assert (await desk.feeds.states())["harbour"] == replace(state, next_poll_at=desk.at(2))
    assert await due(desk, 2) == ["harbour"]


async def test_a_stopped_feed_is_not_polled_until_its_address_changes(desk: "Desk") -> None:
    """410 stops a feed for good, but not the feed's new address."""
    await desk.feeds.sync([HARBOUR], desk.now)
    gone = FeedState(HARBOUR.url, stopped=True, error="gone (410)", seeded_at=desk.now)
    await desk.feeds.finish("harbour", gone)
    assert await due(desk, 600) == []
    await desk.feeds.sync([HARBOUR], desk.at(600))
    assert await due(desk, 600) == []
    moved = replace(HARBOUR, url="https://harbour.example/new")
    await desk.feeds.sync([moved], desk.at(601))
    assert await due(desk, 601) == ["harbour"]


async def test_a_changed_address_forgets_the_validators_only(desk: "Desk") -> None:
    """Validators belong to an address; that the feed was read before belongs to the feed."""
    await desk.feeds.sync([HARBOUR], desk.now)
    state = FeedState(
        HARBOUR.url,
        etag='"old"',
        last_modified="old",
        body_hash=b"old",
        pieces=frozenset({b"old"}),
        seeded_at=desk.now,
        next_poll_at=desk.at(60),
        failures=4,
        error="old",
        moved_to="https://old.example/",
        moves=1,
        title="Harbour Post",
    )
    await desk.feeds.finish("harbour", state)
    await desk.feeds.sync([replace(HARBOUR, url="https://new.example/")], desk.at(1))
    fresh = FeedState(
        "https://new.example/", seeded_at=desk.now, next_poll_at=desk.at(1), title="Harbour Post"
    )
    assert await desk.feeds.states() == {"harbour": fresh}


async def test_an_address_in_use_survives_the_same_configuration(desk: "Desk") -> None:
    """A feed that moved for good is not moved back by reading the same feeds.yaml again."""
    await desk.feeds.sync([HARBOUR], desk.now)
    moved = FeedState("https://moved.example/", etag='"x"', next_poll_at=desk.at(5))
    await desk.feeds.finish("harbour", moved)
    await desk.feeds.sync([HARBOUR], desk.at(1))
    assert await desk.feeds.states() == {"harbour": moved}


async def test_a_feed_cannot_be_lost_by_forgetting_its_next_turn(desk: "Desk") -> None:
    """A state without a next turn would silently end the feed: it is refused."""
    await desk.feeds.sync([HARBOUR], desk.now)
    with pytest.raises(ValueError, match="needs the time of its next turn"):
        await desk.feeds.finish("harbour", FeedState(HARBOUR.url))


async def test_turns_that_end_together_are_all_saved(desk: "Desk") -> None:
    """Sharing a commit loses no feed's state, and each caller returns after the commit."""
    many = [Feed(f"feed {n}", f"https://x.example/{n}") for n in range(60)]
    await desk.feeds.sync(many, desk.now)

    async def end(number: int) -> None:
        state = FeedState("u", etag=str(number), next_poll_at=desk.at(number))
        await desk.feeds.finish(f"feed {number}", state)
        assert (await desk.feeds.states())[f"feed {number}"] == state

    await asyncio.gather(*map(end, range(60)))


async def test_a_shared_commit_that_fails_fails_for_all(desk: "Desk") -> None:
    """Nobody who waits is told that a state was saved when it was not."""
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    bad = FeedState("u", pieces=frozenset({b"a", b"ab"}), next_poll_at=desk.now)
    good = FeedState("u", next_poll_at=desk.now)
    results = await asyncio.gather(
        desk.feeds.finish("harbour", bad),
        desk.feeds.finish("lighthouse", good),
        return_exceptions=True,
    )
    assert all(isinstance(result, Exception) for result in results)
    assert (await desk.feeds.states())["lighthouse"].url == LIGHTHOUSE.url
    await desk.feeds.finish("lighthouse", good)
    assert (await desk.feeds.states())["lighthouse"] == good


async def test_a_commit_that_cannot_begin_fails_for_all(
    store_file: Path, desk_on: "Callable[[Database], Desk]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who wait for a locked database hear of it; nobody waits for ever."""
    monkeypatch.setattr(dialect, "BUSY", 0.01)
    db = await Database.open(f"sqlite:///{store_file}")
    desk = desk_on(db)
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    other = sqlite3.connect(store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    state = FeedState("u", next_poll_at=desk.now)
    ends = (desk.feeds.finish(feed, state) for feed in BOTH)
    results = await asyncio.wait_for(asyncio.gather(*ends, return_exceptions=True), 60)
    assert [type(result) for result in results] == [StoreError, StoreError]
    other.close()
    await desk.feeds.finish("harbour", state)
    assert (await desk.feeds.states())["harbour"] == state
    await db.close()


async def test_a_caller_who_gives_up_leaves_the_others_alone(desk: "Desk") -> None:
    """Cancelling one of those who share a commit cancels nobody else's."""
    await desk.feeds.sync([HARBOUR, LIGHTHOUSE], desk.now)
    state = FeedState("u", next_poll_at=desk.at(1))
    given_up = asyncio.create_task(desk.feeds.finish("harbour", state))
    other = asyncio.create_task(desk.feeds.finish("lighthouse", state))
    await asyncio.sleep(0)
    given_up.cancel()
    await other
    assert (await desk.feeds.states())["lighthouse"] == state
