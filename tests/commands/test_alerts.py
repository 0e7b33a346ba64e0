"""`monitor alerts`: what was told, each with the ids that `resend` and `explain` take."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.entry import Entry, NewEntry
from monitor.model.story import Relation, StoryLink
from monitor.store.database import Database
from monitor.store.outbox import Outbox
from monitor.store.turn import Turn, TurnStore
from notifiers.base import Message, Section, Story
from tests.telling import tell_alert

NOW = datetime(2024, 7, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch, room):
    """The command's clock stands at noon; the desk is in London, where it is summer."""
    monkeypatch.setattr("monitor.commands.alerts.utc_now", lambda: NOW)
    room.settings(timezone="Europe/London")


async def tell(turn: Turn, number: int, route: Route, *, revision: int = 0) -> None:
    """An alert of an entry, and its message unless a digest waits for it."""
    link = f"https://a.example/{number}"
    entry = Entry("a", str(number), link, f"Story {number}", "Text.", "en", "A", NOW)
    entry_id = await turn.add_entry(
        NewEntry(entry, entry.guid), canonical_link=link, seen_at=NOW, seeded=False
    )
    version = await turn.add_version(
        entry_id=entry_id,
        revision=revision,
        entry=entry,
        story_id=None,
        link=StoryLink(Relation.NEW, None, "new"),
        keys=(),
        seen_at=NOW,
    )
    story = Story(entry.title, link, "A", NOW)
    message = Message(f"m{number}", "alert", f"Subject {number}", (Section("", (story,)),))
    alert = Alert(route, AlertKind.NEW, ("ferries",), "normal", "new")
    await tell_alert(turn, version, alert, message, NOW)


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
    """What `alerts` and `resend` take first, then the entry's, under the columns' names."""
    room.stored(three)
    told = room.call("alerts")
    assert told.code == 0
    at = "2024-07-05 13:00"
    assert told.out.splitlines() == [
        "times in Europe/London",
        "message     entry    at                kind  state                         "
        "to                      title",
        f"alert:1     entry:1  {at}  new   waits for digest daily 18:00  "
        "email:desk@example.org  Story 1",
        f"delivery:2  entry:2  {at}  new   undelivered                   "
        "slack:#desk             Story 2",
        "    no such channel",
        f"delivery:3  entry:3  {at}  new   pending                       "
        "console                 Story 3",
    ]


def test_what_was_not_delivered_is_listed_in_the_same_words(room):
    """What is shown is what `resend` takes; what has only just been made is not in trouble."""
    room.stored(three)
    told = room.call("alerts", "--undelivered")
    assert told.code == 1
    at = "2024-07-05 13:00"
    assert told.out.splitlines() == [
        "times in Europe/London",
        "message     entry    at                kind  state        to           title",
        f"delivery:2  entry:2  {at}  new   undelivered  slack:#desk  Story 2",
        "    no such channel",
    ]
    told = room.call("resend", "2", "--json")
    assert (told.code, json.loads(told.out)) == (0, {"delivery": 2, "state": "pending"})
    assert room.call("resend", "3").code == 1
    assert room.call("alerts", "--undelivered").code == 0


def test_what_waits_too_long_is_undelivered_too_but_not_what_waits_for_its_time(room, monkeypatch):
    """After a quarter of an hour in the line; what quiet hours keep is on time."""

    async def one_held_more(db: Database) -> None:
        await three(db)
        held, until = Message("q", "notice", "Held"), NOW + timedelta(hours=8)
        await Outbox(db).enqueue("console", held, NOW, not_before=until)

    room.stored(one_held_more)
    later = NOW + timedelta(minutes=16)
    monkeypatch.setattr("monitor.commands.alerts.utc_now", lambda: later)
    rows = map(json.loads, room.call("alerts", "--undelivered", "--json").out.splitlines())
    assert [(row["delivery"], row["state"], row["entry"]) for row in rows] == [
        (1, "pending", None),
        (2, "undelivered", 2),
        (3, "pending", 3),
    ]


