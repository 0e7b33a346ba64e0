"""What each answer of a server leaves of the feed's state."""

from datetime import timedelta

import pytest

from monitor.feeds.answer import Failed, Fetched, Gone, NotModified, Throttled

HOUR = timedelta(hours=1)


async def before_and_after(room, answer):
    """The wire's state before and after a turn that gets this answer, and the report."""
    await room.opened("wire")
    before = await room.state("wire")
    room.answers["wire"] = answer
    report = await room.turn("wire")
    after = await room.state("wire")
    assert report.state == after
    assert (report.entries, report.matched, report.alerts) == (0, 0, 0)
    assert len(await room.entries("wire")) == 1
    return before, after


async def test_the_validators_of_a_reading_are_stored_with_its_entries(room):
    """What the next request is made conditional with stands in the state, and is asked with."""
    await room.opened("wire")
    room.answers["wire"] = Fetched(
        room.answers["wire"].body, room.feeds["wire"].url, etag='W/"7"', last_modified="Mon"
    )
    await room.turn("wire")
    await room.turn("wire")
    assert (room.asked[-1].state.etag, room.asked[-1].state.last_modified) == ('W/"7"', "Mon")


async def test_not_modified_is_a_success_without_entries(room):
    """304: polled again at its time, its pieces and its new validators kept."""
    before, after = await before_and_after(room, NotModified(etag='"new"'))
    assert (after.failures, after.error, after.etag) == (0, None, '"new"')
    assert after.pieces == before.pieces
    assert after.last_success_at == room.now
    assert after.next_poll_at > room.now


async def test_a_failure_keeps_what_was_known_and_says_why(room):
    """The validators stay, the reason is for the desk, the back-off grows with each failure."""
    before, after = await before_and_after(room, Failed("404: no such page"))
    assert (after.failures, after.error) == (1, "404: no such page")
    assert (after.etag, after.pieces) == (before.etag, before.pieces)
    first = after.next_poll_at - room.now
    await room.turn("wire")
    again = await room.state("wire")
    assert again.failures == 2
    assert again.next_poll_at - room.now > first


async def test_a_feed_that_recovers_is_read_on(room):
    """After failures the next good reading tells what came meanwhile, and clears the error."""
    await before_and_after(room, Failed("no answer"))
    room.publish("wire", room.ferry("w1"))
    assert (await room.turn("wire")).alerts == 3
    state = await room.state("wire")
    assert (state.failures, state.error) == (0, None)


async def test_too_many_requests_are_answered_with_patience(room):
    """429: not asked before the server's own time."""
    _, after = await before_and_after(room, Throttled(7200.0, "429: asked to wait two hours"))
    assert after.next_poll_at >= room.now + timedelta(hours=2)
    assert after.error == "429: asked to wait two hours"


async def test_a_feed_that_is_gone_is_stopped_and_says_so(room):
    """410: it has no next turn."""
    _, after = await before_and_after(room, Gone("410: the feed has ended"))
    assert (after.stopped, after.next_poll_at) == (True, None)
    assert after.error == "410: the feed has ended"
    wire = {"wire": room.feeds["wire"]}
    assert await room.store.due(wire, room.now + timedelta(days=9), limit=9, lease=HOUR) == ()


@pytest.mark.parametrize("body", [b"<html><body>Sign in</body></html>", b"", b"\x1f\x8b\x00broken"])
async def test_what_is_no_feed_is_the_feeds_trouble(room, body):
    """A page in the place of a feed is a failure with a reason, not an empty feed."""
    before, after = await before_and_after(room, Fetched(body, room.feeds["wire"].url, etag='"x"'))
    assert after.failures == 1
    assert after.error
    assert (after.etag, after.pieces) == (before.etag, before.pieces)


async def test_a_failed_first_reading_is_no_first_sight(room):
    """A feed that could not be read the first time is seeded when it can, not alerted."""
    room.answers["wire"] = Failed("no answer")
    await room.turn("wire")
    assert (await room.state("wire")).seeded_at is None
    room.publish("wire", room.ferry("w1"))
    assert (await room.turn("wire")).alerts == 0
