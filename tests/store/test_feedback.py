"""What people say of alerts, as it is stored."""

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model.alert import Alert, AlertKind, Route
from monitor.store.feedback import Feedback
from monitor.store.retention import Retention
from notifiers.base import Note, Receipt
from tests.telling import tell_alert

if TYPE_CHECKING:
    from tests.store.conftest import Desk

ROUTE = Route("slack:#asia-desk")


async def told(desk: "Desk", name: str = "m1", number: int = 1) -> int:
    """An alert that was sent; returns its id."""
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(number))
        alert = Alert(ROUTE, AlertKind.NEW, ("kurils", "talks"), "normal", "new")
        alert_id = await tell_alert(turn, version, alert, desk.message(name), desk.now)
    delivery = await desk.outbox.claim(ROUTE.destination, desk.now, desk.minute)
    assert delivery
    place = Receipt((("channel", "C1"), ("ts", "1.0")))
    await desk.outbox.sent(delivery.id, place, desk.now)
    return alert_id


async def test_an_alert_is_found_by_its_message(desk: "Desk") -> None:
    """Where it stands, what it says and whom it told are there; an unknown id finds nothing."""
    feedback = Feedback(desk.db)
    alert_id = await told(desk)
    found = await feedback.alert("m1")
    assert found
    assert (found.id, found.watchlists, found.place["ts"]) == (alert_id, ("kurils", "talks"), "1.0")
    assert await feedback.alert("m2") is None


async def test_notes_gather_and_go(desk: "Desk") -> None:
    """A note is there once, edits the message, and goes by what takes it back."""
    feedback = Feedback(desk.db)
    await told(desk)
    first, second = Note("story", "muted", "silence 1"), Note("relevance", "no", "relevance")
    for note in (first, second, first):
        await feedback.note("m1", desk.now, add=note)
    await feedback.note("m1", desk.now, drop="relevance")
    await feedback.note("gone", desk.now, add=first)
    found = await feedback.alert("m1")
    assert found
    assert (found.message.notes, found.message.id) == ((first,), "m1")
    edit = await desk.outbox.claim(ROUTE.destination, desk.now, desk.minute)
    assert edit
    assert (edit.edits is not None, edit.message.notes) == (True, (first,))


async def test_the_first_who_rejects_is_kept(desk: "Desk") -> None:
    """A second rejection changes nothing; taken back, it can be made again."""
    feedback = Feedback(desk.db)
    alert_id = await told(desk)
    assert await feedback.reject(alert_id, "anna", desk.now)
    assert not await feedback.reject(alert_id, "ben", desk.at(1))
    assert (await feedback.rejections(desk.now))[alert_id].author == "anna"
    await feedback.accept(alert_id)
    assert await feedback.reject(alert_id, "ben", desk.at(2))


async def test_rejections_are_counted_by_watchlist(desk: "Desk") -> None:
    """An alert of two watchlists counts for both, as long as it is young enough."""
    feedback = Feedback(desk.db)
    for number in (1, 2):
        await feedback.reject(await told(desk, f"m{number}", number), "anna", desk.now)
    assert await feedback.counts(desk.now) == {"kurils": 2, "talks": 2}
    assert await feedback.counts(desk.at(1)) == {}


async def test_feedback_goes_with_its_alert(desk: "Desk") -> None:
    """What was said of an alert past retention does not keep it."""
    feedback = Feedback(desk.db)
    await feedback.reject(await told(desk), "anna", desk.now)
    later = desk.now + timedelta(days=400)
    await Retention(desk.db).sweep(later, timedelta(days=30), timedelta(days=365))
    assert await feedback.rejections(desk.now) == {}
    assert await feedback.alert("m1") is None
