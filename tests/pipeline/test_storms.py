"""Too much at once: the first alerts, then one message that grows, and nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerting.storm import Limit
from monitor.model.alert import Route
from monitor.store.digests import DigestStore
from monitor.store.gatherings import GatheringStore
from monitor.workers.calm import Calm

NEWS = (
    ("harbour master resigns", "Nobody has said who will take over the pilots' office in spring."),
    ("airport loses its only radar", "Engineers blame salt in the cables under the old runway."),
    ("school wins chess title", "Four pupils beat champions from larger towns after nine rounds."),
    ("volcano wakes at dawn", "Ash drifted over the crater lake, and hikers were turned away."),
    ("bakery sells its last loaf", "The owner moves to the mainland where flour costs half."),
    ("fox census finds more cubs", "Biologists counted dens along forty brooks this summer."),
    ("power plant shuts a turbine", "Steam from the wells had carried too much sulphur for years."),
    (
        "orchestra plays in a fog horn hall",
        "Musicians tuned to the horn that gives the hall its name.",
    ),
    ("postman retires after decades", "He walked the coastal path with letters in every weather."),
    ("crab prices halve overnight", "Buyers waited on the quay while crews emptied their traps."),
    ("new bridge opens to cyclists", "Lorries must wait until its bolts are checked once more."),
    ("library finds a lost atlas", "It had served as the seat of a broken chair in the attic."),
)


@pytest.fixture
def calm(room):
    """The storms' summaries, on the newsroom's clock and rules."""

    async def tick(*, at_once=False):
        store = GatheringStore(room.db)
        made = await Calm(store, room.turns, lambda: room.now, room.rules).tick(at_once=at_once)
        await room.deliver()
        return made

    return tick


@pytest.fixture
async def stormy(room):
    """Three alerts in five minutes are what a destination takes; feeds were read before."""
    room.rules = replace(room.rules, storm=Limit(3, timedelta(minutes=5)))
    await room.opened("wire")
    return room


def news(room, *numbers):
    return [room.item(f"n{n}", f"Kuril {NEWS[n][0]}", NEWS[n][1]) for n in numbers]


async def publish(room, *numbers):
    room.publish("wire", *news(room, *numbers))
    await room.turn("wire")


def said(room, destination):
    """Subjects in the order in which they were sent."""
    return [message.subject for message in room.channels[destination].sent]


def titles(message):
    return [story.title for section in message.sections for story in section.stories]


async def test_the_first_come_alone_and_the_others_in_one_message(stormy, calm):
    """Three alerts, then one summary with the other four, newest last."""
    await publish(stormy, *reversed(range(7)))
    await stormy.deliver()
    assert len(said(stormy, stormy.desk)) == 3
    stormy.later(seconds=6)
    assert await calm() == 1
    *_, summary = stormy.channels[stormy.desk].sent
    assert summary.subject == "4 more stories in the last minute"
    assert "More than 3 alerts in 5 minutes" in summary.body
    alerts = await stormy.alerts(stormy.desk)
    assert titles(summary) == [one.message.subject for one in alerts[3:]]


async def test_nothing_is_dropped_and_every_alert_says_why(stormy):
    """What is gathered is stored as an alert, with the storm in its reason."""
    await publish(stormy, *range(7))
    alerts = await stormy.alerts(stormy.desk)
    assert len(alerts) == 7
    assert [one.held for one in alerts] == [""] * 3 + ["storm"] * 4
    assert all("in a summary: more than 3 alerts in 5 min" in one.reason for one in alerts[3:])


async def test_the_summary_is_edited_as_the_storm_grows(stormy, calm):
    """One message, edited at most every half minute, however much comes."""
    await publish(stormy, *range(5))
    stormy.later(seconds=6)
    await calm()
    await publish(stormy, *range(5, 9))
    assert await calm() == 1
    assert await calm() == 0
    channel = stormy.channels[stormy.desk]
    assert len(channel.sent) == 4
    ((_, edit),) = channel.edited
    assert len(titles(edit)) == 6
    assert edit.subject.startswith("6 more stories in the last ")


async def test_a_storm_is_over_after_a_calm_window(stormy, calm):
    """Then the summary says so, and the next alert is a message of its own again."""
    await publish(stormy, *range(5))
    stormy.later(seconds=6)
    await calm()
    stormy.later(minutes=5)
    assert await calm() == 1
    assert await calm() == 0
    _, edit = stormy.channels[stormy.desk].edited[-1]
    assert edit.subject == "2 more stories between 18:05 and 18:10"
    assert edit.body == "It is calmer: what comes now is told one by one again."
    await publish(stormy, 7)
    await stormy.deliver()
    assert said(stormy, stormy.desk)[-1] == f"Kuril {NEWS[7][0]}"


async def test_a_storm_lasts_while_there_is_too_much(stormy, calm):
    """A pause shorter than the window does not end it, and news in it joins the message."""
    await publish(stormy, *range(5))
    stormy.later(minutes=4)
    await publish(stormy, 6)
    alerts = await stormy.alerts(stormy.desk)
    assert alerts[-1].held == "storm"


async def test_high_priority_passes(stormy, calm):
    """An alert of high priority is told by itself amid the storm."""
    await publish(stormy, *range(6))
    await stormy.deliver()
    stormy.publish("wire", stormy.ferry("w1"))
    await stormy.turn("wire")
    await stormy.deliver()
    assert said(stormy, stormy.desk)[-1] == stormy.FERRY


async def test_a_channel_without_edits_is_told_twice(stormy, calm):
    """Once when the storm begins, and once with all of it when it is over."""
    route = Route(stormy.mail)
    subscriptions = stormy.in_force.subscriptions
    kurils = replace(subscriptions["kurils"], routes=(route,))
    stormy.in_force = replace(stormy.in_force, subscriptions={**subscriptions, "kurils": kurils})
    await publish(stormy, *range(5))
    stormy.later(seconds=6)
    await calm()
    await publish(stormy, *range(5, 9))
    assert await calm() == 0
    stormy.later(minutes=6)
    assert await calm() == 1
    first, last = [m for m in stormy.channels[stormy.mail].sent if m.kind == "digest"]
    assert len(titles(first)) == 2
    assert "follows in one message" in first.body
    assert len(titles(last)) == 6
    assert first.id != last.id


async def test_a_small_storm_says_all_at_once(stormy, calm):
    """Where nothing came after the first mail there is no second one."""
    kurils = replace(stormy.in_force.subscriptions["kurils"], routes=(Route(stormy.mail),))
    stormy.in_force = replace(stormy.in_force, subscriptions={"kurils": kurils})
    await publish(stormy, *range(5))
    stormy.later(seconds=6)
    assert await calm() == 1
    stormy.later(minutes=6)
    assert await calm() == 0


async def test_what_is_gathered_stands_in_the_digest_too(stormy, calm):
    """Where the destination has a digest as well, it holds what the summary told in passing."""
    subscriptions = stormy.in_force.subscriptions
    both = replace(subscriptions["ferries"], routes=(Route(stormy.desk, "daily 07:30"),))
    stormy.in_force = replace(stormy.in_force, subscriptions={**subscriptions, "ferries": both})
    await publish(stormy, *range(5))
    alerts = await stormy.alerts(stormy.desk)
    assert [one.route.digest for one in alerts] == [""] * 3 + ["daily 07:30"] * 2
    assert [one.told_at is None for one in alerts] == [False] * 3 + [True] * 2


async def test_an_update_in_a_storm_is_folded_and_its_edit_stands(stormy, calm):
    """A follow-up of a story told before the storm stands in the summary, with what changed."""
    stormy.publish("wire", stormy.ship("w1"))
    await stormy.turn("wire")
    await publish(stormy, *range(4))
    stormy.publish("wire", stormy.ship("w2", people=15))
    await stormy.turn("wire")
    stormy.later(seconds=6)
    await calm()
    summary = stormy.channels[stormy.desk].sent[-1]
    told = [story for section in summary.sections for story in section.stories]
    assert told[-1].kind == "update"
    assert told[-1].changes


async def test_what_was_only_in_a_summary_is_followed_by_a_message_of_its_own(stormy, calm):
    """A later update of a story from a summary begins a thread, as nothing stands above it."""
    await publish(stormy, *range(4))
    stormy.publish("wire", stormy.ship("w1"))
    await stormy.turn("wire")
    stormy.later(minutes=11)
    await calm()
    stormy.publish("wire", stormy.ship("w1", people=15))
    await stormy.turn("wire")
    await stormy.deliver()
    update = stormy.channels[stormy.desk].sent[-1]
    assert (update.kind, update.thread) == ("update", "")


async def test_a_crash_between_turn_and_summary_loses_nothing(stormy, calm):
    """What belongs to the storm is in the database: a service that starts anew sums it up."""
    await publish(stormy, *range(6))
    stormy.later(minutes=20)
    assert await calm() == 1
    summary = stormy.channels[stormy.desk].sent[-1]
    assert len(titles(summary)) == 3
    assert summary.subject.startswith("3 more stories between")


async def test_a_single_round_does_not_wait_for_more(stormy, calm):
    """`run --once` tells a storm's beginning at once."""
    await publish(stormy, *range(5))
    assert await calm() == 0
    assert await calm(at_once=True) == 1
    assert await calm(at_once=True) == 0


async def test_a_summary_names_the_page_where_all_of_it_stands(stormy, calm):
    """The page shows the summary as it reads by now, edits and all."""
    stormy.rules = replace(stormy.rules, page=lambda name: f"https://m.example/{name}")
    await publish(stormy, *range(5))
    stormy.later(seconds=6)
    await calm()
    summary = stormy.channels[stormy.desk].sent[-1]
    assert summary.page == f"https://m.example/{summary.id}"
    await publish(stormy, *range(5, 9))
    await calm()
    ((_, edit),) = stormy.channels[stormy.desk].edited
    assert edit.page == summary.page
    shown = await DigestStore(stormy.db).message(summary.id)
    assert shown is not None
    assert titles(shown) == titles(edit)
