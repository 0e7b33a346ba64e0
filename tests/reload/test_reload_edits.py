"""A saved file is in force or refused, whatever way it was saved; what was good stays."""

import os
from pathlib import Path

from monitor.store.database import StoreError
from monitor.store.watchlists import WatchlistStore
from monitor.workers.reloader import Patience
from tests.reload.conftest import BROKEN, FEEDS, KURILS, OPS, Newsroom, pauses

MORE = KURILS.replace("  - Kuril\n", "  - Kuril\n  - Iturup\n  - Shikotan\n")

SAVED = "The watchlist's file has changed; the news monitor goes by it from now on."


async def test_a_saved_change_is_in_force_and_told(newsroom: Newsroom) -> None:
    """Two terms more match at once, and the watchlist's channel hears what changed."""
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    assert await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["kurils"]
    assert newsroom.said == [
        ("slack:#asia", "Watchlist Kuril Islands: +2 terms (Iturup, Shikotan)", SAVED)
    ]
    assert not await newsroom.reload(reloader)


async def test_a_turn_under_way_keeps_the_matcher_that_it_began_with(newsroom: Newsroom) -> None:
    """Nothing that is in use is changed: another desk takes its place."""
    reloader = await newsroom.begun()
    before = newsroom.desk
    newsroom.write("kurils.yaml", KURILS.replace("Kuril\n", "Iturup\n"))
    await newsroom.reload(reloader)
    assert newsroom.meets("Kuril") == []
    newsroom.put.append(before)
    assert newsroom.meets("Kuril") == ["kurils"]


async def test_a_file_saved_without_a_change_says_nothing(newsroom: Newsroom) -> None:
    """Other bytes of the same meaning are recorded, and nobody is bothered."""
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", KURILS)
    assert not await newsroom.reload(reloader)
    newsroom.write("kurils.yaml", f"# the islands\n{KURILS}")
    assert await newsroom.reload(reloader)
    assert newsroom.said == []
    assert await WatchlistStore(newsroom.db).latest_good("kurils") == f"# the islands\n{KURILS}"


async def test_a_half_written_file_is_never_read(newsroom: Newsroom) -> None:
    """A file that is cut, then written in pieces, goes from the old version to the new one."""
    path = newsroom.folder / "kurils.yaml"
    pieces = (MORE[:20], MORE[:45], MORE[: MORE.index("Shiko")], MORE)
    reloader = await newsroom.begun(
        pause=pauses(*(lambda text=text: path.write_text(text) for text in pieces))
    )
    path.write_text("")
    assert await newsroom.reload(reloader)
    assert [sorted(desk.in_force.subscriptions) for desk in newsroom.put] == [
        ["ferries", "kurils"]
    ] * 2
    assert newsroom.heard("slack:#asia") == ["Watchlist Kuril Islands: +2 terms (Iturup, Shikotan)"]
    assert newsroom.heard(OPS) == []


async def test_a_file_that_ends_in_the_middle_of_a_line_gets_more_time(newsroom: Newsroom) -> None:
    """What looks half written is waited for longer, and taken all the same in the end."""
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    reloader = await newsroom.begun(pause=pause)
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    whole, patience = sum(waited), Patience()
    assert patience.quiet <= whole < patience.half_done
    waited.clear()
    newsroom.write("ferries.yaml", "title: Ferries\nmatch: [ferry, boat]")
    await newsroom.reload(reloader)
    assert patience.half_done <= sum(waited) < 2 * patience.half_done
    assert newsroom.meets("boat") == ["ferries"]


async def test_a_file_that_comes_back_at_once_was_not_deleted(newsroom: Newsroom) -> None:
    """Editors delete and write anew: the watchlist is never out of force."""
    path = newsroom.folder / "kurils.yaml"
    reloader = await newsroom.begun(pause=pauses(lambda: None, lambda: path.write_text(MORE)))
    path.unlink()
    assert await newsroom.reload(reloader)
    assert all("kurils" in desk.in_force.subscriptions for desk in newsroom.put)
    assert newsroom.heard("slack:#asia") == ["Watchlist Kuril Islands: +2 terms (Iturup, Shikotan)"]


