"""What follows an alert: copies stay quiet, changed facts are told in its thread."""

from dataclasses import replace

import pytest


@pytest.fixture
async def told(room):
    """The newsroom after the wire's ferry report was told and sent."""
    await room.opened()
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    await room.deliver()
    return room


def shown(room, destination):
    """What an edit made of the first message, for each edit."""
    return [message.sections[0].stories[0] for _, message in room.channels[destination].edited]


async def test_a_copy_elsewhere_is_quiet_and_edits_the_first_message(told):
    """The outlet that carries the same text is named in the message that stands already."""
    told.publish("post", told.ferry("p1", f"{told.FERRY} - officials"))
    assert (await told.turn("post")).alerts == 0
    kinds = [kind for kind, _ in await told.decisions()][-3:]
    assert kinds == ["suppressed"] * 3
    await told.deliver()
    assert shown(told, told.desk) == []
    told.later(seconds=31)
    await told.deliver()
    assert [one.also_in for one in shown(told, told.desk)] == [("Island Post",)]
    assert len(told.channels[told.desk].sent) == 1
    assert told.channels[told.mail].edited == []


async def test_a_message_has_one_edit_however_many_copies(told):
    """Copies that come while an edit waits join it; none makes a second one."""
    for feed in ("post", "radio"):
        told.publish(feed, told.ferry(f"{feed}-1"))
        await told.turn(feed)
    edits = await told.edits()
    assert sorted(edit.destination for edit in edits) == [told.desk, told.sea]
    assert all(edit.state == "pending" for edit in edits)
    told.later(seconds=31)
    await told.deliver()
    assert [one.also_in for one in shown(told, told.desk)] == [("Island Post", "R3")]


async def test_edits_of_one_message_leave_time_between_them(told):
    """A copy that comes after an edit has it made again, not before half a minute is over."""
    told.publish("post", told.ferry("p1"))
    await told.turn("post")
    told.later(seconds=31)
    await told.deliver()
    told.publish("radio", told.ferry("r1"))
    await told.turn("radio")
    await told.deliver()
    assert len(shown(told, told.desk)) == 1
    told.later(seconds=31)
    await told.deliver()
    assert [one.also_in for one in shown(told, told.desk)][1:] == [("Island Post", "R3")]


async def test_a_copy_of_the_same_outlet_edits_nothing(told):
    """An outlet that runs its own text once more adds no name: the message stays as it is."""
    told.publish("wire", told.ferry("w2"), told.ferry("w1"))
    await told.turn("wire")
    assert await told.edits() == []


async def test_a_channel_that_cannot_edit_gets_no_edits(told):
    """Only destinations whose notifier edits are given something to edit."""
    told.rules = replace(told.rules, can_edit=lambda destination: destination == told.desk)
    told.publish("post", told.ferry("p1"))
    await told.turn("post")
    assert [edit.destination for edit in await told.edits()] == [told.desk]


async def test_a_copy_is_told_where_its_story_was_not(room):
    """Whom the first version did not concern hears of the story from its copy."""
    await room.opened()
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    assert await room.alerts(room.sea) == []
    room.publish("post", room.ship("p1", "Kuril ferry in trouble: ship runs aground off Kunashir"))
    await room.turn("post")
    (sea,) = await room.alerts(room.sea)
    assert sea.kind == "new"
    assert "this destination had not been told" in sea.reason
    (desk,) = await room.alerts(room.desk)
    assert desk.story_id == sea.story_id


async def test_a_changed_number_is_told_in_the_thread(told):
    """The same guid with another number: a reply to the first message that says what changed."""
    told.publish("wire", told.ferry("w1", people=15))
    told.later(hours=2)
    await told.turn("wire")
    await told.deliver()
    first, update = told.channels[told.desk].sent
    assert (update.kind, update.thread, update.subject) == ("update", first.id, first.subject)
    assert told.channels[told.desk].parents[1].get("id") == first.id
    (story,) = update.sections[0].stories
    assert story.changes == ("12 → 15 passengers",)
    assert story.published == told.now
    assert not update.broadcast
    assert [one.kind for one in await told.alerts(told.mail)] == ["new", "update"]


async def test_every_further_update_is_told(told):
    """The second change joins the same thread as the first."""
    for people in (15, 19):
        told.publish("wire", told.ferry("w1", people=people))
        await told.turn("wire")
    await told.deliver()
    first, *updates = told.channels[told.sea].sent
    assert [one.sections[0].stories[0].changes for one in updates] == [
        ("12 → 15 passengers",),
        ("15 → 19 passengers",),
    ]
    assert {one.thread for one in updates} == {first.id}


async def test_an_entrys_own_update_is_told_however_late(told):
    """A revision is compared with its own earlier version, even when the story's window is over."""
    told.later(days=5)
    told.publish("wire", told.ferry("w1", people=15))
    await told.turn("wire")
    assert [one.kind for one in await told.alerts(told.desk)] == ["new", "update"]


async def test_a_revision_is_no_sign_of_life_of_the_feed(told):
    """When a feed last brought something new is not moved by old entries that change."""
    before = (await told.state("wire")).last_entry_at
    told.publish("wire", told.ferry("w1", people=15))
    await told.turn("wire")
    assert (await told.state("wire")).last_entry_at == before


async def test_an_update_by_another_outlet_is_told(told):
    """Who carries the changed number first does not matter."""
    told.publish("post", told.ferry("p1", people=15))
    await told.turn("post")
    *_, update = await told.alerts(told.desk)
    assert (update.kind, update.message.sections[0].stories[0].changes) == (
        "update",
        ("12 → 15 passengers",),
    )


