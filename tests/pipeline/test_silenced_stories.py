"""What silences hold back, and that it is recorded."""

from datetime import timedelta

import pytest


@pytest.fixture
def silence(room):
    """Silences a story or a watchlist for some hours."""

    async def add(*, story_id=None, watchlist=None, hours=1):
        return await room.silences.add(
            story_id=story_id,
            watchlist=watchlist,
            until=room.now + timedelta(hours=hours),
            reason="enough",
            author="Mori",
            now=room.now,
        )

    return add


async def test_a_silenced_watchlist_says_nothing_and_leaves_a_reason(room, silence):
    """The destination of the silenced watchlist alone gets a decision with end, author, reason."""
    await room.opened("wire")
    await silence(watchlist="ferries")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    assert await room.alerts(room.sea) == []
    ((kind, reason),) = await room.decisions(room.sea)
    assert kind == "suppressed"
    assert reason == "silenced until 2026-03-02 19:00 by Mori (enough)"


async def test_other_watchlists_still_speak_and_name_themselves_only(room, silence):
    """The alert names the watchlist that is not silenced, with that one's priority."""
    await room.opened("wire")
    await silence(watchlist="ferries")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    (desk,) = await room.alerts(room.desk)
    assert (desk.watchlists, desk.priority) == (("kurils",), "normal")


async def test_a_silenced_story_has_no_follow_ups(room, silence):
    """Updates of the story are held back, other stories are told."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    (desk,) = await room.alerts(room.desk)
    await silence(story_id=desk.story_id)
    room.publish("wire", room.ferry("w1", people=15), room.museum("w2"))
    await room.turn("wire")
    assert [one.kind for one in await room.alerts(room.desk)] == ["new", "new"]
    assert [one.kind for one in await room.alerts(room.sea)] == ["new"]


async def test_a_silence_ends_by_itself(room, silence):
    """What comes after its end is told, a copy of what was held back included."""
    await room.opened("wire", "post")
    await silence(watchlist="ferries", hours=1)
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.later(hours=1)
    room.publish("post", room.ferry("p1"))
    await room.turn("post")
    (sea,) = await room.alerts(room.sea)
    assert "had not been told" in sea.reason


async def test_a_changed_fact_that_was_held_back_is_told_by_its_next_copy(room, silence):
    """The update came in a silence: a later copy of it is an update for those who missed it."""
    await room.opened("wire", "post")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    (desk,) = await room.alerts(room.desk)
    await silence(story_id=desk.story_id, hours=1)
    room.publish("wire", room.ferry("w1", people=15))
    await room.turn("wire")
    room.later(hours=2)
    room.publish("post", room.ferry("p1", people=15))
    await room.turn("post")
    first, update = await room.alerts(room.desk)
    assert (first.kind, update.kind) == ("new", "update")
    assert "had not been told of" in update.reason
    assert any("15" in change for change in update.message.sections[0].stories[0].changes)


async def test_a_late_copy_of_the_old_version_stays_quiet(room, silence):
    """A stale copy brings nothing that the destination does not know."""
    await room.opened("wire", "post")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    (desk,) = await room.alerts(room.desk)
    await silence(story_id=desk.story_id, hours=1)
    room.publish("wire", room.ferry("w1", people=15))
    await room.turn("wire")
    room.later(hours=2)
    room.publish("post", room.ferry("p1"))
    await room.turn("post")
    assert [one.kind for one in await room.alerts(room.desk)] == ["new"]
