"""The outbox: order, leases, retries, threads and edits."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from monitor.model.delivery import Delivery
from monitor.store.reports import Reports
from monitor.store.tables import deliveries
from notifiers.base import Message, Receipt

if TYPE_CHECKING:
    from tests.store.conftest import Desk

QUAY = "slack:#quay"
MAIL = "email:desk@x.example"
LEASE = timedelta(minutes=2)
RECEIPT = Receipt((("channel", "C1"), ("ts", "1.2")))


async def claim(desk: "Desk", minutes: float = 0, to: str = QUAY) -> Delivery | None:
    return await desk.outbox.claim(to, desk.at(minutes), LEASE)


async def claimed(desk: "Desk", minutes: float = 0, to: str = QUAY) -> Delivery:
    delivery = await claim(desk, minutes, to)
    assert delivery is not None
    return delivery


async def enqueue(desk: "Desk", *names: str, to: str = QUAY) -> None:
    for name in names:
        await desk.outbox.enqueue(to, desk.message(name), desk.now)


async def deliver(desk: "Desk", minutes: float = 0, to: str = QUAY) -> str:
    """Claim and send; returns the id of the message."""
    delivery = await claimed(desk, minutes, to)
    await desk.outbox.sent(delivery.id, RECEIPT, desk.at(minutes))
    return delivery.message.id


async def attempts(desk: "Desk") -> list[tuple[str, str]]:
    """Outcome and reason of every attempt at every message that is still undelivered."""
    return [
        (attempt.outcome, attempt.reason)
        for delivery in await Reports(desk.db).undelivered()
        for attempt in delivery.attempts
    ]


async def test_messages_leave_in_order(desk: "Desk") -> None:
    """A destination's messages go one by one in the order in which they were decided."""
    await enqueue(desk, "m1", "m2")
    first = await claimed(desk)
    assert first == Delivery(first.id, QUAY, desk.message("m1"), 0, desk.now)
    assert await claim(desk) is None
    await desk.outbox.sent(first.id, RECEIPT, desk.now)
    assert await deliver(desk) == "m2"
    assert await claim(desk) is None


async def test_destinations_do_not_wait_for_each_other(desk: "Desk") -> None:
    """A channel in trouble delays no other."""
    await enqueue(desk, "m1", "m2")
    await enqueue(desk, "m3", to=MAIL)
    assert await desk.outbox.waiting(desk.now) == (MAIL, QUAY)
    stuck = await claimed(desk)
    assert await desk.outbox.waiting(desk.now) == (MAIL,)
    await desk.outbox.retry(stuck.id, "503", desk.at(5), desk.now, ambiguous=False, pause=False)
    assert await desk.outbox.waiting(desk.now) == (MAIL,)
    assert await deliver(desk, to=MAIL) == "m3"


async def test_a_message_is_enqueued_once(desk: "Desk") -> None:
    """A notice that is said again under the same id is one notice."""
    await enqueue(desk, "m1", "m1")
    assert await deliver(desk) == "m1"
    await enqueue(desk, "m1")
    assert await claim(desk) is None


async def test_a_retry_keeps_the_order(desk: "Desk") -> None:
    """What failed goes first when its time comes, and nobody overtakes it meanwhile."""
    await enqueue(desk, "m1", "m2")
    first = await claimed(desk)
    await desk.outbox.retry(first.id, "503", desk.at(5), desk.now, ambiguous=False, pause=False)
    assert await claim(desk, 4) is None
    assert await desk.outbox.next_try(desk.at(4)) == desk.at(5)
    again = await claimed(desk, 5)
    assert again == replace(first, attempts=1)
    await desk.outbox.sent(again.id, RECEIPT, desk.at(5))
    assert await deliver(desk, 5) == "m2"


async def test_a_pause_holds_the_whole_destination(desk: "Desk") -> None:
    """A channel that asks for patience (429) gets it from edits and held messages as well."""
    await desk.outbox.enqueue(QUAY, desk.message("held"), desk.now, not_before=desk.at(1))
    await enqueue(desk, "m1")
    first = await claimed(desk)
    await desk.outbox.retry(first.id, "429", desk.at(5), desk.now, ambiguous=False, pause=True)
    assert await desk.outbox.waiting(desk.at(4)) == ()
    assert await claim(desk, 4) is None
    assert await deliver(desk, 5) == "held"
    assert await deliver(desk, 5) == "m1"


