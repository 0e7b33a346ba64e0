"""Groups of terms that change, break and are mended under the watchlists that use them."""

import pytest

from tests.reload.conftest import OPS, Newsroom

TERMS = "islands: [Iturup, Shikotan]\nboats: [ferry, boat]\n"
USES = "title: Islands\nmatch: ['@islands']\nnotify: [{slack: '#asia'}]\n"


@pytest.fixture
def newsroom_with_terms(newsroom: Newsroom) -> Newsroom:
    newsroom.write("terms.yaml", TERMS)
    newsroom.write("islands.yaml", USES)
    newsroom.write("boats.yaml", "title: Boats\nmatch: ['@boats']\nnotify: [{slack: '#sea'}]\n")
    return newsroom


async def test_a_changed_group_changes_the_watchlists_that_use_it(
    newsroom_with_terms: Newsroom,
) -> None:
    """Only those are told, with what changed in the group."""
    newsroom = newsroom_with_terms
    reloader = await newsroom.begun()
    newsroom.write("terms.yaml", TERMS.replace("Shikotan", "Kunashir"))
    await newsroom.reload(reloader)
    assert newsroom.meets("Kunashir") == ["islands"]
    assert [(to, subject) for to, subject, _ in newsroom.said] == [
        ("slack:#asia", "Watchlist Islands: in @islands: +1 term (Kunashir), −1 term (Shikotan)")
    ]


@pytest.mark.parametrize(
    "broken",
    [TERMS.replace("[Iturup, Shikotan]", "['(Iturup']"), "islands: [Iturup\n", "boats: [boat]\n"],
    ids=["one group", "the file", "a group that is gone"],
)
async def test_a_broken_terms_file_keeps_what_uses_it(
    newsroom_with_terms: Newsroom, broken: str
) -> None:
    """The watchlist goes on with the group as it was, and is mended with the group."""
    newsroom = newsroom_with_terms
    reloader = await newsroom.begun()
    newsroom.write("terms.yaml", broken)
    await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == newsroom.meets("Shikotan") == ["islands"]
    assert newsroom.meets("boat") == ["boats"]
    assert newsroom.heard("slack:#asia") == [
        "Islands: islands.yaml has an error, its last good version stays in force"
    ]
    assert len(newsroom.heard(OPS)) == 1
    newsroom.write("terms.yaml", TERMS)
    await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["islands"]
    assert newsroom.heard("slack:#asia")[1:] == [
        "Islands: the error is mended, the file is in force"
    ]


async def test_two_versions_of_a_group_can_be_in_force(newsroom_with_terms: Newsroom) -> None:
    """A broken watchlist keeps the group as it was; the others get it as it is."""
    newsroom = newsroom_with_terms
    newsroom.write("others.yaml", USES)
    reloader = await newsroom.begun()
    newsroom.write("islands.yaml", "match: ['@islands', '(']\n")
    newsroom.write("terms.yaml", TERMS.replace("Shikotan", "Kunashir"))
    await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["islands", "others"]
    assert newsroom.meets("Shikotan") == ["islands"]
    assert newsroom.meets("Kunashir") == ["others"]
    newsroom.write("islands.yaml", USES)
    await newsroom.reload(reloader)
    assert newsroom.meets("Kunashir") == ["islands", "others"]
    assert newsroom.meets("Shikotan") == []


async def test_the_groups_of_a_folder_go_before_those_above(newsroom_with_terms: Newsroom) -> None:
    """A terms.yaml that appears in a sub-folder changes the watchlists there, and no others."""
    newsroom = newsroom_with_terms
    newsroom.write("north/seas.yaml", USES)
    reloader = await newsroom.begun()
    newsroom.write("north/terms.yaml", "islands: [Paramushir]\n")
    await newsroom.reload(reloader)
    assert newsroom.meets("Paramushir") == ["seas"]
    assert newsroom.meets("Iturup") == ["islands"]
    (newsroom.folder / "north/terms.yaml").unlink()
    await newsroom.reload(reloader)
    assert newsroom.meets("Iturup") == ["islands", "seas"]
