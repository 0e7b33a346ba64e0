"""Ops hears of high priority that does not arrive, once, and when it does at last."""

from datetime import timedelta

import pytest
import structlog
from sqlalchemy import update
from structlog.testing import LogCapture

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.delivery import Delivery
from monitor.store.escalations import EscalationStore
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.tables import deliveries
from monitor.store.turn import TurnStore
from monitor.workers.deliverer import Deliverer
from monitor.workers.escalation import Escalation
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.testing import FlakyNotifier, RecordingNotifier, sample

DESK, OPS = "slack:#desk", "slack:#ops"
DOWN = NotifierError("503 from Slack")
TEN = timedelta(minutes=10)


@pytest.fixture
def outbox(db):
    return Outbox(db)


@pytest.fixture
def escalation(db, clock):
    return Escalation(EscalationStore(db), clock, ops=[OPS, DESK], after=TEN)


@pytest.fixture
async def alert(db, clock, newsdesk):
    """An alert of that priority with its message in the outbox."""

    async def add(name, priority="high"):
        route = Route(DESK)
        await newsdesk.alert(name, Route(DESK, "daily 07:30"), clock.now)
        async with TurnStore(db).begin() as turn:
            (told,) = [one for one in await Reports(db).alerts() if one.message.subject == name]
            decided = Alert(route, AlertKind.UPDATE, ("kurils",), priority, "new")
            message = sample(name, title=name, priority=priority)
            number = await turn.add_alert(
                story_id=told.story_id,
                version_id=told.version_id,
                alert=decided,
                revision=1,
                message=message,
                now=clock.now,
            )
            await turn.add_delivery(
                alert_id=number,
                destination=DESK,
                message=message,
                now=clock.now,
                priority=priority,
            )

    return add


@pytest.fixture
def rounds(outbox, clock, escalation):
    """Deliver and look, with channels that behave as they are told."""
    ops = RecordingNotifier()

    async def go(channel):
        channels = {DESK: channel, OPS: ops}
        deliverer = Deliverer(
            outbox,
            channels.__getitem__,
            clock,
            of_dead=escalation.of_dead,
            of_unreadable=escalation.of_unreadable,
        )
        await deliverer.drain()
        await escalation.tick()
        await deliverer.drain()
        return [(one.subject, one.body) for one in ops.sent]

    return go


async def test_what_is_overdue_is_told_once_and_again_when_it_arrives(alert, rounds, clock):
    """With title, link, destination and reason; then "delivered at last"."""
    await alert("Ferry aground")
    down = FlakyNotifier([DOWN] * 99)
    assert await rounds(down) == []
    clock.later(minutes=9)
    assert await rounds(down) == []
    clock.later(minutes=1)
    ((subject, body),) = await rounds(down)
    assert subject == "High-priority alert not delivered for 10 minutes"
    assert body.splitlines() == [
        "Ferry aground",
        "https://news.example.org/ferry",
        f"to {DESK}: 503 from Slack",
        "It is tried on; nothing is lost.",
    ]
    clock.later(minutes=30)
    assert len(await rounds(down)) == 1
    clock.later(minutes=30)
    *_, (subject, body) = await rounds(RecordingNotifier())
    assert subject == "Delivered at last"
    assert f"to {DESK}, after 70 minutes" in body
    assert len(await rounds(RecordingNotifier())) == 2


async def test_only_high_priority_is_escalated(alert, rounds, clock):
    """Other messages wait and are tried on without a word to ops."""
    await alert("Museum closes", "normal")
    clock.later(minutes=30)
    assert await rounds(FlakyNotifier([DOWN] * 9)) == []


async def test_a_dead_one_is_told_once_and_when_it_was_resent(alert, rounds, clock, db, outbox):
    """A dead letter is told by its own notice, and not as overdue on top."""
    await alert("Ferry aground")
    told = await rounds(FlakyNotifier([PermanentNotifierError("channel_not_found")]))
    clock.later(minutes=30)
    told = await rounds(RecordingNotifier())
    ((subject, body),) = told
    assert subject == "Not delivered: high-priority alert"
    assert "Ferry aground\nhttps://news.example.org/ferry\n" in body
    assert "channel_not_found" in body
    (dead, *_) = await Reports(db).undelivered()
    assert await outbox.revive(dead.id, clock.now)
    await rounds(RecordingNotifier())
    *_, (subject, _) = await rounds(RecordingNotifier())
    assert subject == "Delivered at last"


async def test_a_service_that_dies_after_a_dead_letter_has_told_it(alert, outbox, clock, db):
    """The notice is stored with the death itself: no crash can come between."""
    await alert("Ferry aground")
    escalation = Escalation(EscalationStore(db), clock, ops=[OPS], after=TEN)
    delivery = await outbox.claim(DESK, clock.now, TEN)
    assert isinstance(delivery, Delivery)
    notices = escalation.of_dead(delivery, "no such channel")
    await outbox.dead(delivery.id, "no such channel", clock.now, notices)
    states = {one.destination: one.state for one in await Reports(db).undelivered()}
    assert states == {DESK: "dead", OPS: "pending"}


async def test_what_quiet_hours_keep_is_not_overdue(alert, rounds, clock, db):
    """Held until the morning is not the same as undelivered."""
    from monitor.store.gatherings import GatheringStore

    await alert("Ferry aground")
    morning = clock.now + timedelta(hours=8)
    assert await GatheringStore(db).hold_back(DESK, morning, high=True) == 1
    assert await GatheringStore(db).hold_back(DESK, morning, high=True) == 0
    clock.later(hours=1)
    assert await rounds(RecordingNotifier()) == []


