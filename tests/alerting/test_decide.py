"""Who is told of an entry, and why not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.alerting.decide import Arrival, arrival, decide, highest
from monitor.model.alert import Alert, AlertKind, Route, Silence, Subscription, Suppressed, Told
from monitor.model.story import Relation, StoryLink

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DESK = Route("slack:#desk")
DIGEST = Route("email:desk@example.org", "daily 07:30")
KURILS = Subscription("kurils", "Kuril Islands", "high", (DESK, DIGEST))
SUMMIT = Subscription("summit", "Summit", "normal", (DESK,))
TOLD = Told(alert_id=7, alerted_at=NOW - timedelta(hours=1), message="new-1", updates=0)


def link(relation: Relation) -> StoryLink:
    return StoryLink(relation, None, "because of the test")


def judge(relation, arrived=Arrival.FRESH, met=(KURILS,), told=None, silences=()):
    return decide(
        met, link(relation), arrived, story_id=3, told=told or {}, silences=silences, zone=TOKYO
    )


def test_a_new_story_is_told_to_every_destination_once_naming_all_watchlists():
    """Two watchlists with one destination in common make one alert there that names both."""
    decisions = judge(Relation.NEW, met=(KURILS, SUMMIT))
    assert [d.route for d in decisions] == [DESK, DIGEST]
    assert all(isinstance(d, Alert) and d.kind is AlertKind.NEW for d in decisions)
    assert decisions[0].watchlists == ("kurils", "summit")
    assert decisions[0].priority == "high"


def test_a_copy_is_quiet_only_where_the_story_was_told():
    """The destination that knows the story stays quiet, the one that does not is told."""
    desk, digest = judge(Relation.COPY, told={DESK.destination: TOLD})
    assert isinstance(desk, Suppressed)
    assert "told already (01 Mar 20:00)" in desk.reason
    assert isinstance(digest, Alert)
    assert digest.kind is AlertKind.NEW
    assert "had not been told" in digest.reason


def test_an_update_follows_up_where_told_and_is_news_elsewhere():
    """An update is a follow-up only for those who know the story."""
    desk, digest = judge(Relation.UPDATE, told={DESK.destination: TOLD})
    assert isinstance(desk, Alert)
    assert desk.kind is AlertKind.UPDATE
    assert isinstance(digest, Alert)
    assert digest.kind is AlertKind.NEW


@pytest.mark.parametrize("relation", list(Relation))
def test_the_first_reading_of_a_feed_alerts_nobody(relation):
    """Whatever a seeded entry is, every destination gets a recorded reason instead of an alert."""
    decisions = judge(relation, Arrival.SEEDED)
    assert [type(d) for d in decisions] == [Suppressed, Suppressed]
    assert all("first reading" in d.reason for d in decisions)


def test_a_late_entry_goes_into_the_digest_and_nowhere_else():
    """Older than max_age: marked late in the digest, suppressed with that reason elsewhere."""
    desk, digest = judge(Relation.NEW, Arrival.LATE)
    assert isinstance(desk, Suppressed)
    assert "max_age" in desk.reason
    assert isinstance(digest, Alert)
    assert digest.late


def test_a_polished_old_entry_is_not_news_but_a_changed_fact_is():
    """A revision that is a copy of an untold version stays quiet; an update of it is told."""
    polished = judge(Relation.COPY, Arrival.REVISED)
    assert all(isinstance(d, Suppressed) and "revision" in d.reason for d in polished)
    changed = judge(Relation.UPDATE, Arrival.REVISED)
    assert all(isinstance(d, Alert) for d in changed)


def silence(**what) -> Silence:
    fields = {"story_id": None, "watchlist": None, **what}
    return Silence(1, until=NOW + timedelta(hours=1), reason="quiet", author="Ann", **fields)


def test_a_silenced_story_is_held_back_with_who_and_until():
    """A story's silence holds every destination back and says by whom and until when."""
    decisions = judge(Relation.UPDATE, silences=(silence(story_id=3),))
    assert {d.reason for d in decisions} == {"silenced until 2026-03-01 22:00 by Ann (quiet)"}


def test_a_silenced_watchlist_does_not_gag_another():
    """Where a second watchlist met the entry, it speaks alone."""
    desk, digest = judge(
        Relation.NEW, met=(KURILS, SUMMIT), silences=(silence(watchlist="kurils"),)
    )
    assert isinstance(desk, Alert)
    assert desk.watchlists == ("summit",)
    assert desk.priority == "normal"
    assert isinstance(digest, Suppressed)


def test_told_at_once_and_in_a_digest_means_at_once():
    """A destination that one watchlist tells at once and another in a digest is told at once."""
    both = Subscription("a", "A", "low", (Route("slack:#desk", "hourly"),))
    (only,) = judge(Relation.NEW, met=(both, SUMMIT))
    assert only.route == DESK


@pytest.mark.parametrize(
    ("age", "first_sight", "backlog", "expected"),
    [
        (timedelta(hours=1), False, None, Arrival.FRESH),
        (timedelta(hours=25), False, None, Arrival.LATE),
        (timedelta(hours=-3), False, None, Arrival.FRESH),
        (timedelta(hours=1), True, None, Arrival.SEEDED),
        (timedelta(hours=1), True, timedelta(hours=2), Arrival.FRESH),
        (timedelta(hours=3), True, timedelta(hours=2), Arrival.SEEDED),
    ],
)
def test_how_an_entry_came_in(age, first_sight, backlog, expected):
    """Age, first sight and backlog decide; a date in the future is not late."""
    got = arrival(
        NOW - age, NOW, first_sight=first_sight, backlog=backlog, max_age=timedelta(hours=24)
    )
    assert got is expected


def test_an_undated_entry_is_as_old_as_its_first_sight():
    """Without a date an entry of a known feed is fresh."""
    got = arrival(None, NOW, first_sight=False, backlog=None, max_age=timedelta(hours=24))
    assert got is Arrival.FRESH


def test_the_most_urgent_priority_wins():
    """high beats normal beats low; nothing at all is normal."""
    assert highest(["low", "high", "normal"]) == "high"
    assert highest([]) == "normal"
