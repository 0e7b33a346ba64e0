"""Feeds that change, forget or reuse what their entries are known by."""

from dataclasses import replace

import pytest


@pytest.fixture
async def listed(room):
    """The newsroom after two entries of the wire were told."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"), room.museum("w2"))
    await room.turn("wire")
    return room


async def test_changed_guids_are_not_news(listed):
    """All guids change at once while links and words stay: nothing is new, nothing is told."""
    before = await listed.alerts()
    listed.publish(
        "wire",
        replace(listed.ferry("w1"), guid="urn:new:1"),
        replace(listed.museum("w2"), guid="urn:new:2"),
    )
    assert (await listed.turn("wire")).entries == 0
    assert await listed.alerts() == before


async def test_a_changed_guid_is_known_from_then_on(listed):
    """After the guid has changed, the link may change as well without making a new entry."""
    listed.publish("wire", replace(listed.ferry("w1"), guid="urn:new:1"))
    await listed.turn("wire")
    moved = listed.ferry("urn:new:1", people=15, link="https://www.news.example/moved/1")
    listed.publish("wire", moved)
    await listed.turn("wire")
    *_, entry = [one for one in await listed.entries("wire") if one.entry.entry.guid == moved.guid]
    assert (entry.entry.revision, entry.entry.canonical_link) == (1, moved.link)
    assert [one.kind for one in await listed.alerts(listed.sea)] == ["new", "update"]


async def test_a_changed_guid_with_a_changed_fact_is_an_update(listed):
    """New guid and new number at once: the same entry by its link, told as what it is."""
    listed.publish("wire", replace(listed.ferry("w1", people=15), guid="urn:new:1"))
    await listed.turn("wire")
    assert [one.kind for one in await listed.alerts(listed.sea)] == ["new", "update"]


async def test_a_reused_guid_does_not_swallow_another_story(listed):
    """A quite different story under a known guid and link is an entry, and an alert, of its own."""
    link = "https://news.example/w1"
    other = listed.item(
        "w1",
        "Bird flu found on poultry farm near Kuril landing",
        "Vets culled four thousand hens after tests, and roads to the farm are closed.",
        link=link,
    )
    listed.publish("wire", other)
    report = await listed.turn("wire")
    assert (report.entries, report.alerts) == (1, 2)
    *_, alert = await listed.alerts(listed.desk)
    assert (alert.kind, alert.message.subject) == ("new", other.title)
    guids = [one.entry.entry.guid for one in await listed.entries("wire")]
    assert guids.count("w1") == 2


async def test_entries_without_a_guid_are_known_by_their_link(room):
    """A feed that names no guids and adds tracking to its links does not repeat itself."""
    await room.opened("wire")
    for tracking in ("", "?utm_source=rss", "?utm_source=feed#top"):
        room.publish("wire", room.ferry("", link=f"https://news.example/ferry{tracking}"))
        await room.turn("wire")
    assert len(await room.alerts(room.desk)) == 1


async def test_one_guid_for_all_entries_hides_none(room):
    """Where entries share a guid, each is known by its link and each is told."""
    await room.opened("wire")
    shared = replace(room.museum("w2"), guid="w1")
    room.publish("wire", room.ferry("w1"), shared)
    for _ in range(2):
        await room.turn("wire")
    told = [one.message.subject for one in await room.alerts(room.desk)]
    assert sorted(told) == [room.FERRY, shared.title]


async def test_an_item_listed_twice_is_one_entry(room):
    """The same item with two dates in one document is stored and told once."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1", hours=1), room.ferry("w1", hours=2))
    assert (await room.turn("wire")).entries == 1
    assert len(await room.alerts(room.desk)) == 1


async def test_two_entries_of_one_page_are_two(room):
    """A live page: entries that share a link and most of a title are told one by one."""
    await room.opened("wire")
    page = "https://news.example/live"
    first = room.item("l1", "Kuril ferry, live: tugs have arrived", "At noon.", link=page)
    second = room.item("l2", "Kuril ferry, live: tugs have left", "At four.", link=page)
    room.publish("wire", second, first)
    await room.turn("wire")
    reports = (await room.entries("wire"))[1:]
    assert [one.entry.entry.title for one in reports] == [first.title, second.title]
    assert [one.entry.revision for one in reports] == [0, 0]
