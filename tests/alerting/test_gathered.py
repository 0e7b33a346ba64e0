"""The words of storms, catch-ups and ended silences, and that they stay within bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.digest import DigestItem
from monitor.alerting.escalation import at_last
from monitor.alerting.gathered import ROOM, catch_up_message, storm_message
from monitor.alerting.schedule import QuietHours, parse_quiet, quiet_until
from monitor.alerting.storm import Limit, is_over, too_many
from monitor.model.alert import Gathering
from monitor.model.lateness import HOPS, Times, lateness
from notifiers.base import Message, Section, Story

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
STORM = Gathering(3, "slack:#desk", "storm", NOW, NOW)
LIMIT = Limit(20, timedelta(minutes=5))


def item(number, title="", *, story=0, kind="new", link="https://x.example/a", lists=("Kurils",)):
    told = Story(
        title or f"Story {number}",
        link,
        "Harbour Post",
        NOW + timedelta(seconds=number),
        kind=kind,
        watchlists=lists,
    )
    message = Message(f"m{number}", "alert", told.title, (Section("", (told,)),))
    return DigestItem(number, story or number, message, ())


def summed(items, *, minutes=12.0, grows=True, ended=False, stories=None):
    return storm_message(
        items,
        STORM,
        LIMIT,
        stories=len(items) if stories is None else stories,
        now=NOW + timedelta(minutes=minutes),
        zone=UTC,
        grows=grows,
        ended=ended,
    )


def titles(message):
    return [story.title for section in message.sections for story in section.stories]


@pytest.mark.parametrize(
    ("number", "minutes", "words"),
    [
        (31, 12, "31 more stories in the last 12 minutes"),
        (1, 0.1, "1 more story in the last minute"),
        (2, 11.2, "2 more stories in the last 12 minutes"),
        (5, 150, "5 more stories in the last 3 hours"),
    ],
)
def test_the_subject_says_how_many_in_which_time(number, minutes, words):
    """What a phone shows."""
    assert summed([item(n) for n in range(1, number + 1)], minutes=minutes).subject == words


def test_an_ended_storm_says_from_when_to_when():
    """And that it is calm."""
    message = summed([item(1), item(2)], minutes=29, ended=True)
    assert message.subject == "2 more stories between 14:02 and 14:31"


def test_stories_stand_by_watchlist_the_newest_last():
    """Each once, in its last words."""
    message = summed([item(1), item(2, lists=("Ports",)), item(3), item(4, "Story 1b", story=1)])
    by_watchlist = {
        section.title: [story.title for story in section.stories] for section in message.sections
    }
    assert by_watchlist == {"Ports": ["Story 2"], "Kurils": ["Story 3", "Story 1b"]}


def test_a_summary_is_the_same_message_all_along():
    """Its edits carry its id; the last word of a channel without edits is another message."""
    items = [item(1)]
    ids = {summed(items, grows=g, ended=e).id for g in (True, False) for e in (True, False)}
    assert len(ids) == 2


def test_what_finds_no_room_is_counted():
    """The newest stay; the others are in `monitor alerts`."""
    message = summed([item(n, "x" * 120) for n in range(1, 61)], stories=131)
    shown = titles(message)
    assert f"The latest {len(shown)} of 131 stand here" in message.body
    assert message.sections[0].stories[-1].published == NOW + timedelta(seconds=60)


@given(st.lists(st.tuples(st.text(max_size=3000), st.text(max_size=1500)), min_size=1, max_size=60))
def test_a_summary_that_is_edited_is_bounded(told):
    """However long titles and links are: one story stays, and more only while there is room."""
    items = [
        item(n, title or "t", link=f"https://x.example/{link}")
        for n, (title, link) in enumerate(told, 1)
    ]
    shown = [story for section in summed(items).sections for story in section.stories]
    assert shown
    assert len(shown) == 1 or sum(len(s.title) + len(s.link) for s in shown) <= ROOM
    assert all(len(story.title) <= 141 for story in shown)


def test_a_catch_up_says_until_when_and_how_many():
    """Urgent stories first; updates with their stories."""
    quiet = Gathering(1, "slack:#desk", "quiet", NOW, NOW, until=NOW.replace(hour=22, minute=0))
    message = catch_up_message([item(1), item(2), item(3, kind="update", story=1)], quiet, UTC)
    assert message.subject == "While it was quiet: 2 stories"
    assert message.body == "Held back until 22:00: 2 stories, 1 of them updated."


def test_a_storm_begins_beyond_the_limit_and_ends_after_a_calm_window():
    """Twenty are told; the next is too many; a whole window without too much ends it."""
    assert not too_many(19, LIMIT)
    assert too_many(20, LIMIT)
    assert not is_over(NOW, LIMIT, NOW + timedelta(minutes=4, seconds=59))
    assert is_over(NOW, LIMIT, NOW + timedelta(minutes=5))


@given(st.integers(0, 366 * 24 * 60 - 1), st.integers(0, 1439), st.integers(1, 1439))
def test_quiet_hours_end_in_the_future_and_within_a_day(minute, start, length):
    """In a zone that changes its clock by half an hour, at any minute of a year."""
    clock = [f"{m // 60:02}:{m % 60:02}" for m in (start, (start + length) % 1440)]
    quiet = parse_quiet("-".join(clock), "Australia/Lord_Howe")
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    until = quiet_until(quiet, now)
    if until is not None:
        assert now < until.astimezone(UTC) <= now + timedelta(hours=25)


def test_a_clock_that_goes_back_over_the_end_makes_no_second_night():
    """In Berlin 02:30 comes twice on 25 October: the quiet ends at the first."""
    quiet = parse_quiet("22:00-02:30", "Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet_until(quiet, first - timedelta(minutes=1)) is not None
    assert quiet_until(quiet, first + timedelta(minutes=40)) is None
    assert isinstance(quiet, QuietHours)


def test_lateness_is_told_hop_by_hop():
    """The median and what 95 % stay below; what nobody can tell is left out."""
    seen = NOW + timedelta(minutes=4)
    times = [
        Times(NOW, seen, seen + timedelta(seconds=n), seen + timedelta(seconds=2 * n))
        for n in range(1, 102)
    ]
    found = lateness([*times, Times(None, seen, None, None)])
    assert list(found) == list(HOPS)
    assert found[HOPS[0]].median == timedelta(minutes=4)
    assert found[HOPS[1]].median == timedelta(seconds=51)
    assert found[HOPS[1]].most == timedelta(seconds=96)
    assert lateness([Times(None, seen, None, None)]) == {}


def test_a_date_in_the_future_is_no_time_at_all():
    """Outlets' clocks are wrong, too."""
    times = Times(NOW + timedelta(hours=1), NOW, NOW, None)
    assert dict(times.hops())[HOPS[0]] == timedelta()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "30 seconds"), (60, "1 minute"), (90, "90 seconds"), (300, "5 minutes")],
)
def test_a_storm_names_its_window_as_it_was_set(seconds, words):
    """Half a minute is not rounded up to one."""
    limit = Limit(20, timedelta(seconds=seconds))
    body = storm_message(
        (), STORM, limit, stories=0, now=STORM.began_at, zone=UTC, grows=True, ended=False
    ).body
    assert body.startswith(f"More than 20 alerts in {words}:")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "20 seconds"), (60, "a minute"), (80, "a minute"), (600, "10 minutes")],
)
def test_an_escalation_says_how_long_it_has_waited(seconds, words):
    """Seconds stay seconds."""
    alert = Message("m1", "notice", "Ferry aground")
    waited = timedelta(seconds=seconds)
    told = at_last((alert,), "slack:#desk", waited, to="console", now=STORM.began_at)
    assert told.body.endswith(f", after {words}")