async def test_a_store_in_trouble_is_said_and_outlasted(alert, clock, db, failing, said):
    """The escalation comes when the store can be used again."""
    await alert("Ferry aground")
    store = failing(EscalationStore(db), "overdue")
    escalation = Escalation(store, clock, ops=[OPS], after=TEN)
    clock.later(minutes=30)
    assert [await escalation.tick() for _ in range(2)] == [0, 0]
    store.full = False
    assert await escalation.tick() == 1
    assert "escalation paused" in {line["event"] for line in said}


async def test_a_message_that_cannot_be_read_is_told_with_its_burial(alert, rounds, db):
    """A broken row is set aside, ops hears of it at once, and neither holds up the others."""
    await alert("Ferry aground")
    await alert("Museum closes")
    async with db.write() as connection:
        first = deliveries.c.message_id == "Ferry aground"
        await connection.execute(update(deliveries).where(first).values(message='{"schema": 99}'))
    desk = RecordingNotifier()
    ((subject, body),) = await rounds(desk)
    assert subject == "Not delivered: a message that can't be read"
    assert "to slack:#desk: a newer release wrote this message (schema 99" in body
    assert "monitor alerts --undelivered" in body
    assert [one.subject for one in desk.sent] == ["Museum closes", subject]
    (dead,) = await Reports(db).undelivered()
    assert dead.state == "dead"
    assert "can't be read any more" in dead.message.subject


async def test_many_that_fail_alike_are_counted_in_one_notice(alert, rounds, clock):
    """An archived channel with much waiting for it floods nobody, and each message is named."""
    gone = PermanentNotifierError("#desk is archived in Slack")
    for number in range(5):
        await alert(f"Ferry {number}", "normal")
    for number in range(2):
        await alert(f"Storm {number}")
    told = dict(await rounds(FlakyNotifier([gone] * 99)))
    assert sorted(told) == [
        "Not delivered: 2 high-priority alerts to slack:#desk",
        "Not delivered: 5 messages to slack:#desk",
    ]
    body = told["Not delivered: 5 messages to slack:#desk"].splitlines()
    assert [line.split(" https")[0] for line in body[:5]] == [f"• Ferry {n}" for n in range(5)]
    assert all("(delivery:" in line for line in body[:5])
    assert body[5:] == [
        "to slack:#desk: #desk is archived in Slack",
        "Mend it, then: monitor resend --destination slack:#desk",
    ]


async def test_what_fails_later_is_added_after_a_while(alert, rounds, clock):
    """Where a notice can't be edited the next one waits for half an hour, then for an hour."""
    gone = PermanentNotifierError("#desk is archived in Slack")
    told = []
    for number in range(6):
        await alert(f"Ferry {number}", "normal")
        told.append([subject for subject, _ in await rounds(FlakyNotifier([gone] * 99))])
        clock.later(minutes=20)
    assert [len(subjects) for subjects in told] == [1, 1, 2, 2, 2, 3]
    assert told[-1] == [
        "Not delivered",
        "Not delivered: 2 messages to slack:#desk",
        "Not delivered: 5 messages to slack:#desk",
    ]
    await rounds(RecordingNotifier())
    await alert("Museum closes", "normal")
    await rounds(RecordingNotifier())
    await alert("Bridge closes", "normal")
    *_, (subject, body) = await rounds(FlakyNotifier([gone] * 99))
    assert (subject, body.splitlines()[0]) == ("Not delivered", "Bridge closes")


async def test_what_urgent_messages_overtook_is_told_too(alert, rounds, outbox, clock):
    """A message that fails after a later one went out has a notice of its own."""
    await alert("Museum closes", "normal")
    await alert("Ferry aground")
    assert await rounds(FlakyNotifier([None, PermanentNotifierError("too long")])) == [
        (
            "Not delivered",
            "Museum closes\nhttps://news.example.org/ferry\nto slack:#desk: too long\n"
            "Mend it, then: monitor resend delivery:1",
        )
    ]


async def test_where_a_notice_can_be_edited_it_grows(alert, outbox, clock, db):
    """Ops has one message, in the words of the moment."""
    gone = PermanentNotifierError("#desk is archived in Slack")
    store = EscalationStore(db)
    escalation = Escalation(store, clock, ops=[OPS], after=TEN, can_edit=lambda _: True)
    ops = RecordingNotifier()
    channels = {DESK: FlakyNotifier([gone] * 99), OPS: ops}
    deliverer = Deliverer(outbox, channels.__getitem__, clock, of_dead=escalation.of_dead)
    for number in range(3):
        await alert(f"Ferry {number}", "normal")
        await deliverer.drain()
    assert [one.subject for one in ops.sent] == ["Not delivered"]
    assert [message.subject for _, message in ops.edited] == [
        "Not delivered: 2 messages to slack:#desk",
        "Not delivered: 3 messages to slack:#desk",
    ]


async def test_several_that_are_overdue_are_one_notice_and_one_when_they_arrive(
    alert, rounds, clock, monkeypatch
):
    """A missing token with three alerts behind it is one trouble, not three."""
    capture = LogCapture()
    logger = structlog.wrap_logger(None, processors=[capture])
    monkeypatch.setattr("monitor.workers.escalation.log", logger)
    for number in range(3):
        await alert(f"Storm {number}")
    clock.later(minutes=10)
    ((subject, body),) = await rounds(FlakyNotifier([DOWN] * 99))
    assert subject == "3 high-priority alerts not delivered for 10 minutes"
    assert [f"Storm {number} " in body for number in range(3)] == [True] * 3
    assert [line["why"] for line in capture.entries] == [
        "503 from Slack",
        "behind others",
        "behind others",
    ]
    clock.later(hours=1)
    *_, (subject, body) = told = await rounds(RecordingNotifier())
    assert (len(told), subject) == (2, "Delivered at last: 3 high-priority alerts")
    assert body.endswith("to slack:#desk, after up to 70 minutes")