async def test_a_held_message_holds_nobody_up(desk: "Desk") -> None:
    """What waits for the end of quiet hours goes later; others pass it."""
    await desk.outbox.enqueue(QUAY, desk.message("m1"), desk.now, not_before=desk.at(60))
    await enqueue(desk, "m2")
    assert await deliver(desk) == "m2"
    assert await claim(desk, 59) is None
    assert await desk.outbox.next_try() == desk.at(60)
    assert await deliver(desk, 60) == "m1"
    assert await desk.outbox.next_try() is None


async def test_a_lost_answer_is_remembered(desk: "Desk") -> None:
    """After an attempt without an answer, later ones look for the message first."""
    await enqueue(desk, "m1")
    first = await claimed(desk)
    await desk.outbox.retry(first.id, "time-out", desk.at(1), desk.now, ambiguous=True, pause=False)
    second = await claimed(desk, 1)
    assert second.ambiguous
    await desk.outbox.retry(second.id, "503", desk.at(2), desk.at(1), ambiguous=False, pause=False)
    assert (await claimed(desk, 2)).ambiguous
    assert await attempts(desk) == [("retry", "time-out"), ("retry", "503")]


async def test_a_dead_message_lets_the_others_pass(desk: "Desk") -> None:
    """What can't go out is kept and shown, and blocks nobody."""
    await enqueue(desk, "m1", "m2")
    first = await claimed(desk)
    await desk.outbox.dead(first.id, "channel_not_found", desk.now)
    assert await deliver(desk) == "m2"
    (kept,) = await Reports(desk.db).undelivered()
    assert (kept.id, kept.state, kept.reason) == (first.id, "dead", "channel_not_found")


async def test_a_dead_message_can_be_sent_again(desk: "Desk") -> None:
    """`resend` gives a dead message new tries, and refuses what is not dead."""
    await enqueue(desk, "m1")
    first = await claimed(desk)
    await desk.outbox.dead(first.id, "channel_not_found", desk.now)
    assert await desk.outbox.revive(first.id, desk.at(1))
    assert not await desk.outbox.revive(first.id, desk.at(1))
    assert await claimed(desk, 1) == first
    assert await attempts(desk) == [("dead", "channel_not_found"), ("revived", "")]
    await desk.outbox.sent(first.id, RECEIPT, desk.at(1))
    assert not await desk.outbox.revive(first.id, desk.at(2))
    assert not await desk.outbox.revive(999, desk.at(2))


async def test_an_expired_lease_is_an_unknown_outcome(desk: "Desk") -> None:
    """A service that was killed while sending may have sent: the message is marked so."""
    await enqueue(desk, "m1")
    first = await claimed(desk)
    assert await desk.outbox.release_expired(desk.at(1)) == 0
    assert await desk.outbox.release_expired(desk.at(2)) == 1
    again = await claimed(desk, 2)
    assert again == replace(first, attempts=1, ambiguous=True)
    ((outcome, reason),) = await attempts(desk)
    assert outcome == "interrupted"
    assert "before the channel answered" in reason


async def test_a_starting_service_takes_back_every_lease(desk: "Desk") -> None:
    """The only service need not wait for the leases of the one before it."""
    await enqueue(desk, "m1")
    await claimed(desk)
    assert await desk.outbox.release_all() == 1
    assert (await claimed(desk)).ambiguous
    assert await desk.outbox.release_all(desk.at(1)) == 1


async def test_an_answer_that_comes_late_still_counts(desk: "Desk") -> None:
    """A send that outlived its lease is not sent once more."""
    await enqueue(desk, "m1")
    first = await claimed(desk)
    await desk.outbox.release_expired(desk.at(2))
    await desk.outbox.sent(first.id, RECEIPT, desk.at(3))
    assert await claim(desk, 3) is None
    await desk.outbox.retry(first.id, "late", desk.at(4), desk.at(3), ambiguous=True, pause=True)
    await desk.outbox.dead(first.id, "late", desk.at(3))
    assert await claim(desk, 5) is None
    assert await Reports(desk.db).undelivered() == ()


