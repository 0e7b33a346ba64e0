"""Quiet hours: held, then one message, and nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerting.schedule import parse_quiet
from monitor.alerting.storm import Limit
from monitor.model.alert import Route
from monitor.store.feedback import Feedback
from monitor.store.gatherings import GatheringStore
from monitor.workers.calm import Calm
from monitor.workers.silencewatch import SilenceWatch

# Monday 09:00 in UTC is 18:00 in Tokyo.
NIGHT = parse_quiet("17:00-07:00", "Asia/Tokyo")


@pytest.fixture
def calm(room):
    """The end of quiet hours, on the newsroom's clock and rules."""

    async def tick():
        calm = Calm(GatheringStore(room.db), room.turns, lambda: room.now, room.rules)
        made = await calm.tick()
        await room.deliver()
        return made

    return tick


@pytest.fixture
async def quiet(room):
    """The desk's channel is quiet from 17:00 to 07:00; the feeds were read before."""
    room.rules = replace(room.rules, quiet={room.desk: NIGHT})
    await room.opened("wire", "post")
    return room


def sent(room, destination):
    return room.channels[destination].sent


async def test_alerts_are_held_and_then_told_in_one_message(quiet, calm):
    """Nothing is sent at night; at seven one message has it all, by watchlist."""
    quiet.publish("wire", quiet.museum("w1"), quiet.ship("w2"))
    await quiet.turn("wire")
    assert await calm() == 0
    assert sent(quiet, quiet.desk) == []
    quiet.later(hours=13)
    assert await calm() == 1
    assert await calm() == 0
    (message,) = sent(quiet, quiet.desk)
    assert message.subject == "While it was quiet: 2 stories"
    assert message.body == "Held back until 07:00: 2 stories."
    assert [section.title for section in message.sections] == ["Kurils"]


async def test_the_reason_says_until_when(quiet):
    """The alert is stored, and tells what holds it."""
    quiet.publish("wire", quiet.museum("w1"))
    await quiet.turn("wire")
    (alert,) = await quiet.alerts(quiet.desk)
    assert alert.held == "quiet"
    assert alert.reason.endswith("; held, quiet hours until 07:00 Asia/Tokyo")
    assert alert.held_until.isoformat() == "2026-03-02T22:00:00+00:00"


async def test_an_update_is_folded_into_its_story(quiet, calm):
    """A story that changed at night is told once, in its last words."""
    quiet.publish("wire", quiet.ship("w1"), quiet.museum("w2"))
    await quiet.turn("wire")
    quiet.publish("wire", quiet.ship("w1", people=15), quiet.museum("w2"))
    await quiet.turn("wire")
    quiet.later(hours=13)
    await calm()
    (message,) = sent(quiet, quiet.desk)
    assert message.subject == "While it was quiet: 2 stories"
    assert "1 of them updated" in message.body


async def test_a_single_alert_comes_as_itself(quiet, calm):
    """One held alert needs no summary; a later update stands in its thread."""
    quiet.publish("wire", quiet.ship("w1"))
    await quiet.turn("wire")
    quiet.later(hours=13)
    await calm()
    quiet.publish("wire", quiet.ship("w1", people=15))
    await quiet.turn("wire")
    await quiet.deliver()
    first, update = sent(quiet, quiet.desk)
    assert (first.kind, update.kind) == ("alert", "update")
    assert update.thread == first.id


async def test_high_priority_is_held_too_unless_it_passes(quiet, calm):
    """Quiet means quiet; who wants to be woken says so."""
    quiet.publish("wire", quiet.ferry("w1"))
    await quiet.turn("wire")
    await calm()
    assert sent(quiet, quiet.desk) == []
    assert len(sent(quiet, quiet.sea)) == 1
    quiet.rules = replace(quiet.rules, quiet={quiet.desk: replace(NIGHT, high_passes=True)})
    quiet.publish("post", quiet.item("p1", "Kuril ferry strike", "Crews want a rise this spring."))
    await quiet.turn("post")
    await calm()
    assert [message.subject for message in sent(quiet, quiet.desk)] == ["Kuril ferry strike"]


async def test_what_was_decided_before_the_night_is_kept_back_too(quiet, calm):
    """What a channel in trouble did not take by day does not come at night."""
    quiet.rules = replace(quiet.rules, quiet={})
    quiet.publish("wire", quiet.museum("w1"))
    await quiet.turn("wire")
    quiet.rules = replace(quiet.rules, quiet={quiet.desk: NIGHT})
    await calm()
    assert sent(quiet, quiet.desk) == []
    quiet.later(hours=13)
    await calm()
    assert len(sent(quiet, quiet.desk)) == 1


