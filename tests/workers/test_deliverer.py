"""The deliverer: order, retries, what is buried, what is looked for, and how it stops."""

import asyncio

import pytest

from monitor.store.deliveries import Outgoing
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.workers.deliverer import FAULTS, Deliverer
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.testing import FlakyNotifier, RecordingNotifier, sample

DESK = "slack:#desk"
MAIL = "email:desk@example.org"
DOWN = NotifierError("503")
UNHEARD = NotifierError("no answer", ambiguous=True)
GONE = PermanentNotifierError("channel_not_found")


class Forgetful(FlakyNotifier):
    """A channel that can't tell what it took, as most can't."""

    async def find(self, message):
        return None


class Broken(RecordingNotifier):
    """A notifier with a fault of its own for one message."""

    def __init__(self, message_id):
        super().__init__()
        self._bad = message_id
        self.tries = 0

    async def send(self, message, parent=None):
        if message.id == self._bad:
            self.tries += 1
            raise KeyError("blocks")
        return await super().send(message, parent)


class Stumbling(RecordingNotifier):
    """A notifier that takes a message and fails before it gives the receipt."""

    async def send(self, message, parent=None):
        await super().send(message, parent)
        raise KeyError("ts")


class Slow(RecordingNotifier):
    """A channel that answers when it is told to."""

    def __init__(self):
        super().__init__()
        self.asked, self.answer = asyncio.Event(), asyncio.Event()

    async def send(self, message, parent=None):
        self.asked.set()
        await self.answer.wait()
        return await super().send(message, parent)


@pytest.fixture
def outbox(db):
    return Outbox(db)


@pytest.fixture
def reports(db):
    return Reports(db)


@pytest.fixture
def enqueue(outbox, clock):
    """Puts messages of these names in a destination's line."""

    async def add(*names, to=DESK):
        for name in names:
            await outbox.enqueue(to, sample(name), clock.now)

    return add


def serving(outbox, clock, channels, **more):
    """A deliverer for one channel, or for several by name."""
    channels = channels if isinstance(channels, dict) else {DESK: channels}
    return Deliverer(outbox, channels.__getitem__, clock, **more)


def names(notifier):
    return [message.id for message in notifier.sent]


async def states(reports):
    return {one.message.id: one.state for one in await reports.undelivered()}


async def test_order_is_kept_through_a_passing_trouble(outbox, clock, enqueue):
    """What waits for its next try holds up those behind it, and then all go in order."""
    channel = FlakyNotifier([None, DOWN, DOWN])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1", "m2", "m3")
    await deliverer.drain()
    assert names(channel) == ["m1"]
    for _ in range(2):
        clock.later(seconds=1)
        await deliverer.drain()
    assert names(channel) == ["m1", "m2", "m3"]


async def test_trouble_of_one_channel_is_no_other_ones(outbox, clock, enqueue):
    """A channel that is down delays its own messages only."""
    desk, mail = FlakyNotifier([DOWN] * 9), RecordingNotifier()
    await enqueue("m1")
    await enqueue("m2", to=MAIL)
    await serving(outbox, clock, {DESK: desk, MAIL: mail}).drain()
    assert (names(desk), names(mail)) == ([], ["m2"])


async def test_a_channel_that_hangs_holds_nobody_up(outbox, clock, enqueue):
    """Lines are served side by side, each by one task however often the deliverer looks."""
    desk, mail = Slow(), RecordingNotifier()
    deliverer = serving(outbox, clock, {DESK: desk, MAIL: mail})
    await enqueue("m1", "m2")
    assert await deliverer.tick() == 1
    await desk.asked.wait()
    await enqueue("m3", to=MAIL)
    assert await deliverer.tick() == 1
    assert await deliverer.tick() == 0
    desk.answer.set()
    await deliverer.drain()
    assert (names(desk), names(mail)) == (["m1", "m2"], ["m3"])


async def test_what_can_never_go_out_is_buried_and_told(outbox, clock, enqueue, reports):
    """A permanent error ends one message, with its reason; the line goes on at once."""
    told = []

    def of_dead(delivery, reason):
        told.append((delivery.message.id, delivery.destination, reason))
        return (Outgoing(MAIL, sample("told")),)

    channel = FlakyNotifier([GONE])
    await enqueue("m1", "m2")
    await serving(outbox, clock, channel, of_dead=of_dead).drain()
    assert names(channel) == ["m2"]
    assert told == [("m1", DESK, "channel_not_found")]
    dead, notice = await reports.undelivered()
    assert (dead.state, dead.reason) == ("dead", "channel_not_found")
    assert (notice.destination, notice.message.id) == (MAIL, "told")


