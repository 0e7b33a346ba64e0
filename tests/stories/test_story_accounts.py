"""What is told of a comparison, and which of two split stories an entry is nearer to."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.model.entry import Entry
from monitor.model.story import Version
from monitor.stories.account import accounts
from monitor.stories.apart import nearness, told_apart

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
WRECK = Entry(
    "wire",
    "1",
    "",
    "Trawler with 9 men aboard sinks off Iturup",
    "The trawler Albatros sank off Iturup on Monday with 9 men aboard, the harbour master said."
    " A helicopter lifted all of them from a raft. The cause is not known.",
    "en",
    "Wire",
    NOON,
)
OTHER = replace(
    WRECK, feed="post", source="Post", title="Bakers end their strike", text="Bread is back."
)


def version(number: int, entry: Entry, story: int) -> Version:
    return Version(number, number, story, entry, NOON)


def test_the_original_comes_first_then_what_is_most_alike() -> None:
    """Each account says how alike a text is, and what differs where that can be said."""
    changed = replace(WRECK, feed="post", text=WRECK.text.replace("9 men", "11 men"))
    candidates = [version(1, WRECK, 1), version(2, OTHER, 2), version(3, changed, 1)]
    entry = replace(WRECK, feed="radio")
    told = accounts(entry, candidates, parent=3)
    assert [one.version.id for one in told] == [3, 1, 2]
    assert told[0].differs
    assert (told[1].differs, told[1].likeness) == ((), 1.0)
    assert "Iturup" in told[1].same
    assert not told[2].compared


def test_only_a_handful_is_told() -> None:
    """However many texts were looked at, a person reads of a few."""
    candidates = [version(number, WRECK, 1) for number in range(1, 30)]
    assert len(accounts(WRECK, candidates, parent=None, most=4)) == 4


def test_a_cut_text_is_as_near_as_a_whole_one() -> None:
    """A dropped sentence does not make a text farther than one whose number differs."""
    cut = replace(WRECK, text=WRECK.text.rpartition(" The")[0])
    changed = replace(cut, text=cut.text.replace("9 men", "8 men"))
    assert nearness(cut, [WRECK]) == 1
    assert nearness(cut, [WRECK]) > nearness(cut, [changed]) > 0.9
    assert nearness(cut, []) == 0


def test_of_two_split_stories_the_nearer_one_stays() -> None:
    """The farther story is no candidate any more; others are not touched."""
    changed = replace(WRECK, text=WRECK.text.replace("9 men", "8 men"))
    versions = (version(1, WRECK, 1), version(2, changed, 2), version(3, OTHER, 3))
    entry = replace(WRECK, feed="radio")
    assert [one.story_id for one in told_apart(entry, versions, [(1, 2)])] == [1, 3]
    as_changed = replace(changed, feed="radio")
    assert [one.story_id for one in told_apart(as_changed, versions, [(1, 2)])] == [2, 3]


def test_an_entry_stays_in_the_story_it_was_put_into() -> None:
    """Where an entry's earlier version stands weighs more than its letters."""
    changed = replace(WRECK, text=WRECK.text.replace("9 men", "8 men"))
    versions = (version(1, WRECK, 1), version(2, changed, 2))
    assert [one.story_id for one in told_apart(WRECK, versions, [(1, 2)], own={2})] == [2]


def test_equally_near_stories_both_stay() -> None:
    """Where nothing tells the sides apart, the judgement has them both to choose from."""
    versions = (version(1, WRECK, 1), version(2, WRECK, 2))
    assert told_apart(WRECK, versions, [(1, 2)]) == versions
