"""Versions of watchlists, and silences."""

from typing import TYPE_CHECKING

import pytest

from monitor.store.database import Database, StoreError
from monitor.store.silences import SilenceStore
from monitor.store.watchlists import WatchlistStore
from tests.versions import record

if TYPE_CHECKING:
    from tests.store.conftest import Desk


async def test_the_last_good_version_outlives_a_bad_edit(db: Database, desk: "Desk") -> None:
    """A broken file never takes the place of one that worked."""
    watchlists = WatchlistStore(db)
    assert await watchlists.latest_good("ferries") is None
    await record(watchlists, "ferries", "match: [ferry]", desk.now, [])
    await record(watchlists, "ferries", "match: [ferry", desk.at(1), ["line 1: a bracket is open"])
    await record(watchlists, "bridges", "match: [bridge]", desk.at(2), [])
    assert await watchlists.latest_good("ferries") == "match: [ferry]"
    await record(watchlists, "ferries", "match: [ferries]", desk.at(3), [])
    assert await watchlists.latest_good("ferries") == "match: [ferries]"


async def test_the_same_version_again_is_not_kept(db: Database, desk: "Desk") -> None:
    """A restart that reads the same files writes nothing; going back to an old text does."""
    watchlists = WatchlistStore(db)
    assert await record(watchlists, "ferries", "one", desk.now)
    assert not await record(watchlists, "ferries", "one", desk.at(1))
    assert await record(watchlists, "ferries", "two", desk.at(2))
    assert await record(watchlists, "ferries", "one", desk.at(3))
    assert await record(watchlists, "ferries", "one", desk.at(4), ["unknown group"])
    assert await watchlists.latest_good("ferries") == "one"


async def silence(desk: "Desk", until: float, story: int | None = None) -> int:
    return await SilenceStore(desk.db).add(
        story_id=story,
        watchlist=None if story else "ferries",
        until=desk.at(until),
        reason="regatta",
        author="Mari",
        now=desk.now,
    )


async def test_silences_end(desk: "Desk") -> None:
    """A silence holds until its time or until somebody ends it."""
    silences = SilenceStore(desk.db)
    long, short = await silence(desk, 60), await silence(desk, 30)
    assert [one.id for one in await silences.active(desk.at(29))] == [short, long]
    assert [one.id for one in await silences.active(desk.at(30))] == [long]
    assert await silences.end(long, desk.at(40))
    assert not await silences.end(long, desk.at(41))
    assert await silences.active(desk.at(40)) == ()


async def test_what_an_ended_silence_held_back_is_listed_once(desk: "Desk") -> None:
    """An ended silence is owed a list until the list was made."""
    silences = SilenceStore(desk.db)
    silence_id = await silence(desk, 30)
    assert await silences.ended(desk.at(29)) == ()
    assert [one.id for one in await silences.ended(desk.at(30))] == [silence_id]
    await silences.reported([silence_id], [], desk.at(31))
    assert await silences.ended(desk.at(32)) == ()


async def test_a_silence_is_of_one_thing_that_exists(desk: "Desk") -> None:
    """A silence of nothing, or of a story that isn't there, is refused."""
    with pytest.raises(ValueError, match="one story or of one watchlist"):
        await SilenceStore(desk.db).add(
            story_id=None,
            watchlist=None,
            until=desk.now,
            reason="",
            author="",
            now=desk.now,
        )
    with pytest.raises(StoreError):
        await silence(desk, 30, story=99)
