"""Quiet hours: held, then one message, and nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerting.schedule import parse_quiet
from monitor.alerting.storm import Limit
from monitor.model.alert import Route
from monitor.store.gatherings import GatheringStore
from monitor.workers.calm import Calm

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