async def test_a_deleted_file_is_out_of_force_and_that_is_said(newsroom: Newsroom) -> None:
    """Its channel hears that the watchlist is gone; the neighbour goes on."""
    reloader = await newsroom.begun()
    (newsroom.folder / "kurils.yaml").unlink()
    assert await newsroom.reload(reloader)
    assert (newsroom.meets("Kuril"), newsroom.meets("ferry")) == ([], ["ferries"])
    assert newsroom.said == [
        ("slack:#asia", "Watchlist Kuril Islands: deleted: it is no longer looked for", SAVED)
    ]
    (version, *_) = await WatchlistStore(newsroom.db).versions({"kurils"})
    assert version.deleted


async def test_a_renamed_file_is_one_change(newsroom: Newsroom) -> None:
    """Neither deleted nor new: the same watchlist under another id."""
    reloader = await newsroom.begun()
    (newsroom.folder / "kurils.yaml").rename(newsroom.folder / "islands.yaml")
    await newsroom.reload(reloader)
    assert newsroom.meets("Kuril") == ["islands"]
    assert newsroom.heard("slack:#asia") == [
        "Watchlist Kuril Islands: its file is now islands.yaml, was kurils.yaml"
    ]


async def test_a_broken_file_keeps_its_last_good_version(newsroom: Newsroom) -> None:
    """The error is told once to ops and to the watchlist's channel, and so is its end."""
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", BROKEN)
    assert await newsroom.reload(reloader)
    assert newsroom.meets("Kuril") == ["kurils"]
    subject = "Kuril Islands: kurils.yaml has an error, its last good version stays in force"
    assert newsroom.heard(OPS) == newsroom.heard("slack:#asia") == [subject]
    assert "kurils.yaml:3:3: error" in newsroom.said[0][2]
    newsroom.write("kurils.yaml", f"{BROKEN}# still\n")
    await newsroom.reload(reloader)
    assert len(newsroom.said) == 2
    newsroom.write("kurils.yaml", KURILS)
    await newsroom.reload(reloader)
    mended = "Kuril Islands: the error is mended, the file is in force"
    assert newsroom.heard(OPS)[1:] == newsroom.heard("slack:#asia")[1:] == [mended]


async def test_mending_with_a_change_tells_the_change(newsroom: Newsroom) -> None:
    """What counts is the difference from what was in force."""
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", BROKEN)
    await newsroom.reload(reloader)
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    assert newsroom.heard("slack:#asia")[1:] == [
        "Watchlist Kuril Islands: +2 terms (Iturup, Shikotan)"
    ]


async def test_a_new_file_with_an_error_is_told_and_not_in_force(newsroom: Newsroom) -> None:
    """Where there is no last good version nothing stands in for it."""
    reloader = await newsroom.begun()
    newsroom.write("new.yaml", "match: ['a (b']\n")
    await newsroom.reload(reloader)
    assert newsroom.heard(OPS) == ["new.yaml has an error, nothing is told of it"]
    assert "new" not in newsroom.desk.in_force.subscriptions


async def test_a_second_file_of_the_same_id_is_refused(newsroom: Newsroom) -> None:
    """The first stays in force, and takes over again nothing when the second one goes."""
    reloader = await newsroom.begun()
    newsroom.write("north/kurils.yaml", MORE)
    await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == []
    (heard,) = newsroom.heard(OPS)
    assert heard.endswith("north/kurils.yaml has an error, kurils.yaml of the same id is in force")
    (newsroom.folder / "kurils.yaml").unlink()
    await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["kurils"]


async def test_forty_files_at_once_are_one_change(newsroom: Newsroom) -> None:
    """A git checkout is put in force as a whole, and each destination hears one message."""
    reloader = await newsroom.begun()
    for number in range(40):
        newsroom.write(f"list-{number}.yaml", KURILS.replace("- Kuril", f"- zebra{number}"))
    newsroom.write("ferries.yaml", "title: Ferries\n")
    assert await newsroom.reload(reloader)
    assert len(newsroom.put) == 2
    assert newsroom.meets("zebra39") == ["list-39"]
    assert newsroom.heard("slack:#asia") == ["Watchlists: 40 changes"]
    (body,) = [body for to, _, body in newsroom.said if to == "slack:#asia"]
    assert body.splitlines()[0] == "• Watchlist Kuril Islands: new"
    assert newsroom.heard(OPS) == newsroom.heard("slack:#sea")


async def test_a_file_that_never_rests_holds_nobody_up_for_long(newsroom: Newsroom) -> None:
    """After some seconds what is there is taken."""
    path = newsroom.folder / "restless.yaml"
    count = iter(range(10_000))

    async def pause(_: float) -> None:
        path.write_text(f"# {next(count)}\n{MORE}")

    reloader = await newsroom.begun(pause=pause)
    newsroom.write("kurils.yaml", MORE)
    assert await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["kurils", "restless"]