@pytest.mark.parametrize("name", ["2", "delivery:2", "alert:2", "entry:2", "story:2"])
def test_resend_takes_whatever_a_listing_shows(room, name):
    """Each leads to the one message that was not delivered."""
    room.stored(three)
    told = room.call("resend", name)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("delivery:2 goes out again")


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("ferry", 2, "ferry names no message: write delivery:7"),
        ("3", 1, "delivery:3 is not undelivered"),
        ("alert:1", 1, "alert:1 is not undelivered"),
    ],
)
def test_what_cannot_be_resent_is_said(room, name, code, said):
    """In one line, with what to write instead or where to look."""
    room.stored(three)
    told = room.call("resend", name)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1


def test_nothing_told_is_said_in_words(room):
    """An empty listing names the time that was asked for."""

    async def nothing(db: Database) -> None:
        pass

    room.stored(nothing)
    assert room.call("alerts").out == "no alerts in the last 24h\n"
    assert room.call("alerts", "--since", "7d").out == "no alerts in the last 7d\n"
    assert room.call("alerts", "--undelivered").out == "nothing is undelivered\n"


def test_one_message_is_told_attempt_by_attempt(room):
    """By its number, with what it tells, why, and every try; in words and as JSON."""
    room.stored(three)
    told = room.call("alerts", "2")
    assert told.code == 0
    assert told.out.splitlines() == [
        "Story 2",
        "  to slack:#desk: undelivered",
        "  delivery:2: undelivered",
        "    2024-07-05 13:00:00  undelivered  no such channel",
        "  alert:2: new, normal, ferries: Story 2",
        "    new",
        "    story:2, entry:2; published → seen 0.0 s",
    ]
    found = json.loads(room.call("alerts", "delivery:2", "--json").out)
    assert found["deliveries"][0]["attempts"][0]["reason"] == "no such channel"


def test_an_alert_without_a_message_is_named_by_its_own_number(room):
    """What waits for its digest says so; what is not there, too."""
    room.stored(three)
    assert (
        "to email:desk@example.org: waits for digest daily 18:00"
        in room.call("alerts", "alert:1").out
    )
    assert room.call("alerts", "99").err.strip().endswith("no delivery:99, or it is past retention")
    assert room.call("alerts", "ferry").code == 2


def test_a_whole_destination_is_resent(room):
    """By its channel's name or as destination; where nothing is dead it says so."""
    room.stored(three)
    assert room.call("resend").code == 2
    assert room.call("resend", "2", "--destination", "slack:#desk").code == 2
    told = room.call("resend", "--destination", "slack:#desk")
    assert (
        told.out == "1 message to slack:#desk goes out again as soon as `monitor run` is started\n"
    )
    assert room.call("resend", "--destination", "slack:#desk").code == 1


def test_times_stand_in_a_column(room):
    """Hops that nobody can tell are question marks."""
    room.stored(three)
    told = room.call("alerts", "--times").out
    assert "0.0 s + ? + ?" in told
    assert "  until seen + decided + sent  " in told


def test_a_service_that_runs_sends_again_within_seconds(room):
    """Nobody is told to start what runs already."""
    room.stored(three)
    with FileLock(room.folder / "monitor.db.lock"):
        assert (
            "goes out again within seconds"
            in room.call("resend", "--destination", "slack:#desk").out
        )


async def rewritten(db: Database) -> None:
    """An alert in the words of an entry's second version."""
    async with TurnStore(db).begin() as turn:
        await tell(turn, 1, Route("console"), revision=1)


def test_a_line_says_which_version_it_tells(room):
    """For `story split --revision`; of a first version nothing is said."""
    room.stored(rewritten)
    assert "  entry:1 (revision 1)  " in room.call("alerts").out
    assert json.loads(room.call("alerts", "--json").out)["revision"] == 1
    room.folder.joinpath("monitor.db").unlink()
    room.stored(three)
    assert "revision" not in room.call("alerts").out
