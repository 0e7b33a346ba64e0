"""The words of an alert."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.message import PASSAGE, alert_message, message_id, passage, with_also_in
from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.entry import Entry
from monitor.model.match import Match, Span
from monitor.model.story import Mark, Relation, StoryLink

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ENTRY = Entry(
    feed="north",
    guid="g1",
    link="https://north.example/1",
    title="Ferry to the Kuril Islands resumes",
    text="The ferry to Kunashir sailed again on Sunday after a week of storms.",
    source="North Wire",
    published=NOW - timedelta(minutes=5),
)
MATCH = Match(
    "kurils", (Span("title", 13, 26, "Kuril Islands"), Span("body", 13, 21, "@kuril-names"))
)


def build(alert=None, entry=ENTRY, relation=Relation.NEW, mark=Mark.NONE, first=None, changes=()):
    alert = alert or Alert(Route("slack:#desk"), AlertKind.NEW, ("kurils",), "high", "why")
    return alert_message(
        alert,
        entry,
        [MATCH],
        StoryLink(relation, None, "why", changes, mark),
        message="new-1",
        titles=["Kuril Islands"],
        seen_at=NOW,
        zone=ZoneInfo("Asia/Tokyo"),
        first=first,
    )


def test_an_alert_shows_what_when_where_and_why():
    """Title, source, local time, passage with bold terms, watchlist and terms are all there."""
    message = build()
    (story,) = message.sections[0].stories
    assert message.subject == story.title == ENTRY.title
    assert story.source == "North Wire"
    assert story.published.hour == 20
    assert story.passage is not None
    start, end = story.passage.bold[0]
    assert story.passage.text[start:end] == "Kunashir"
    assert story.watchlists == ("Kuril Islands",)
    assert story.terms == ("Kuril Islands", "@kuril-names")
    assert message.thread == ""


def test_an_update_joins_the_thread_and_says_what_changed():
    """An update keeps the first message's subject, names its thread and lists the changes."""
    first = build()
    follow_up = Alert(Route("slack:#desk"), AlertKind.UPDATE, ("kurils",), "high", "why")
    message = build(
        follow_up, relation=Relation.UPDATE, mark=Mark.CORRECTION, first=first, changes=("7 → 8",)
    )
    (story,) = message.sections[0].stories
    assert message.kind == "update"
    assert (message.thread, message.subject) == (first.id, first.subject)
    assert story.kind == "correction"
    assert story.changes == ("7 → 8",)
    assert message.broadcast


def test_a_correction_of_normal_priority_is_not_broadcast():
    """Only high priority is shown in the channel beside the thread."""
    follow_up = Alert(Route("slack:#desk"), AlertKind.UPDATE, ("kurils",), "normal", "why")
    assert not build(follow_up, relation=Relation.UPDATE, mark=Mark.CORRECTION).broadcast


def test_a_date_in_the_future_is_shown_as_now():
    """What a feed dates in the future is clamped to when it was seen."""
    future = Entry("f", "", "", "T", "x", published=NOW + timedelta(days=3))
    assert build(entry=future).sections[0].stories[0].published == NOW


def test_also_in_names_the_outlets_and_keeps_the_rest():
    """The edited message differs from the first in its id and its outlets alone."""
    first = build()
    edited = with_also_in(first, ["Kyodo", "NHK"])
    assert edited.sections[0].stories[0].also_in == ("Kyodo", "NHK")
    assert edited.subject == first.subject
    assert edited.id != first.id


@given(st.text(max_size=900), st.data())
def test_a_passage_is_short_and_its_bold_parts_are_what_matched(text, data):
    """Whatever the text, the passage stays short and each bold part is a piece of the match."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    entry = Entry("f", "", "", "", text)
    shown = passage(entry, [Span("body", start, end, "term")] if end > start else [])
    if shown is None:
        assert text == ""
        return
    assert len(shown.text) <= PASSAGE + 4
    for a, b in shown.bold:
        assert shown.text[a:b] in text[start:end].replace("\n", " ")


@given(st.lists(st.text(max_size=20), min_size=4, max_size=4), st.integers(0, 9))
def test_a_message_id_is_stable_printable_and_short(parts, revision):
    """The same parts give the same id, fit for a mail header; another revision another id."""
    feed, key, _, destination = parts
    got = message_id(feed, key, revision, "new", destination)
    assert got == message_id(feed, key, revision, "new", destination)
    assert got != message_id(feed, key, revision + 1, "new", destination)
    assert got.isascii()
    assert len(got) < 100