async def test_a_correction_of_high_priority_is_shown_to_the_whole_channel(told):
    """Where a watchlist of high priority is met, a correction is broadcast out of its thread."""
    told.publish("wire", told.ferry("w1", f"CORRECTED: {told.FERRY}", people=15))
    await told.turn("wire")
    await told.deliver()
    update = told.channels[told.desk].sent[-1]
    assert update.broadcast
    assert update.sections[0].stories[0].kind == "correction"


async def test_a_correction_of_normal_priority_stays_in_the_thread(room):
    """Without a watchlist of high priority the channel is left in peace."""
    await room.opened("wire")
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    room.publish("wire", room.ship("w1", "CORRECTED: Kuril ship runs aground", people=15))
    await room.turn("wire")
    *_, update = await room.alerts(room.desk)
    assert (update.kind, update.message.broadcast) == ("update", False)


@pytest.mark.parametrize(
    ("mark", "kind"), [("CORRECTED", "correction"), ("STORY WITHDRAWN", "withdrawal")]
)
async def test_the_first_message_says_that_it_was_corrected(told, mark, kind):
    """Who reads only the first message sees at once that its text does not stand any more."""
    told.publish("wire", told.ferry("w1", f"{mark}: {told.FERRY}", people=15))
    await told.turn("wire")
    await told.deliver()
    (first,) = shown(told, told.desk)
    update = told.channels[told.desk].sent[-1].sections[0].stories[0]
    assert (first.kind, first.changes) == (kind, update.changes)
    assert first.title == told.FERRY
    assert told.channels[told.desk].edited[0][0].get("id") == told.channels[told.desk].sent[0].id


async def test_a_corrected_message_keeps_its_mark_when_copies_come(told):
    """Naming outlets does not take the mark away again."""
    told.publish("wire", told.ferry("w1", f"CORRECTED: {told.FERRY}", people=15))
    await told.turn("wire")
    await told.deliver()
    told.publish("post", told.ferry("p1", people=15))
    await told.turn("post")
    told.later(seconds=31)
    await told.deliver()
    first = shown(told, told.desk)[-1]
    assert (first.kind, first.also_in) == ("correction", ("Island Post",))


async def test_a_new_headline_alone_is_quiet(told):
    """A revision that changes no fact is stored and judged, and told to nobody."""
    told.publish("wire", told.ferry("w1", "Ferry aground off Kunashir, Kuril officials say"))
    report = await told.turn("wire")
    assert (report.entries, report.matched, report.alerts) == (1, 1, 0)
    *_, entry = await told.entries("wire")
    assert (entry.entry.revision, [one.relation for one in entry.versions]) == (1, ["new", "copy"])
    assert await told.edits() == []


async def test_a_seeded_entry_is_told_when_a_fact_changes(room):
    """Nobody had been told of it: its new version is an alert of its own."""
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    room.publish("wire", room.ferry("w1", people=15))
    await room.turn("wire")
    (desk,) = await room.alerts(room.desk)
    assert desk.kind == "new"
    assert "had not been told" in desk.reason


async def test_a_story_is_over_after_its_window(told):
    """The same words four days later are another event, not a copy."""
    told.later(days=4)
    told.publish("post", told.ferry("p1"))
    await told.turn("post")
    first, second = await told.alerts(told.desk)
    assert first.story_id != second.story_id
    assert second.kind == "new"


async def test_an_update_is_told_although_its_words_match_no_more(told):
    """The place was wrong, and with it goes the word that the desk waits for: it hears of it."""
    moved = told.ferry("w1", "Ship runs aground off Hokkaido")
    text = moved.text.replace("ferry", "ship").replace("Kunashir", "Hokkaido")
    told.publish("wire", replace(moved, text=text))
    report = await told.turn("wire")
    assert (report.matched, report.alerts) == (0, 3)
    *_, update = await told.alerts(told.sea)
    assert (update.kind, update.watchlists) == ("update", ("ferries",))
    assert update.message.thread


async def test_a_withdrawal_is_told_although_its_words_match_no_more(told):
    """A withdrawn text says little; whoever was told of it hears that it is gone."""
    text = "A ship with 12 passengers on board did not run aground, the coast guard said."
    told.publish("wire", told.item("w1", "WITHDRAWN: runs aground off", text))
    assert (await told.turn("wire")).matched == 0
    await told.deliver()
    withdrawn = told.channels[told.desk].sent[-1]
    assert withdrawn.sections[0].stories[0].kind == "withdrawal"
    assert shown(told, told.desk)[0].kind == "withdrawal"


async def test_what_matches_no_more_is_news_to_nobody(room):
    """A revision that meets no watchlist is told only to those who know its story."""
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    text = room.ferry("w1", people=15).text.replace("ferry", "ship").replace("Kunashir", "Rebun")
    room.publish("wire", room.item("w1", "Ship runs aground off Rebun", text))
    report = await room.turn("wire")
    assert (report.entries, report.matched, report.alerts) == (1, 0, 0)


async def test_a_withdrawal_in_quite_other_words_is_told(room):
    """Under a known guid, a text that only says that it is withdrawn reaches whoever was told."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    gone = replace(room.ferry("w1"), title="STORY WITHDRAWN", text="Please disregard the report.")
    room.publish("wire", gone)
    await room.turn("wire")
    first, update = await room.alerts(room.desk)
    assert (first.kind, update.kind) == ("new", "update")
    assert update.message.sections[0].stories[0].kind == "withdrawal"
