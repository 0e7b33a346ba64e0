"""When an entry was published decides how it is told, never whether it is new."""

from dataclasses import replace
from datetime import timedelta

TOO_OLD = "older than max_age when it was first seen, and no digest to put it in"


async def test_an_old_entry_goes_into_the_digest_marked_late(room):
    """After an outage: late in the digest, a recorded reason everywhere else."""
    await room.opened("wire")
    room.later(days=3)
    room.publish("wire", room.ferry("w1", hours=30))
    assert (await room.turn("wire")).alerts == 1
    (mail,) = await room.alerts()
    assert (mail.route.destination, mail.late) == (room.mail, True)
    assert mail.message.sections[0].stories[0].late
    assert await room.decisions(room.desk) == [("suppressed", TOO_OLD)]
    assert await room.decisions(room.sea) == [("suppressed", TOO_OLD)]


async def test_an_outage_shorter_than_max_age_loses_nothing(room):
    """All that a feed brings when it comes back, and that is young enough, is told at once."""
    await room.opened("wire")
    room.later(hours=23)
    room.publish("wire", room.museum("w2", hours=2), room.ferry("w1", hours=22))
    await room.turn("wire")
    assert len(await room.alerts(room.desk)) == 2


async def test_a_feeds_own_max_age_goes_before_the_settings(room):
    """A weekly that tells of last week is not late."""
    room.feeds["wire"] = replace(room.feeds["wire"], max_age=timedelta(days=8))
    await room.opened("wire")
    room.publish("wire", room.ferry("w1", hours=100))
    await room.turn("wire")
    assert [one.late for one in await room.alerts(room.desk)] == [False]


async def test_an_undated_entry_is_as_old_as_its_first_sight(room):
    """Without a date an entry is told, and shown with the time at which it was seen."""
    await room.opened("wire")
    room.publish("wire", replace(room.ferry("w1"), published=None))
    await room.turn("wire")
    (alert,) = await room.alerts(room.desk)
    assert alert.message.sections[0].stories[0].published == room.now
    *_, report = await room.entries("wire")
    assert report.entry.entry.published is None


async def test_a_future_date_is_shown_as_now_and_kept_as_written(room):
    """A date ahead of the clock neither hides the entry nor stands in the alert."""
    await room.opened("wire")
    tomorrow = room.ferry("w1", hours=-30)
    room.publish("wire", tomorrow)
    await room.turn("wire")
    (alert,) = await room.alerts(room.desk)
    assert alert.message.sections[0].stories[0].published == room.now
    *_, report = await room.entries("wire")
    assert report.entry.entry.published == tomorrow.published


async def test_times_are_shown_in_the_desks_zone(room):
    """The desk reads its own clock."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    (alert,) = await room.alerts(room.desk)
    assert str(alert.message.sections[0].stories[0].published.tzinfo) == "Asia/Tokyo"


async def test_a_late_copy_of_an_old_date_is_still_new_to_a_feed(room):
    """An entry dated before those already seen is told: dates never say what was seen."""
    await room.opened("wire")
    room.publish("wire", room.museum("w2", hours=0.1))
    await room.turn("wire")
    room.publish("wire", room.museum("w2", hours=0.1), room.ferry("w1", hours=5))
    await room.turn("wire")
    assert len(await room.alerts(room.desk)) == 2