async def test_a_message_nobody_can_read_does_not_block_the_line(desk: "Desk") -> None:
    """A row that a newer release wrote is set aside with its reason."""
    await enqueue(desk, "m1", "m2")
    async with desk.db.write() as connection:
        newer = (await connection.scalar(select(deliveries.c.message))) or ""
        newer = newer.replace('"schema":1', '"schema":999')
        await connection.execute(
            update(deliveries).where(deliveries.c.message_id == "m1").values(message=newer)
        )
    assert await deliver(desk) == "m2"
    async with desk.db.read() as connection:
        state = select(deliveries.c.state, deliveries.c.reason)
        row = (await connection.execute(state.where(deliveries.c.message_id == "m1"))).one()
    assert row.state == "dead"
    assert "newer release" in row.reason


async def told(desk: "Desk") -> int:
    """A story that was alerted in `m1`; returns the alert's id."""
    async with desk.turns.begin() as turn:
        return await desk.alert(turn, await desk.judged(turn, desk.entry(1)), "m1")


async def arm(desk: "Desk", alert_id: int, title: str, minutes: float) -> None:
    async with desk.turns.begin() as turn:
        await turn.arm_edit(
            alert_id=alert_id,
            destination=QUAY,
            message=desk.message("m1-also", title=title),
            now=desk.now,
            not_before=desk.at(minutes),
        )


def title(delivery: Delivery) -> str:
    return delivery.message.sections[0].stories[0].title


async def test_a_reply_carries_its_threads_receipt(desk: "Desk") -> None:
    """An update finds the message that began its thread."""
    await told(desk)
    await desk.outbox.enqueue(QUAY, desk.message("u1", thread="m1"), desk.now)
    await deliver(desk)
    reply = await claimed(desk)
    assert reply.parent == RECEIPT
    assert reply.edits is None


async def test_a_reply_stands_alone_when_its_thread_is_dead(desk: "Desk") -> None:
    """An update is said even where the first alert never arrived."""
    await told(desk)
    await desk.outbox.enqueue(QUAY, desk.message("u1", thread="m1"), desk.now)
    await desk.outbox.enqueue(QUAY, desk.message("u2", thread="unheard-of"), desk.now)
    await desk.outbox.dead((await claimed(desk)).id, "too long", desk.now)
    reply = await claimed(desk)
    assert (reply.message.id, reply.parent) == ("u1", None)
    await desk.outbox.sent(reply.id, RECEIPT, desk.now)
    assert (await claimed(desk)).parent is None


async def test_a_thread_stays_in_its_destination(desk: "Desk") -> None:
    """A receipt of one channel means nothing in another, even under the same thread."""
    await enqueue(desk, "m1")
    await deliver(desk)
    await desk.outbox.enqueue(MAIL, desk.message("u1", thread="m1"), desk.now)
    assert (await claimed(desk, to=MAIL)).parent is None


async def test_a_reply_waits_for_a_held_first_message(desk: "Desk") -> None:
    """A follow-up never arrives before what it follows."""
    await desk.outbox.enqueue(QUAY, desk.message("m1"), desk.now, not_before=desk.at(10))
    await desk.outbox.enqueue(QUAY, desk.message("u1", thread="m1"), desk.now)
    assert await claim(desk) is None
    assert await deliver(desk, 10) == "m1"
    assert await deliver(desk, 10) == "u1"


async def test_an_edit_waits_for_its_message_and_its_time(desk: "Desk") -> None:
    """Nothing can be edited before it was sent, and not more often than was asked."""
    alert_id = await told(desk)
    await arm(desk, alert_id, "first", 1)
    assert await deliver(desk, 5) == "m1"
    edit = await claimed(desk, 5)
    assert (edit.edits, edit.parent, title(edit)) == (RECEIPT, None, "first")


async def test_a_waiting_edit_takes_new_words_and_keeps_its_time(desk: "Desk") -> None:
    """Forty outlets in half a minute make one edit that names the forty."""
    alert_id = await told(desk)
    await deliver(desk)
    await arm(desk, alert_id, "one outlet", 1)
    await arm(desk, alert_id, "two outlets", 9)
    assert await claim(desk, 0.5) is None
    assert title(await claimed(desk, 1)) == "two outlets"


async def test_a_sent_edit_is_armed_again(desk: "Desk") -> None:
    """The next copy edits the message once more, and finds what the last edit left."""
    alert_id = await told(desk)
    await deliver(desk)
    await arm(desk, alert_id, "one outlet", 1)
    edit = await claimed(desk, 1)
    moved = Receipt((("ts", "9.9"),))
    await desk.outbox.sent(edit.id, moved, desk.at(1))
    assert await claim(desk, 1) is None
    await arm(desk, alert_id, "two outlets", 2)
    assert await claim(desk, 1) is None
    again = await claimed(desk, 2)
    assert (title(again), again.edits, again.attempts) == ("two outlets", moved, 0)


