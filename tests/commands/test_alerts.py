"""`monitor alerts`: what was told, each with the ids that `resend` and `explain` take."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.entry import Entry, NewEntry
from monitor.model.story import Relation, StoryLink
from monitor.store.database import Database
from monitor.store.outbox import Outbox
from monitor.store.turn import Turn, TurnStore
from notifiers.base import Message, Section, Story

NOW = datetime(2024, 7, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch, room):
    """The command's clock stands at noon; the desk is in London, where it is summer."""
    monkeypatch.setattr("monitor.commands.alerts.utc_now", lambda: NOW)
    room.settings(timezone="Europe/London")


async def tell(turn: Turn, number: int, route: Route) -> None:
    """An alert of an entry, and its message unless a digest waits for it."""
    link = f"https://a.example/{number}"
    entry = Entry("a", str(number), link, f"Story {number}", "Text.", "en", "A", NOW)
    entry_id = await turn.add_entry(
        NewEntry(entry, entry.guid), canonical_link=link, seen_at=NOW, seeded=False
    )
    version = await turn.add_version(
        entry_id=entry_id,
        revision=0,
        entry=entry,
        story_id=None,
        link=StoryLink(Relation.NEW, None, "new"),
        keys=(),
        seen_at=NOW,
    )
    story = Story(entry.title, link, "A", NOW)
    message = Message(f"m{number}", "alert", f"Subject {number}", (Section("", (story,)),))
    alert_id = await turn.add_alert(
        story_id=version.story_id,
        version_id=version.id,
        alert=Alert(route, AlertKind.NEW, ("ferries",), "normal", "new"),
        revision=0,
        message=message,
        now=NOW,
    )
    if not route.digest:
        await turn.add_delivery(
            alert_id=alert_id, destination=route.destination, message=message, now=NOW
        )


async def three(db: Database) -> None:
    """An alert that waits for its digest, one that was lost, one that waits; and a notice."""
    outbox = Outbox(db)
    await outbox.enqueue("console", Message("n", "notice", "Feed in trouble: a"), NOW)
    async with TurnStore(db).begin() as turn:
        await tell(turn, 1, Route("email:desk@example.org", "daily 18:00"))
        await tell(turn, 2, Route("slack:#desk"))
        await tell(turn, 3, Route("console"))
    claimed = await outbox.claim("slack:#desk", NOW, timedelta(minutes=1))
    assert claimed is not None
    await outbox.dead(claimed.id, "no such channel", NOW)


def test_the_listing_shows_both_ids_in_aligned_columns(room):
    """What `alerts` and `resend` take first, the entry's id last, a digest by its schedule."""
    room.stored(three)
    told = room.call("alerts")
    assert told.code == 0
    at = "2024-07-05 13:00"
    assert told.out.splitlines() == [
        "times in Europe/London",
        f"alert:1  {at}  new  digest daily 18:00  email:desk@example.org  Story 1  entry 1",
        f"      2  {at}  new  undeliverable       slack:#desk             Story 2  entry 2",
        "    no such channel",
        f"      3  {at}  new  pending             console                 Story 3  entry 3",
    ]


def test_what_was_not_delivered_is_listed_in_the_same_words(room):
    """Same kinds and states, and the id that is shown is the one that `resend` takes."""
    room.stored(three)
    told = room.call("alerts", "--undelivered")
    assert told.code == 1
    at = "2024-07-05 13:00"
    assert told.out.splitlines() == [
        "times in Europe/London",
        f"1  {at}  notice  pending        console      Feed in trouble: a",
        f"2  {at}  new     undeliverable  slack:#desk  Story 2  entry 2",
        "    no such channel",
        f"3  {at}  new     pending        console      Story 3  entry 3",
    ]
    told = room.call("resend", "2", "--json")
    assert (told.code, json.loads(told.out)) == (0, {"delivery": 2, "state": "pending"})
    assert room.call("resend", "3").code == 1
    rows = map(json.loads, room.call("alerts", "--undelivered", "--json").out.splitlines())
    assert [(row["delivery"], row["state"], row["entry"]) for row in rows] == [
        (1, "pending", None),
        (2, "pending", 2),
        (3, "pending", 3),
    ]


def test_nothing_told_is_said_in_words(room):
    """An empty listing names the time that was asked for."""

    async def nothing(db: Database) -> None:
        pass

    room.stored(nothing)
    assert room.call("alerts").out == "no alerts in the last 24h\n"
    assert room.call("alerts", "--since", "7d").out == "no alerts in the last 7d\n"
    assert room.call("alerts", "--undelivered").out == "nothing waits\n"


def test_one_message_is_told_attempt_by_attempt(room):
    """By its number, with what it tells, why, and every try; in words and as JSON."""
    room.stored(three)
    told = room.call("alerts", "2")
    assert told.code == 0
    assert told.out.splitlines() == [
        "Story 2",
        "  to slack:#desk: undeliverable",
        "  message 2: undeliverable",
        "    2024-07-05 13:00:00  dead  no such channel",
        "  alert 2: new, normal, ferries: Story 2",
        "    new",
        "    story 2, entry 2; published → seen 0.0 s",
    ]
    found = json.loads(room.call("alerts", "delivery:2", "--json").out)
    assert found["deliveries"][0]["attempts"][0]["reason"] == "no such channel"


def test_an_alert_without_a_message_is_named_by_its_own_number(room):
    """What waits for its digest says so; what is not there, too."""
    room.stored(three)
    assert "  to email:desk@example.org: digest daily 18:00" in room.call("alerts", "alert:1").out
    assert room.call("alerts", "99").err.strip().endswith("no delivery 99, or it is past retention")
    assert room.call("alerts", "ferry").code == 2


def test_a_whole_destination_is_resent(room):
    """By its channel's name or as destination; where nothing is dead it says so."""
    room.stored(three)
    assert room.call("resend").code == 2
    assert room.call("resend", "2", "--destination", "slack:#desk").code == 2
    told = room.call("resend", "--destination", "slack:#desk")
    assert told.out == "1 message to slack:#desk goes out again as soon as the service runs\n"
    assert room.call("resend", "--destination", "slack:#desk").code == 1


def test_times_stand_in_a_column(room):
    """Hops that nobody can tell are question marks."""
    room.stored(three)
    assert "0.0 s + ? + ?" in room.call("alerts", "--times").out
