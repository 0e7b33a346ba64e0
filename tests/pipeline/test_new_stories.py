"""What a new entry makes: one alert a destination, a recorded decision, a message."""

import asyncio


async def test_one_alert_a_destination_names_every_watchlist(room):
    """An entry that two watchlists meet is one message where both send, and names them both."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    report = await room.turn("wire")
    assert (report.matched, report.alerts) == (1, 3)
    (desk,) = await room.alerts(room.desk)
    (sea,) = await room.alerts(room.sea)
    assert desk.watchlists == ("ferries", "kurils")
    assert sea.watchlists == ("ferries",)
    (told,) = desk.message.sections[0].stories
    assert told.watchlists == ("Ferries", "Kurils")
    assert set(told.terms) == {"ferry", "Kuril", "Kunashir"}
    assert told.source == "Harbour Wire"
    assert desk.priority == "high"


async def test_messages_go_out_at_once_or_wait_for_their_digest(room):
    """Alerts of a digest stay out of the outbox until its slot."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    await room.deliver()
    sent = {name: [one.subject for one in it.sent] for name, it in room.channels.items()}
    assert sent == {room.desk: [room.FERRY], room.sea: [room.FERRY], room.mail: []}
    (waiting,) = await room.alerts(room.mail)
    assert waiting.told_at is None


async def test_what_matches_nothing_leaves_no_trace_but_itself(room):
    """An entry without a match is stored, and neither judged, decided nor told."""
    await room.opened("wire")
    room.publish("wire", room.item("w1", "Opera house names a director", "She starts in May."))
    report = await room.turn("wire")
    assert (report.entries, report.matched, report.alerts) == (1, 0, 0)
    assert await room.decisions() == []
    *_, opera = await room.entries("wire")
    assert (opera.matches, opera.versions, opera.alerts) == ((), (), ())


async def test_an_unchanged_feed_is_told_once(room):
    """The same items in other bytes bring nothing, however often they come."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    for page in ("?a", "?b"):
        room.publish("wire", room.ferry("w1", link=f"https://news.example/w1{page}"))
        assert (await room.turn("wire")).entries == 0
    assert len(await room.alerts(room.desk)) == 1


async def test_items_that_were_read_are_not_parsed_again(room):
    """A second reading gives the parser what is new, and nothing else."""
    await room.opened("wire")
    museum = room.museum("w1")
    room.publish("wire", museum)
    await room.turn("wire")
    room.publish("wire", room.ferry("w2"), museum)
    await room.turn("wire")
    assert [entry.title for entry in room.readings[-1].entries] == [room.FERRY]


async def test_entries_of_one_turn_are_told_oldest_first(room):
    """A feed lists its newest entry first; the desk reads in the order of events."""
    await room.opened("wire")
    room.publish("wire", room.museum("w2", hours=1), room.ferry("w1", hours=2))
    await room.turn("wire")
    await room.deliver()
    assert [one.subject for one in room.channels[room.desk].sent] == [
        room.FERRY,
        "Whaling museum on Kunashir closes",
    ]


async def test_a_copy_within_one_turn_is_one_alert(room):
    """Two items of one document that carry the same text are one story."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w2", f"{room.FERRY} - agency"), room.ferry("w1"))
    report = await room.turn("wire")
    assert (report.matched, report.alerts) == (2, 3)
    assert len(await room.alerts(room.desk)) == 1


async def test_two_feeds_turns_at_once_make_one_story(room):
    """One text in two feeds whose turns run together: one alert, and the other a copy of it."""
    await room.opened()
    room.publish("wire", room.ferry("w1"))
    room.publish("post", room.ferry("p1"))
    room.later(minutes=10)
    turns = [await room.lease(feed) for feed in ("wire", "post")]
    reports = await asyncio.gather(*map(room.take, turns))
    assert sorted(report.alerts for report in reports) == [0, 3]
    assert len({one.story_id for one in await room.alerts()}) == 1
    judged = [(await room.entries(feed))[-1].versions[0] for feed in ("wire", "post")]
    assert sorted(one.relation for one in judged) == ["copy", "new"]
    assert len({one.story_id for one in judged}) == 1


async def test_every_match_of_a_turn_can_be_explained(room):
    """Matches, judgement, decisions and alerts of an entry stand together in the store."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    await room.turn("wire")
    *_, ferry = await room.entries("wire")
    assert [one.match.watchlist for one in ferry.matches] == ["ferries", "kurils"]
    assert [one.why for one in ferry.versions] == ["new: no earlier text like it"]
    assert [one.kind for one in ferry.decisions] == ["new", "new", "new"]
    assert {one.alert_id for one in ferry.decisions} == {one.id for one in ferry.alerts}
