"""A person corrects what was judged: who was kept quiet is told, and later copies go by it."""

import pytest

from monitor.model.story import Relation
from monitor.steps.correct import By, CannotCorrect, merge, split, tell_as_update
from monitor.store.corrections import CorrectionStore
from monitor.store.story_pages import StoryPages

ANNA = By("anna", "another ship")


@pytest.fixture
async def swallowed(room):
    """The post's report was taken for a copy of the wire's, and nobody was told of it."""
    await room.opened()
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.publish("post", room.ferry("p1", "Another Kuril ferry aground, the same wording"))
    await room.turn("post")
    await room.deliver()
    return room


async def version(room, feed, at=-1):
    """The last judgement on a feed's last entry."""
    return (await room.entries(feed))[-1].versions[at]


async def correct(room, how, *, dry_run=False):
    """Carry out a correction."""
    async with CorrectionStore(room.db).begin(dry_run=dry_run) as tx:
        return await how(tx)


async def split_off(room, one, *, dry_run=False, **more):
    """Split a version from its story."""
    return await correct(
        room,
        lambda tx: split(tx, one.id, ANNA, room.in_force, room.rules, room.now, **more),
        dry_run=dry_run,
    )


async def join(room, one, other):
    """Make one story of two."""
    return await correct(room, lambda tx: merge(tx, one, other, ANNA, room.rules, room.now))


async def test_a_split_tells_those_who_were_kept_quiet(swallowed):
    """What was taken for a copy opens a story, and whoever was not told of it is told now."""
    before = await version(swallowed, "post")
    done = await split_off(swallowed, before)
    assert set(done.told) == {swallowed.desk, swallowed.sea, swallowed.mail}
    after = await version(swallowed, "post")
    assert (after.relation, after.parent_id, after.story_id) == ("new", None, done.story_id)
    assert after.why == f"new: split from story {before.story_id} by anna: another ship"
    await swallowed.deliver()
    told = swallowed.channels[swallowed.desk].sent[-1]
    assert (told.kind, told.thread) == ("alert", "")
    (story,) = told.sections[0].stories
    assert story.title == "Another Kuril ferry aground, the same wording"
    assert story.late
    assert story.watchlists


async def test_a_split_is_done_once(swallowed):
    """The same correction again changes nothing and tells nobody."""
    one = await version(swallowed, "post")
    first = await split_off(swallowed, one)
    again = await split_off(swallowed, one)
    assert (again.already, again.story_id) == (True, first.story_id)
    assert len(await swallowed.alerts(swallowed.desk)) == 2


async def test_a_quiet_split_tells_nobody(swallowed):
    """The judgement is put right, and no message goes out."""
    done = await split_off(swallowed, await version(swallowed, "post"), quiet=True)
    assert done.told == ()
    assert len(await swallowed.alerts()) == 3
    assert (await version(swallowed, "post")).story_id == done.story_id


async def test_a_tried_split_leaves_no_trace(swallowed):
    """A dry run says what would happen, and nothing has."""
    before = await version(swallowed, "post")
    done = await split_off(swallowed, before, dry_run=True)
    assert set(done.told) == {swallowed.desk, swallowed.sea, swallowed.mail}
    assert await version(swallowed, "post") == before
    assert len(await swallowed.alerts()) == 3
    assert await StoryPages(swallowed.db).corrections([before.story_id]) == ()


async def test_a_copy_of_a_split_entry_lands_in_the_split_story(swallowed):
    """Later copies go by the correction, on either side of it, and are quiet there."""
    done = await split_off(swallowed, await version(swallowed, "post"))
    swallowed.publish("radio", swallowed.ferry("r1", "Another Kuril ferry aground, same wording"))
    await swallowed.turn("radio")
    copy = await version(swallowed, "radio")
    assert (copy.relation, copy.story_id) == ("copy", done.story_id)
    swallowed.publish("radio", swallowed.ferry("r2"))
    await swallowed.turn("radio")
    other = await version(swallowed, "radio")
    assert (other.relation, other.story_id) == ("copy", done.from_story_id)
    assert len(await swallowed.alerts(swallowed.desk)) == 2


