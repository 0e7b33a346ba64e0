"""The words of a digest."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.alerting.digest import DigestItem, digest_message
from notifiers.base import Message, Section, Story

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def item(number, title, watchlist, priority="normal", kind="new", outlets=()):
    story = Story(
        title, "", "Outlet", NOW.replace(minute=number), kind, priority, watchlists=(watchlist,)
    )
    return DigestItem(
        number, number, Message(f"m{number}", "alert", title, (Section("", (story,)),)), outlets
    )


def follow_up(number, first, **fields):
    """A later alert of the same story."""
    message = first.message
    story = replace(message.sections[0].stories[0], **fields)
    update = replace(message, id=f"m{number}", kind="update", sections=(Section("", (story,)),))
    return replace(first, alert_id=number, message=update)


def make(*items):
    return digest_message(items, destination="email:a@example.org", digest="daily 07:30", slot=NOW)


def test_the_urgent_and_the_widely_carried_come_first():
    """Sections with high priority lead; within one, stories carried by more outlets lead."""
    message = make(
        item(1, "plain", "Fish"),
        item(2, "carried", "Fish", outlets=("A", "B")),
        item(3, "urgent", "Kurils", "high"),
    )
    assert [section.title for section in message.sections] == ["Kurils", "Fish"]
    assert [story.title for story in message.sections[1].stories] == ["carried", "plain"]
    assert message.sections[1].stories[0].also_in == ("A", "B")


def test_the_summary_counts_updates_and_corrections():
    """The first line and the subject say how many stories, updates and corrections there are."""
    message = make(
        item(1, "a", "X"), item(2, "b", "X", kind="update"), item(3, "c", "X", kind="withdrawal")
    )
    assert message.body == "3 stories, 1 of them updated, 1 corrected or withdrawn."
    assert message.subject == "News digest, Monday 2 March 07:30: 3 stories"


def test_a_digest_of_the_same_slot_has_the_same_id_and_another_slot_another():
    """A digest made twice for one slot is recognised as one message."""
    one = item(1, "a", "X")
    assert make(one).id == make(one).id
    later = digest_message(
        [one], destination="email:a@example.org", digest="daily 07:30", slot=NOW.replace(day=3)
    )
    assert later.id != make(one).id


def test_a_story_and_its_update_are_one_line():
    """Both alerts of a story make one entry: the latest words, all changes, counted once."""
    first = item(1, "Toll 12", "Fish", outlets=("A", "Outlet"))
    update = follow_up(2, first, title="Toll 15", kind="update", changes=("12 → 15",))
    message = make(first, update)
    (section,) = message.sections
    (story,) = section.stories
    assert (story.title, story.kind, story.changes) == ("Toll 15", "update", ("12 → 15",))
    assert story.also_in == ("A",)
    assert message.subject.endswith(": 1 story")


def test_a_mere_follow_up_names_no_outlets():
    """Who carries the story in its old words does not carry the changed fact."""
    first = item(1, "Toll 12", "Fish", outlets=("A",))
    message = make(follow_up(2, first, kind="update"))
    assert message.sections[0].stories[0].also_in == ()


def test_a_story_of_two_watchlists_stands_under_both_names():
    """The heading names every watchlist of its stories."""
    first = item(1, "Ferry", "Fish")
    both = follow_up(1, first, watchlists=("Fish", "Kurils"))
    assert [section.title for section in make(both).sections] == ["Fish, Kurils"]