async def test_digests_keep_their_own_time(quiet):
    """A digest was asked for at its hour: quiet hours don't touch what waits for it."""
    quiet.rules = replace(quiet.rules, quiet={quiet.mail: NIGHT})
    quiet.publish("wire", quiet.museum("w1"))
    await quiet.turn("wire")
    (alert,) = await quiet.alerts(quiet.mail)
    assert (alert.held, alert.told_at) == ("", None)


async def test_the_night_makes_no_storm(quiet):
    """Alerts that were held don't count as messages when the day begins."""
    limit = Limit(2, timedelta(minutes=5))
    quiet.rules = replace(quiet.rules, storm=limit, quiet={quiet.desk: NIGHT})
    quiet.now = quiet.now.replace(hour=21, minute=58)
    quiet.publish("wire", quiet.museum("w1"), quiet.ship("w2"))
    await quiet.turn("wire")
    quiet.later(minutes=3)
    quiet.publish("post", quiet.item("p1", "Kuril radio goes silent", "A mast fell in the gale."))
    await quiet.take(await quiet.lease("post"))
    assert [one.held for one in await quiet.alerts(quiet.desk)] == ["quiet", "quiet", ""]


async def test_a_restart_at_night_loses_nothing(quiet, calm):
    """Two nights, with the service down at the first end: each has its own message."""
    for guid in ("w1", "w2"):
        quiet.publish("wire", quiet.museum(guid), quiet.item(f"{guid}x", f"Kuril news {guid}"))
        await quiet.turn("wire")
        quiet.later(hours=24)
    assert await calm() >= 1
    told = [story for m in sent(quiet, quiet.desk) for part in m.sections for story in part.stories]
    assert len(told) == len(await quiet.alerts(quiet.desk))


async def test_a_route_without_quiet_hours_is_not_touched(quiet):
    """Quiet hours belong to one destination."""
    routes = (Route(quiet.sea),)
    kurils = replace(quiet.in_force.subscriptions["kurils"], routes=routes)
    quiet.in_force = replace(quiet.in_force, subscriptions={"kurils": kurils})
    quiet.publish("wire", quiet.museum("w1"))
    await quiet.turn("wire")
    (alert,) = await quiet.alerts(quiet.sea)
    assert alert.held == ""


async def test_a_correction_at_night_stands_at_once_and_is_told_in_the_morning(room, calm):
    """What was told by day is put right where it stands, without a sound; the reply waits."""
    await room.opened("wire", "post")
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    await room.deliver()
    room.rules = replace(room.rules, quiet={room.desk: NIGHT})
    room.publish("wire", room.ship("w1", "CORRECTED: Kuril ship runs aground", people=15))
    await room.turn("wire")
    await calm()
    (first,) = sent(room, room.desk)
    ((_, edit),) = room.channels[room.desk].edited
    assert edit.sections[0].stories[0].kind == "correction"
    room.later(hours=13)
    await calm()
    _, reply = sent(room, room.desk)
    assert (reply.kind, reply.thread) == ("update", first.id)
    assert reply.sections[0].stories[0].kind == "correction"


async def test_a_withdrawal_at_night_goes_before_what_it_withdraws(quiet, calm):
    """Who was told of neither reads in the morning that the story is gone, not that it is new."""
    quiet.publish("wire", quiet.ship("w1"), quiet.museum("w2"))
    await quiet.turn("wire")
    gone = quiet.ship("w1", "STORY WITHDRAWN: Kuril ship runs aground")
    quiet.publish("wire", gone, quiet.museum("w2"))
    await quiet.turn("wire")
    quiet.later(hours=13)
    await calm()
    (message,) = sent(quiet, quiet.desk)
    kinds = {story.link: story.kind for part in message.sections for story in part.stories}
    assert kinds["https://news.example/w1"] == "withdrawal"
    assert "1 corrected or withdrawn" in message.body


async def test_a_silence_that_ends_at_night_is_listed_in_the_morning(quiet, calm):
    """What it held back is in its own list, not in the catch-up, and neither comes at night."""
    await quiet.silences.add(
        story_id=None,
        watchlist="kurils",
        until=quiet.now + timedelta(hours=1),
        reason="",
        author="Mori",
        now=quiet.now,
    )
    quiet.publish("wire", quiet.museum("w1"))
    await quiet.turn("wire")
    quiet.later(hours=1)
    quiet.publish("wire", quiet.museum("w1"), quiet.ship("w2"))
    await quiet.turn("wire")
    watch = SilenceWatch(
        quiet.silences,
        lambda: quiet.now,
        quiet.rules,
        lambda: quiet.in_force.subscriptions,
        Feedback(quiet.db),
    )
    assert await watch.tick() == 2  # the desk, and the readers of its digest
    await calm()
    assert sent(quiet, quiet.desk) == []
    quiet.later(hours=12)
    await calm()
    assert {one.subject for one in sent(quiet, quiet.desk)} == {
        "Silence of Kurils ended: 1 story was held back",
        "Kuril ship runs aground",
    }