async def test_a_split_entry_does_not_come_back_by_a_revision(swallowed):
    """An outlet that sharpens the split text, even to the other story's, stays where it was put."""
    done = await split_off(swallowed, await version(swallowed, "post"))
    swallowed.publish("post", swallowed.ferry("p1"))
    await swallowed.turn("post")
    assert (await version(swallowed, "post")).story_id == done.story_id


async def test_what_descends_from_a_split_entry_follows_it(swallowed):
    """Copies of the split entry go with it, copies of the other don't; the message names them."""
    for guid, title in (("r1", "Another Kuril ferry aground, R3 says"), ("r2", swallowed.FERRY)):
        swallowed.publish("radio", swallowed.ferry(guid, title))
        await swallowed.turn("radio")
    one = await version(swallowed, "post")
    child, stays = (report.versions[0] for report in (await swallowed.entries("radio"))[-2:])
    root = (await version(swallowed, "wire")).id
    async with CorrectionStore(swallowed.db).begin() as tx:
        await tx.rejudge(child.id, Relation.COPY, one.id, child.why)
        await tx.rejudge(stays.id, Relation.COPY, root, stays.why)
    done = await split_off(swallowed, one)
    assert [one.id for one in done.moved] == [one.id, child.id]
    child, stays = (report.versions[0] for report in (await swallowed.entries("radio"))[-2:])
    assert (child.story_id, stays.story_id) == (done.story_id, done.from_story_id)
    *_, told = await swallowed.alerts(swallowed.desk)
    assert told.message.sections[0].stories[0].also_in == ("R3",)


async def test_the_other_storys_message_no_longer_names_the_split_outlet(swallowed):
    """The first message said that the outlet carries it too: it is edited once more."""
    swallowed.later(seconds=31)
    await swallowed.deliver()
    first = swallowed.channels[swallowed.desk]
    assert first.edited[-1][1].sections[0].stories[0].also_in == ("Island Post",)
    await split_off(swallowed, await version(swallowed, "post"), quiet=True)
    swallowed.later(seconds=31)
    await swallowed.deliver()
    assert first.edited[-1][1].sections[0].stories[0].also_in == ()


async def test_the_entry_that_opened_a_story_is_not_split_from_it(swallowed):
    """There is nothing it could be split from: the others are named instead."""
    post = await version(swallowed, "post")
    with pytest.raises(CannotCorrect, match=rf"opens story.*\(entry:{post.entry_id}\)"):
        await split_off(swallowed, await version(swallowed, "wire"))


async def test_a_merge_makes_later_copies_of_either_quiet(room):
    """Two stories that are one: a copy of the second is quiet, the first message names all."""
    await room.opened()
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.publish("post", room.museum("p1"))
    await room.turn("post")
    await room.deliver()
    one, other = await version(room, "wire"), await version(room, "post")
    assert one.story_id != other.story_id
    done = await join(room, other.story_id, one.story_id)
    assert (done.story_id, done.from_story_id) == (one.story_id, other.story_id)
    room.publish("radio", room.museum("r1"))
    assert (await room.turn("radio")).alerts == 0
    assert (await version(room, "radio")).story_id == one.story_id
    room.later(seconds=31)
    await room.deliver()
    edited = room.channels[room.desk].edited[-1][1].sections[0].stories[0]
    assert (edited.title, edited.also_in) == (room.FERRY, ("Island Post", "R3"))


async def test_a_merge_is_done_once_and_updates_go_on(room):
    """Joined stories count their updates on; none collides with an earlier one."""
    await room.opened()
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.publish("wire", room.ferry("w1", people=15))
    await room.turn("wire")
    room.publish("post", room.museum("p1"))
    await room.turn("post")
    old = (await version(room, "post")).story_id
    into = (await version(room, "wire")).story_id
    await join(room, old, into)
    assert (await join(room, into, into)).already
    room.publish("wire", room.ferry("w1", people=19))
    await room.turn("wire")
    assert [one.kind for one in await room.alerts(room.sea)] == ["new", "update", "update"]
    assert await StoryPages(room.db).joined_to(old) == into


async def test_what_was_split_and_joined_again_is_one_story(swallowed):
    """A split that is taken back holds nothing apart any more."""
    done = await split_off(swallowed, await version(swallowed, "post"))
    await join(swallowed, done.from_story_id, done.story_id)
    assert (await version(swallowed, "post")).story_id == done.from_story_id
    async with swallowed.turns.begin() as tx:
        assert await tx.split_apart([done.from_story_id, done.story_id]) == ()
    again = await split_off(swallowed, await version(swallowed, "post"))
    assert again.told == ()
    assert len(await swallowed.alerts(swallowed.desk)) == 2


