"""What a silence held back is listed when it ends: once, to those whom it concerns."""

from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from structlog.testing import LogCapture

from monitor.model.alert import Route
from monitor.store.feedback import Feedback
from monitor.workers.silencewatch import SilenceWatch


@pytest.fixture
def silence(room):
    """Silences a watchlist, or a story, for some hours."""

    async def add(hours=1.0, *, story_id=None, watchlist="kurils"):
        return await room.silences.add(
            story_id=story_id,
            watchlist=None if story_id else watchlist,
            until=room.now + timedelta(hours=hours),
            reason="enough for today",
            author="Mori",
            now=room.now,
        )

    return add


@pytest.fixture
def watch(room):
    """Look for ended silences and deliver; returns the lists that the desk has got by now."""

    async def look():
        subscriptions = lambda: room.in_force.subscriptions  # noqa: E731 - a provider, as in the service
        clock, feedback = lambda: room.now, Feedback(room.db)
        await SilenceWatch(room.silences, clock, room.rules, subscriptions, feedback).tick()
        await room.deliver()
        return [one for one in room.channels[room.desk].sent if one.kind == "digest"]

    return look


async def test_the_list_names_what_was_held_back(room, silence, watch):
    """Title, link and outlet of each story, with end, author and reason of the silence."""
    await room.opened("wire")
    await silence()
    room.publish("wire", room.museum("w1"), room.ship("w2"))
    await room.turn("wire")
    assert await watch() == []
    room.later(hours=1)
    (told,) = await watch()
    assert told.subject == "Silence of Kurils ended: 2 stories were held back"
    assert told.body == "Silenced by Mori from 2 Mar 18:00 to 2 Mar 19:00: enough for today"
    stories = [story for section in told.sections for story in section.stories]
    assert {story.link for story in stories} == {
        "https://news.example/w1",
        "https://news.example/w2",
    }
    assert await watch() == [told]


async def test_a_silence_that_held_nothing_ends_without_a_word(room, silence, watch, monkeypatch):
    """There is nothing to list, and the log says that nobody was told."""
    capture = LogCapture()
    logger = structlog.wrap_logger(None, processors=[capture])
    monkeypatch.setattr("monitor.workers.silencewatch.log", logger)
    await silence()
    room.later(hours=2)
    assert await watch() == []
    assert [(line["event"], line["told"]) for line in capture.entries] == [
        ("silence ended", "nobody")
    ]
    assert await room.silences.ended(room.now) == ()


async def test_a_silence_ended_early_is_listed_at_once(room, silence, watch):
    """Whoever ends it sees what was held back."""
    await room.opened("wire")
    number = await silence(hours=8)
    room.publish("wire", room.museum("w1"))
    await room.turn("wire")
    assert await room.silences.end(number, room.now)
    (told,) = await watch()
    assert told.subject == "Silence of Kurils ended: 1 story was held back"


async def test_overlapping_silences_are_one_list_at_the_last_end(room, silence, watch):
    """While one goes on, nothing has ended for the desk."""
    await room.opened("wire", "post")
    await silence(hours=1)
    room.publish("wire", room.museum("w1"))
    await room.turn("wire")
    await silence(hours=3)
    room.publish("post", room.ship("p1"))
    await room.turn("post")
    room.later(hours=2)
    assert await watch() == []
    room.later(hours=2)
    (told,) = await watch()
    assert told.subject.endswith("2 stories were held back")
    assert len(told.body.splitlines()) == 2


async def test_copies_and_updates_are_one_story(room, silence, watch):
    """Ten outlets with one silenced story make one line, in its last words."""
    await room.opened("wire", "post")
    await silence()
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    room.publish("post", room.ship("p1"))
    await room.turn("post")
    room.publish("wire", room.ship("w1", people=15))
    await room.turn("wire")
    room.later(hours=1)
    (told,) = await watch()
    ((story,),) = [section.stories for section in told.sections]
    assert story.kind == "update"


async def test_a_muted_story_tells_its_updates_in_the_end(room, silence, watch):
    """The list of a story's silence is named by the story."""
    await room.opened("wire")
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    (alert,) = await room.alerts(room.desk)
    await silence(story_id=alert.story_id)
    room.publish("wire", room.ship("w1", people=15))
    await room.turn("wire")
    room.later(hours=1)
    (told,) = await watch()
    assert told.subject == "Silence of “Kuril ship runs aground” ended: what came meanwhile"


async def test_only_those_who_missed_something_are_told(room, silence, watch):
    """A destination that another watchlist told all of it gets no list."""
    await room.opened("wire")
    await silence(watchlist="ferries")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.later(hours=1)
    assert await watch() == []
    assert [one.kind for one in room.channels[room.sea].sent] == ["digest"]


async def test_the_list_survives_a_restart_between(room, silence, watch):
    """It is owed until it is in the outbox, and then it is there once."""
    await room.opened("wire")
    await silence()
    room.publish("wire", room.museum("w1"))
    await room.turn("wire")
    room.later(days=3)
    assert len(await watch()) == 1
    assert len(await watch()) == 1


async def test_a_digest_reader_gets_the_list_too(room, silence, watch):
    """Where a watchlist only feeds a digest, its list still says what is not in it."""
    await room.opened("wire")
    kurils = replace(
        room.in_force.subscriptions["kurils"], routes=(Route(room.mail, "daily 07:30"),)
    )
    room.in_force = replace(room.in_force, subscriptions={"kurils": kurils})
    await silence()
    room.publish("wire", room.museum("w1"))
    await room.turn("wire")
    room.later(hours=1)
    await watch()
    assert [one.kind for one in room.channels[room.mail].sent] == ["digest"]


async def test_the_list_names_the_page_where_all_of_it_stands(room, silence, watch):
    """A long list is cut in a mail, and whole on the page."""
    room.rules = replace(room.rules, page=lambda name: f"https://m.example/{name}")
    await room.opened("wire")
    await silence()
    room.publish("wire", room.museum("w1"))
    await room.turn("wire")
    room.later(hours=1)
    (told,) = await watch()
    assert told.page == f"https://m.example/{told.id}"