async def test_a_folder_that_is_gone_or_empty_changes_nothing(newsroom: Newsroom) -> None:
    """A disk that is not mounted is no wish to watch for nothing; it is told once."""
    reloader = await newsroom.begun()
    away = newsroom.folder.rename(newsroom.folder.with_name("away"))
    assert not await newsroom.reload(reloader)
    newsroom.folder.mkdir()
    assert not await newsroom.reload(reloader)
    assert newsroom.meets("Kuril") == ["kurils"]
    (heard,) = newsroom.heard(OPS)
    assert "can't be read" in heard
    newsroom.folder.rmdir()
    away.rename(newsroom.folder)
    newsroom.write("kurils.yaml", MORE)
    assert await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["kurils"]


async def test_a_broken_list_of_feeds_keeps_the_last_good_one(newsroom: Newsroom) -> None:
    """One bad address, or an empty file, takes no feed away; a good list is in force at once."""
    reloader = await newsroom.begun()
    for text in (f"{FEEDS}- no address\n", "", "\n\n"):
        newsroom.write("feeds.yaml", text)
        await newsroom.reload(reloader)
        assert list(newsroom.desk.feeds) == ["a"]
    stays = "feeds.yaml has an error, the last good list stays in force"
    assert newsroom.heard(OPS) == [stays, stays]
    newsroom.write("feeds.yaml", f"{FEEDS}- https://b.example/rss\n")
    await newsroom.reload(reloader)
    assert len(newsroom.desk.feeds) == 2
    newsroom.write("feeds.yaml", "[]\n")
    await newsroom.reload(reloader)
    assert newsroom.desk.feeds == {}


async def test_an_included_opml_file_is_followed_too(newsroom: Newsroom) -> None:
    """Another program writes it: its feeds come and go with it."""
    outline = '<outline xmlUrl="https://{}.example/rss"/>'
    opml = "<opml version='2.0'><body>{}</body></opml>\n"
    newsroom.write("more.opml", opml.format(outline.format("b")))
    newsroom.write("feeds.yaml", "include: more.opml\n")
    reloader = await newsroom.begun()
    newsroom.write("more.opml", opml.format(outline.format("b") + outline.format("c")))
    await newsroom.reload(reloader)
    assert sorted(feed.url for feed in newsroom.desk.feeds.values()) == [
        "https://b.example/rss",
        "https://c.example/rss",
    ]


async def test_everything_is_read_again_when_asked_for(newsroom: Newsroom) -> None:
    """A change that leaves time and size of a file as they were is found on request."""
    reloader = await newsroom.begun()
    path = newsroom.folder / "kurils.yaml"
    stat = path.stat()
    path.write_text(KURILS.replace("- Kuril", "- Zebra"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not await newsroom.reload(reloader)
    reloader.wake(everything=True)
    assert await newsroom.reload(reloader)
    assert newsroom.meets("Zebra") == ["kurils"]
    assert newsroom.heard("slack:#asia") == [
        "Watchlist Kuril Islands: +1 term (Zebra), −1 term (Kuril)"
    ]


async def test_changed_settings_need_a_restart(newsroom: Newsroom, tmp_path: Path) -> None:
    """That is said once for each time they are saved."""
    config = tmp_path / "monitor.yaml"
    config.write_text("timezone: UTC\n")
    reloader = await newsroom.begun(config=config)
    for text in ("timezone: UTC\n", "timezone: Asia/Tokyo\n"):
        config.write_text(text)
        await reloader.tick()
        await reloader.tick()
    await reloader.drain()
    assert newsroom.heard(OPS) == [
        "monitor.yaml has changed: restart the service to put it in force"
    ]


async def test_what_could_not_be_put_in_force_is_tried_again(newsroom: Newsroom) -> None:
    """A locked database delays a change; it doesn't lose it, and nothing is said that is not so."""
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    newsroom.fails = StoreError("the database is locked")
    reloader.start()
    await newsroom.until(lambda: newsroom.fails is None)
    assert newsroom.meets("Iturup") == []
    await reloader.tick()
    await newsroom.until(lambda: newsroom.heard("slack:#asia") != [])
    assert newsroom.meets("Iturup") == ["kurils"]
    await reloader.stop()
