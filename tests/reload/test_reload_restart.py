"""What was good outlives the service; what changed while it was down is told at its start."""

from dataclasses import replace

from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.destination import Destinations
from tests.reload.conftest import BROKEN, FEEDS, KURILS, OPS, Newsroom
from tests.versions import record


async def started(newsroom: Newsroom) -> None:
    """The service starts, says what there is to say, and stops."""
    reloader = newsroom.reloader()
    await reloader.begin()
    await reloader.stop()


async def test_the_first_start_tells_of_errors_only(newsroom: Newsroom) -> None:
    """Forty watchlists that come with a fresh installation are no news; a broken one is."""
    newsroom.write("broken.yaml", BROKEN)
    await started(newsroom)
    assert [(to, subject) for to, subject, _ in newsroom.said] == [
        (OPS, "broken.yaml has an error, nothing is told of it")
    ]
    newsroom.said.clear()
    await started(newsroom)
    assert newsroom.said == []


async def test_a_broken_file_has_its_last_good_version_after_a_restart(newsroom: Newsroom) -> None:
    """The version that was recorded stands in for the file, however often the service starts."""
    await started(newsroom)
    newsroom.write("kurils.yaml", BROKEN)
    newsroom.write("feeds.yaml", f"{FEEDS}- no address\n")
    for _ in range(2):
        await started(newsroom)
        assert newsroom.meets("Kuril") == ["kurils"]
        assert list(newsroom.desk.feeds) == ["a"]
    subject = "Kuril Islands: kurils.yaml has an error, its last good version stays in force"
    assert newsroom.heard("slack:#asia") == [subject]
    assert newsroom.heard(OPS) == ["Watchlists: 2 files with errors"]


async def test_a_watchlist_keeps_the_groups_of_its_time(newsroom: Newsroom) -> None:
    """Broken by terms.yaml, it comes back with the text and the groups that were good together."""
    newsroom.write("north/terms.yaml", "islands: [Iturup]\n")
    newsroom.write("north/seas.yaml", "match: ['@islands']\n")
    await started(newsroom)
    newsroom.write("north/terms.yaml", "islands: [Iturup, Shikotan]\n")
    await started(newsroom)
    newsroom.write("north/terms.yaml", "islands: ['(']\n")
    newsroom.write("north/seas.yaml", "match: ['@islands', '@more']\n")
    for _ in range(2):
        await started(newsroom)
        assert newsroom.meets("Shikotan") == ["seas"]


async def test_changes_made_while_the_service_was_down_are_told(newsroom: Newsroom) -> None:
    """As if it had been there: changed, deleted, new."""
    await started(newsroom)
    newsroom.write("kurils.yaml", KURILS.replace("- Kuril", "- Kuril\n  - Iturup"))
    newsroom.write("more.yaml", KURILS.replace("Kuril Islands", "More"))
    (newsroom.folder / "ferries.yaml").unlink()
    await started(newsroom)
    assert newsroom.heard("slack:#sea") == [
        "Watchlist Ferries: deleted: it is no longer looked for"
    ]
    assert newsroom.heard("slack:#asia") == ["Watchlists: 2 changes"]
    newsroom.said.clear()
    await started(newsroom)
    assert newsroom.said == []


async def test_groups_that_changed_while_the_service_was_down_are_told(newsroom: Newsroom) -> None:
    """The watchlist's own file is as it was; what it means is not."""
    newsroom.write("terms.yaml", "islands: [Iturup]\n")
    newsroom.write("seas.yaml", "title: Seas\nmatch: ['@islands']\nnotify: [{slack: '#asia'}]\n")
    await started(newsroom)
    newsroom.write("terms.yaml", "islands: [Iturup, Shikotan]\n")
    await started(newsroom)
    assert newsroom.heard("slack:#asia") == ["Watchlist Seas: in @islands: +1 term (Shikotan)"]


async def test_a_deleted_watchlist_does_not_come_back(newsroom: Newsroom) -> None:
    """A new file of its id that is broken has no last good version."""
    await started(newsroom)
    path = newsroom.folder / "kurils.yaml"
    path.unlink()
    await started(newsroom)
    newsroom.write("kurils.yaml", BROKEN)
    await started(newsroom)
    assert newsroom.meets("Kuril") == []
    assert newsroom.heard(OPS) == ["kurils.yaml has an error, nothing is told of it"]


async def test_an_emptied_list_of_feeds_is_no_list(newsroom: Newsroom) -> None:
    """A service that is killed while the file is being written starts with the feeds it had."""
    await started(newsroom)
    newsroom.write("feeds.yaml", "")
    await started(newsroom)
    assert list(newsroom.desk.feeds) == ["a"]


async def test_a_channel_that_is_gone_breaks_the_watchlists_that_name_it(
    newsroom: Newsroom,
) -> None:
    """No version of a watchlist is good whose destination is not in the settings any more."""
    newsroom.write("kurils.yaml", "match: [Kuril]\nnotify: [asia]\n")
    await started(newsroom)
    assert newsroom.meets("Kuril") == ["kurils"]
    newsroom.destinations = replace(Destinations())
    await started(newsroom)
    assert newsroom.meets("Kuril") == []
    assert newsroom.heard(OPS) == ["kurils.yaml has an error, nothing is told of it"]


async def test_every_version_is_kept_with_its_errors(newsroom: Newsroom) -> None:
    """The history says what was read when, and what was wrong with it; old versions go in time."""
    for text in (BROKEN, KURILS):
        await started(newsroom)
        newsroom.write("kurils.yaml", text)
    await started(newsroom)
    newest, broken, first = await WatchlistStore(newsroom.db).versions({"kurils"})
    assert (newest.text, broken.text, first.text) == (KURILS, BROKEN, KURILS)
    assert newest.problems == first.problems == ()
    assert broken.problems[0].startswith("line 3: unknown key")
    short = WatchlistStore(newsroom.db, kept=2)
    await record(short, "kurils", "match: [new]", newest.at)
    assert [one.text for one in await short.versions({"kurils"})] == ["match: [new]", KURILS]