async def test_an_update_after_a_split_finds_its_number(swallowed):
    """Alerts that moved with a split leave gaps; the next update is told all the same."""
    for people in (15, 19):
        swallowed.publish("wire", swallowed.ferry("w1", people=people))
        await swallowed.turn("wire")
    wire = (await swallowed.entries("wire"))[-1]
    done = await split_off(swallowed, wire.versions[1])
    assert [one.story_id for one in (await swallowed.entries("wire"))[-1].versions] == [
        done.from_story_id,
        done.story_id,
        done.story_id,
    ]
    for people in (21, 22):
        swallowed.publish("wire", swallowed.ferry("w1", people=people))
        assert (await swallowed.turn("wire")).alerts == 3


async def test_a_copy_that_was_an_update_is_told_in_the_thread(swallowed):
    """A swallowed update goes to those who know the story, with what changed."""
    one = await version(swallowed, "post")
    done = await correct(
        swallowed,
        lambda tx: tell_as_update(
            tx,
            one.id,
            ("no fuel aboard",),
            ANNA,
            swallowed.in_force,
            swallowed.rules,
            swallowed.now,
        ),
    )
    assert set(done.told) == {swallowed.desk, swallowed.sea, swallowed.mail}
    await swallowed.deliver()
    first, update = swallowed.channels[swallowed.desk].sent
    assert (update.kind, update.thread) == ("update", first.id)
    assert update.sections[0].stories[0].changes == ("no fuel aboard",)
    assert (await version(swallowed, "post")).relation == "update"


async def test_a_split_tells_past_the_mute_of_the_other_story(room):
    """A muted story held back an entry that did not belong to it: it is told."""
    await room.opened()
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    story = (await version(room, "wire")).story_id
    until = room.now.replace(year=2027)
    await room.silences.add(
        story_id=story, watchlist=None, until=until, reason="", author="bo", now=room.now
    )
    room.publish("post", room.ferry("p1", people=15))
    assert (await room.turn("post")).alerts == 0
    assert room.desk in (await split_off(room, await version(room, "post"))).told


async def test_a_withdrawal_that_is_split_off_takes_its_mark_along(swallowed):
    """A withdrawal laid to the wrong story had marked its first message: the mark goes again."""
    gone = swallowed.ferry("p2", f"WITHDRAWN: {swallowed.FERRY}", people=15)
    swallowed.publish("post", gone)
    await swallowed.turn("post")
    await swallowed.deliver()
    first = swallowed.channels[swallowed.desk]
    assert first.edited[-1][1].sections[0].stories[0].kind == "withdrawal"
    await split_off(swallowed, await version(swallowed, "post"))
    swallowed.later(seconds=31)
    await swallowed.deliver()
    story = first.edited[-1][1].sections[0].stories[0]
    assert (story.kind, story.changes, story.also_in) == ("new", (), ("Island Post",))


async def test_a_split_tells_no_words_that_a_later_version_replaced(swallowed):
    """Whoever knows the rewritten entry, by an update, is not told its first version after it."""
    swallowed.publish("post", swallowed.ferry("p1", people=15))
    assert (await swallowed.turn("post")).alerts > 0
    before = len(await swallowed.alerts(swallowed.desk))
    done = await split_off(swallowed, await version(swallowed, "post", 0))
    assert done.told == ()
    assert len(await swallowed.alerts(swallowed.desk)) == before


async def test_a_split_tells_the_newest_words_of_an_entry(swallowed):
    """Rewritten quietly since: whoever was kept quiet reads the headline that stands there now."""
    title = "Another Kuril ferry aground, says the coast guard"
    swallowed.publish("post", swallowed.ferry("p1", title))
    assert (await swallowed.turn("post")).alerts == 0
    done = await split_off(swallowed, await version(swallowed, "post", 0))
    assert set(done.told) == {swallowed.desk, swallowed.sea, swallowed.mail}
    await swallowed.deliver()
    told = swallowed.channels[swallowed.desk].sent[-1]
    assert told.sections[0].stories[0].title == title
    assert len(await swallowed.alerts(swallowed.desk)) == 2