async def test_what_was_buried_goes_out_when_it_is_resent(outbox, clock, enqueue, reports):
    """A dead message keeps its words and takes its place at the head of the line."""
    channel = FlakyNotifier([GONE])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1")
    await deliverer.drain()
    (dead,) = await reports.undelivered()
    await outbox.revive(dead.id, clock.now)
    await enqueue("m2")
    await deliverer.drain()
    assert names(channel) == ["m1", "m2"]


async def test_retry_after_is_never_undercut(outbox, clock, enqueue):
    """The whole destination waits as long as it was asked to, and no longer."""
    channel = FlakyNotifier([NotifierError("429", retry_after=60)])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1")
    await deliverer.drain()
    await enqueue("m2")
    clock.later(seconds=59)
    await deliverer.drain()
    assert names(channel) == []
    clock.later(seconds=1)
    await deliverer.drain()
    assert names(channel) == ["m1", "m2"]


async def test_retry_after_binds_that_destination_alone(outbox, clock, enqueue):
    """Another channel of the same kind goes on."""
    desk, sea = FlakyNotifier([NotifierError("429", retry_after=60)]), RecordingNotifier()
    await enqueue("m1")
    await enqueue("m2", to="slack:#sea")
    await serving(outbox, clock, {DESK: desk, "slack:#sea": sea}).drain()
    assert (names(desk), names(sea)) == ([], ["m2"])


async def test_a_lost_answer_is_looked_for_before_it_is_repeated(outbox, clock, enqueue, reports):
    """A channel that took the message and can tell gets it once."""
    channel = FlakyNotifier([UNHEARD])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1", "m2")
    await deliverer.drain()
    assert names(channel) == ["m1"]
    clock.later(seconds=1)
    await deliverer.drain()
    assert names(channel) == ["m1", "m2"]
    assert await reports.undelivered() == ()


async def test_a_lost_answer_is_looked_for_however_many_tries_later(outbox, clock, enqueue):
    """That it may stand already is remembered through the failures that follow."""
    channel = FlakyNotifier([UNHEARD])
    search, sends = channel.find, 0

    async def find(message):
        nonlocal sends
        sends += 1
        if sends < 3:
            raise DOWN
        return await search(message)

    channel.find = find  # type: ignore[method-assign] # its search is down for a while
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1")
    for _ in range(4):
        await deliverer.drain()
        clock.later(seconds=1)
    assert (names(channel), sends) == (["m1"], 3)


async def test_what_is_not_found_is_sent_again(outbox, clock, enqueue):
    """Where a channel can't tell, a repeat is better than a miss."""
    channel = Forgetful([UNHEARD])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1")
    await deliverer.drain()
    clock.later(seconds=1)
    await deliverer.drain()
    assert names(channel) == ["m1", "m1"]


async def test_after_days_a_message_is_given_up_and_told(outbox, clock, enqueue, reports):
    """Four days of outage end in a dead letter that says how often it was tried."""
    told = []

    def of_dead(delivery, reason):
        told.append(reason)
        return ()

    channel = FlakyNotifier([DOWN] * 500)
    deliverer = serving(outbox, clock, channel, of_dead=of_dead)
    began, tries = clock.now, 0
    await enqueue("m1")
    while not told:
        await deliverer.drain()
        tries += 1
        clock.now = await outbox.next_try(clock.now) or clock.now
    assert 3 < (clock.now - began).days + 1 <= 4
    assert told == [f"given up after {tries} tries: 503"]
    assert await states(reports) == {"m1": "dead"}


async def test_after_a_long_outage_each_message_still_gets_its_tries(outbox, clock, enqueue):
    """A message that waited behind others for days is not buried at its first failure."""
    channel = FlakyNotifier([DOWN])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1")
    clock.later(days=5)
    await deliverer.drain()
    clock.later(seconds=1)
    await deliverer.drain()
    assert names(channel) == ["m1"]


async def test_what_a_channel_defers_is_not_given_up(outbox, clock, enqueue, reports):
    """A channel that names a time is alive: after days of outage its pause is kept, not skipped."""
    throttled = NotifierError("429", retry_after=60)
    channel = FlakyNotifier([DOWN, DOWN, throttled])
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1", "m2")
    clock.later(days=5)
    for _ in range(3):
        await deliverer.drain()
        clock.later(seconds=2)
    assert await states(reports) == {"m1": "pending", "m2": "pending"}
    clock.later(seconds=57)
    await deliverer.drain()
    assert names(channel) == []
    clock.later(seconds=1)
    await deliverer.drain()
    assert names(channel) == ["m1", "m2"]


