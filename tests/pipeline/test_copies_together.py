"""Copies from many feeds within a short time: one story, one alert, few edits that name all."""

import asyncio

import pytest

from monitor.model.feed import Feed
from notifiers.testing import RecordingNotifier

FORTY = [f"outlet-{number:02}" for number in range(40)]


@pytest.fixture
async def crowd(room):
    """Forty more outlets, whose feeds were read before."""
    room.feeds |= {
        name: Feed(name, f"https://{name}.example/rss", title=name.capitalize()) for name in FORTY
    }
    await room.store.sync(tuple(room.feeds.values()), room.now)
    await room.opened()
    room.later(minutes=10)
    return room


class Interrupted(RecordingNotifier):
    """While its first edit is on the way, something happens."""

    def __init__(self, happens):
        super().__init__()
        self._happens = happens

    async def edit(self, receipt, message):
        if self._happens is not None:
            happens, self._happens = self._happens, None
            await happens()
        return await super().edit(receipt, message)


async def told_of(room, feed):
    """The judgement on a feed's last entry."""
    return (await room.entries(feed))[-1].versions[-1]


async def test_forty_turns_at_once_are_one_story_and_one_alert(crowd):
    """Turns run side by side and bring the same text: whoever commits first began the story."""
    for name in FORTY:
        crowd.publish(name, crowd.ferry(f"{name}-1"))
    turns = [await crowd.lease(name) for name in FORTY]
    reports = await asyncio.gather(*map(crowd.take, turns[1::2] + turns[::2]))
    assert sorted(report.alerts for report in reports) == [0] * 39 + [3]
    judged = [await told_of(crowd, name) for name in FORTY]
    assert len({one.story_id for one in judged}) == 1
    assert sorted(one.relation for one in judged) == ["copy"] * 39 + ["new"]
    assert len(await crowd.alerts(crowd.desk)) == 1


async def test_an_update_among_copies_at_once_is_told_once(crowd):
    """Old and changed text arrive together from many feeds: one alert and one update."""
    for number, name in enumerate(FORTY):
        crowd.publish(name, crowd.ferry(f"{name}-1", people=12 if number % 2 else 15))
    turns = [await crowd.lease(name) for name in FORTY]
    await asyncio.gather(*map(crowd.take, turns))
    assert [one.kind for one in await crowd.alerts(crowd.desk)] == ["new", "update"]
    judged = [await told_of(crowd, name) for name in FORTY]
    assert len({one.story_id for one in judged}) == 1


async def test_forty_copies_within_a_minute_are_few_edits(crowd):
    """A copy every second and a half, and a deliverer that never rests: at most three edits."""
    crowd.publish("wire", crowd.ferry("w1"))
    await crowd.turn("wire")
    await crowd.deliver()
    for name in FORTY:
        crowd.publish(name, crowd.ferry(f"{name}-1"))
    begun = crowd.now
    for name in FORTY:
        await crowd.take(await crowd.lease(name))
        crowd.later(seconds=1.5)
        await crowd.deliver()
    assert (crowd.now - begun).total_seconds() == 60
    crowd.later(seconds=31)
    await crowd.deliver()
    channel = crowd.channels[crowd.desk]
    assert len(channel.sent) == 1
    assert 1 <= len(channel.edited) <= 3
    assert {receipt.get("id") for receipt, _ in channel.edited} == {channel.sent[0].id}
    (story,) = channel.edited[-1][1].sections[0].stories
    assert story.source == "Harbour Wire"
    assert story.also_in == tuple(name.capitalize() for name in FORTY)


async def test_the_last_edit_names_a_copy_that_came_while_one_was_sent(crowd):
    """A copy between the claim of an edit and its receipt arms it once more."""
    crowd.publish("wire", crowd.ferry("w1"))
    await crowd.turn("wire")
    await crowd.deliver()
    first, second = FORTY[:2]
    crowd.publish(first, crowd.ferry("a1"))
    await crowd.turn(first)
    crowd.publish(second, crowd.ferry("b1"))
    channel = crowd.channels[crowd.desk]
    interrupted = Interrupted(lambda: crowd.turn(second))
    interrupted.edited = channel.edited
    crowd.channels[crowd.desk] = interrupted
    crowd.later(seconds=31)
    await crowd.deliver()
    crowd.later(seconds=31)
    await crowd.deliver()
    named = [message.sections[0].stories[0].also_in for _, message in channel.edited]
    assert named == [("Outlet-00",), ("Outlet-00", "Outlet-01")]


async def test_who_hears_of_a_story_from_a_copy_reads_who_began_it(room):
    """The message tells the copy; the outlets named are the others, the first one included."""
    await room.opened()
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    room.publish("post", room.ship("p1", "Kuril ferry in trouble: ship runs aground off Kunashir"))
    await room.turn("post")
    (sea,) = await room.alerts(room.sea)
    story = sea.message.sections[0].stories[0]
    assert (story.source, story.also_in) == ("Island Post", ("Harbour Wire",))
    await room.deliver()
    room.publish("radio", room.ship("r1"))
    await room.turn("radio")
    room.later(seconds=31)
    await room.deliver()
    edited = room.channels[room.sea].edited[-1][1].sections[0].stories[0]
    assert (edited.source, edited.also_in) == ("Island Post", ("Harbour Wire", "R3"))