async def test_an_edit_that_is_being_sent_is_armed_again_afterwards(desk: "Desk") -> None:
    """Words that come while an edit is on its way are not lost with its receipt."""
    alert_id = await told(desk)
    await deliver(desk)
    await arm(desk, alert_id, "one outlet", 1)
    edit = await claimed(desk, 1)
    await arm(desk, alert_id, "two outlets", 3)
    await desk.outbox.sent(edit.id, RECEIPT, desk.at(2))
    assert await claim(desk, 2) is None
    assert title(await claimed(desk, 3)) == "two outlets"
    await desk.outbox.retry(edit.id, "503", desk.at(4), desk.at(3), ambiguous=False, pause=False)
    assert title(await claimed(desk, 4)) == "two outlets"
    await desk.outbox.sent(edit.id, RECEIPT, desk.at(4))
    assert await claim(desk, 99) is None


async def test_an_edit_of_a_dead_message_is_dropped_until_that_is_sent(desk: "Desk") -> None:
    """There is nothing to edit in a message that never arrived; `resend` brings both back."""
    alert_id = await told(desk)
    first = await claimed(desk)
    await arm(desk, alert_id, "one outlet", 0)
    await desk.outbox.dead(first.id, "channel_not_found", desk.now)
    assert await claim(desk) is None
    assert await desk.outbox.waiting(desk.now) == ()
    assert await desk.outbox.revive(first.id, desk.now)
    assert await deliver(desk) == "m1"
    assert title(await claimed(desk)) == "one outlet"


async def test_an_edit_in_trouble_holds_up_no_message(desk: "Desk") -> None:
    """A list of outlets that can't be changed must not delay news."""
    alert_id = await told(desk)
    await deliver(desk)
    await arm(desk, alert_id, "one outlet", 0)
    edit = await claimed(desk)
    await desk.outbox.retry(edit.id, "503", desk.at(5), desk.now, ambiguous=False, pause=False)
    await enqueue(desk, "m2")
    assert await deliver(desk) == "m2"


async def test_a_dead_edit_stays_dead(desk: "Desk") -> None:
    """An edit that a channel forbids is not tried again with every copy."""
    alert_id = await told(desk)
    await deliver(desk)
    await arm(desk, alert_id, "one outlet", 0)
    edit = await claimed(desk)
    await desk.outbox.dead(edit.id, "cant_update_message", desk.now)
    await arm(desk, alert_id, "two outlets", 0)
    assert await claim(desk) is None
    assert await desk.outbox.revive(edit.id, desk.now)
    assert title(await claimed(desk)) == "two outlets"


async def test_a_message_reads_as_it_was_last_edited(desk: "Desk") -> None:
    """The next edit builds on the last one's words, under the first message's id."""
    alert_id = await told(desk)
    await arm(desk, alert_id, "one outlet", 0)
    async with desk.turns.begin() as turn:
        told_now: Message | None = await turn.first_message(1, QUAY)
    assert told_now == desk.message("m1", title="one outlet")


async def test_an_alert_without_a_message_has_nothing_to_edit(desk: "Desk") -> None:
    """Copies of a story that only a digest will tell change that digest, not a message."""
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        alert_id = await desk.alert(turn, version, "m1", digest="hourly")
    await arm(desk, alert_id, "one outlet", 0)
    assert await claim(desk, 9) is None


async def test_only_times_to_come_are_next(desk: "Desk") -> None:
    """A caller that sleeps until the next try is not woken by times that have passed."""
    await enqueue(desk, "m1")
    assert await desk.outbox.next_try() is None
    first = await claimed(desk)
    await desk.outbox.retry(first.id, "429", desk.at(5), desk.now, ambiguous=False, pause=True)
    assert await desk.outbox.next_try() == desk.at(5)
    assert await desk.outbox.next_try(desk.at(5)) is None


@pytest.mark.parametrize("to", [QUAY, MAIL])
async def test_nothing_waits_in_an_empty_outbox(desk: "Desk", to: str) -> None:
    """An idle service finds nothing to do."""
    assert await desk.outbox.waiting(desk.now) == ()
    assert await claim(desk, to=to) is None