async def test_a_fault_of_ours_ends_one_message_and_not_the_line(
    outbox, clock, enqueue, reports, said
):
    """A message that a notifier stumbles over is tried for minutes, then buried with a reason."""
    channel = Broken("m1")
    deliverer = serving(outbox, clock, channel)
    began = clock.now
    await enqueue("m1", "m2")
    while not channel.sent:
        await deliverer.drain()
        clock.now = await outbox.next_try(clock.now) or clock.now
    assert (channel.tries, names(channel)) == (FAULTS + 1, ["m2"])
    assert 120 < (clock.now - began).total_seconds() < 600
    (dead,) = await reports.undelivered()
    assert (dead.state, dead.reason[-8:]) == ("dead", "KeyError")
    assert {line["event"] for line in said} >= {"sending failed", "not delivered"}


async def test_after_a_fault_of_ours_the_message_is_looked_for(
    outbox, clock, enqueue, reports, said
):
    """A notifier that failed after the channel took the message does not repeat it."""
    channel = Stumbling()
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1")
    await deliverer.drain()
    clock.later(seconds=1)
    await deliverer.drain()
    assert names(channel) == ["m1"]
    assert await reports.undelivered() == ()


async def test_time_is_left_between_two_messages(outbox, clock, enqueue):
    """The pause that a channel asks for comes after each message."""
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    channel = RecordingNotifier(interval=1.5)
    await enqueue("m1", "m2")
    await serving(outbox, clock, channel, pause=pause).drain()
    assert names(channel) == ["m1", "m2"]
    assert pauses == [1.5, 1.5]


async def test_stopping_lets_a_send_end_and_starts_no_other(outbox, clock, enqueue, reports):
    """What is under way is recorded as sent; what is behind it waits for the next start."""
    channel = Slow()
    deliverer = serving(outbox, clock, channel)
    await enqueue("m1", "m2")
    await deliverer.tick()
    await channel.asked.wait()
    stopping = asyncio.create_task(deliverer.stop())
    channel.answer.set()
    await stopping
    assert names(channel) == ["m1"]
    assert await states(reports) == {"m2": "pending"}
    assert await deliverer.tick() == 0


async def test_a_send_that_does_not_end_is_looked_for_after_the_restart(
    outbox, clock, enqueue, reports
):
    """Cut off after its grace, it counts as sent perhaps; the next start asks the channel."""
    hanging = Slow()
    deliverer = serving(outbox, clock, hanging)
    await enqueue("m1")
    await deliverer.tick()
    await hanging.asked.wait()
    await deliverer.stop(grace=0)
    assert await states(reports) == {"m1": "sending"}
    await outbox.release_all(clock.now)
    again = RecordingNotifier(sent=[sample("m1")])
    await serving(outbox, clock, again).drain()
    assert names(again) == ["m1"]
    assert await reports.undelivered() == ()


@pytest.mark.parametrize("broken", ["waiting", "claim"])
async def test_a_store_in_trouble_pauses_delivery(outbox, clock, enqueue, said, failing, broken):
    """Said once, nothing is lost, and all goes out when the store can be used again."""
    channel, store = RecordingNotifier(), failing(outbox, broken)
    deliverer = serving(store, clock, channel)
    await enqueue("m1")
    for _ in range(3):
        await deliverer.drain()
    assert [line["event"] for line in said] == ["delivery paused"]
    assert said[0]["reason"] == "the disk is full"
    store.full = False
    await deliverer.drain()
    assert names(channel) == ["m1"]
    assert said[-1]["event"] == "delivery resumed"


async def test_what_could_not_be_recorded_as_sent_is_found_again(
    outbox, clock, enqueue, said, failing, reports
):
    """The channel took it and the disk was full: after its lease it is looked for, not repeated."""
    channel, store = RecordingNotifier(), failing(outbox, "sent")
    deliverer = serving(store, clock, channel)
    await enqueue("m1")
    await deliverer.drain()
    store.full = False
    clock.later(minutes=3)
    await outbox.release_expired(clock.now)
    await deliverer.drain()
    assert names(channel) == ["m1"]
    assert await reports.undelivered() == ()


async def test_a_destination_that_nobody_serves_loses_nothing(
    outbox, clock, enqueue, said, reports
):
    """A name that no notifier is found for is said; its messages wait, the others go out."""
    mail = RecordingNotifier()
    await enqueue("m1")
    await enqueue("m2", to=MAIL)
    await serving(outbox, clock, {MAIL: mail}).drain()
    assert names(mail) == ["m2"]
    assert await states(reports) == {"m1": "pending"}
    assert said[0]["event"] == "delivery failed, will be repeated"
