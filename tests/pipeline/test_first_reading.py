"""The first reading of a feed: stored and indexed, not alerted."""

from dataclasses import replace
from datetime import timedelta

TWO_HOURS = timedelta(hours=2)


async def test_a_first_reading_tells_nobody_and_says_why(room):
    """What a feed holds at first sight is stored as seeded, each destination with its reason."""
    room.publish("wire", room.ferry("w1"), room.museum("w2"))
    report = await room.turn("wire")
    assert (report.entries, report.matched, report.alerts) == (2, 2, 0)
    assert await room.alerts() == []
    reasons = {reason for _, reason in await room.decisions()}
    assert reasons == {"first reading of the feed: stored, not alerted"}
    assert all(report.entry.seeded for report in await room.entries("wire"))


async def test_after_the_first_reading_only_what_is_new_is_told(room):
    """The second turn alerts the entry that came, not those that were seeded."""
    room.publish("wire", room.museum("w1"))
    await room.turn("wire")
    room.publish("wire", room.ferry("w2"), room.museum("w1"))
    assert (await room.turn("wire")).entries == 1
    assert {one.message.subject for one in await room.alerts()} == {room.FERRY}


async def test_a_seeded_story_is_told_when_it_comes_again_elsewhere(room):
    """Nobody was told of the seeded version, so its copy in another feed is an alert."""
    await room.opened("post")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.publish("post", room.ferry("p1"))
    await room.turn("post")
    alerts = await room.alerts()
    assert {one.route.destination for one in alerts} == {room.desk, room.sea, room.mail}
    assert all("had not been told of the story; copy" in one.reason for one in alerts)


async def test_a_backlog_alerts_what_is_younger_and_seeds_the_rest(room):
    """With `alert_backlog: 2h` on the feed, an hour-old entry is told and a day-old one is not."""
    room.feeds["wire"] = replace(room.feeds["wire"], alert_backlog=TWO_HOURS)
    room.publish("wire", room.ferry("w1", hours=1), room.museum("w2", hours=24))
    await room.turn("wire")
    assert {one.message.subject for one in await room.alerts()} == {room.FERRY}
    museum, ferry = await room.entries("wire")
    assert (museum.entry.seeded, ferry.entry.seeded) == (True, False)


async def test_a_backlog_from_the_command_line_counts_for_every_feed(room):
    """A feed that names no backlog of its own goes by the rules' one."""
    room.rules = replace(room.rules, alert_backlog=TWO_HOURS)
    room.publish("wire", room.ferry("w1", hours=1))
    room.publish("post", room.museum("p1", hours=3))
    await room.turn("wire")
    await room.turn("post")
    assert {one.message.subject for one in await room.alerts()} == {room.FERRY}


async def test_a_copy_in_a_first_reading_is_quiet_but_named(room):
    """A feed read for the first time may carry what was told: its outlet joins the message."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    await room.deliver()
    room.publish("post", room.ferry("p1"))
    assert (await room.turn("post")).alerts == 0
    room.later(seconds=31)
    await room.deliver()
    (edit,) = room.channels[room.desk].edited
    assert edit[1].sections[0].stories[0].also_in == ("Island Post",)
