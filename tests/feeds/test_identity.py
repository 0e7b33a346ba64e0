"""Which entries are new, revised or unchanged."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.identity import canonical_link, entry_keys, fold_title, identify
from monitor.model.entry import Entry, KnownEntry, NewEntry, Revision, Unchanged

FERRY = Entry(
    feed="harbour",
    guid="g1",
    link="https://port.example/ferry?utm_source=rss",
    title="Ferry runs aground off the northern cape, 12 hurt",
    text="A ferry with forty people on board ran aground off the northern cape on Monday.",
)
CRANE = Entry(
    feed="harbour",
    guid="g2",
    link="https://port.example/crane",
    title="Crane drivers vote to strike over pay at container terminal",
    text="Members of the dockers' union backed a walkout from next week, officials said.",
)


def known(entry: Entry, number: int = 1, revision: int = 0) -> KnownEntry:
    """The entry as the store knows it, under the key it had when it came alone."""
    (key,) = entry_keys([entry])
    return KnownEntry(
        number, key, entry.guid, canonical_link(entry.link), entry.title, entry.text, revision
    )


def judge(entry: Entry, *stored: KnownEntry, listed: tuple[str, ...] = ()) -> object:
    """What an entry that came alone is to the stored ones."""
    return identify(entry, entry_keys([entry])[0], stored, listed)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("HTTP://Port.Example:80/a?utm_source=rss&id=2#top", "https://port.example/a?id=2"),
        ("https://port.example:443", "https://port.example/"),
        ("https://port.example:8443/a", "https://port.example:8443/a"),
        ("https://port.example/a?b=2&a=1&fbclid=x", "https://port.example/a?a=1&b=2"),
        ("https://port.example/a?page=2&item=", "https://port.example/a?item=&page=2"),
        ("mailto:desk@port.example", ""),
        ("", ""),
    ],
)
def test_canonical_link(link: str, expected: str) -> None:
    """What tells where a reader came from goes, what names the page stays."""
    assert canonical_link(link) == expected


@given(st.text() | st.from_regex(r"https?://[a-zA-Z.:\[\]@0-9]{1,12}/[ -~]{0,20}", fullmatch=True))
def test_canonical_link_is_stable(link: str) -> None:
    """Any text has a canonical link, and that is its own canonical link."""
    once = canonical_link(link)
    assert canonical_link(once) == once


def test_keys_fall_back_where_guids_are_missing_or_shared() -> None:
    """guid; else the canonical link; else a hash of what is told."""
    alone = replace(FERRY, guid="own")
    shared = [replace(CRANE, guid="same", link=f"https://port.example/{n}") for n in range(2)]
    bare = [Entry("harbour", "", "", "Fog", str(n)) for n in range(2)]
    keys = entry_keys([alone, *shared, *bare])
    assert keys[:3] == ("guid:own", "link:https://port.example/0", "link:https://port.example/1")
    assert keys[3].startswith("text:")
    assert len(set(keys)) == 5


def test_same_entry_again_is_unchanged() -> None:
    """Nothing new, nothing to tell."""
    assert judge(FERRY, known(CRANE, 2), known(FERRY)) == Unchanged(known(FERRY))


def test_edited_entry_is_a_revision() -> None:
    """A new number in the title makes a revision of the known entry."""
    edited = replace(FERRY, title=FERRY.title.replace("12", "15"))
    assert judge(edited, known(FERRY)) == Revision(edited, known(FERRY))


def test_new_headline_over_the_same_text_is_a_revision() -> None:
    """A rewritten headline alone makes no other entry."""
    edited = replace(FERRY, title="Dozens rescued after night of fear at sea")
    assert isinstance(judge(edited, known(FERRY)), Revision)


def test_changed_guid_does_not_tell_again() -> None:
    """Same page, near-same title: the same entry, whatever its guid is now."""
    moved = replace(FERRY, guid="g1#2", link="http://port.example/ferry?utm_source=app")
    assert judge(moved, known(FERRY)) == Unchanged(known(FERRY))
    edited = replace(moved, title=FERRY.title + ": update")
    assert isinstance(judge(edited, known(FERRY)), Revision)


def test_reused_guid_or_link_does_not_swallow_another_story() -> None:
    """Under a known guid or link, a very different title and text are a new entry of its own."""
    for other in (replace(CRANE, guid=FERRY.guid), replace(CRANE, guid="", link=FERRY.link)):
        stored = replace(FERRY, guid=other.guid)
        answer = judge(other, known(stored))
        assert isinstance(answer, NewEntry)
        assert answer.key != known(stored).key
        assert isinstance(judge(replace(CRANE, link=FERRY.link), known(FERRY)), NewEntry)


def test_reused_guid_goes_on_with_its_latest_story() -> None:
    """After a guid was reused, an edit belongs to the story that it is like."""
    second = replace(CRANE, guid=FERRY.guid, link=FERRY.link)
    stored = (known(FERRY), replace(known(second, 2), key="text:x"))
    edited = replace(second, title=second.title + ", unions say")
    assert judge(edited, *stored) == Revision(edited, stored[1])


def test_guid_shared_by_a_reading_names_nobody() -> None:
    """Where all entries of a reading have one guid, likeness alone does not make two the same."""
    first = replace(FERRY, guid="all", title="Tide table for Monday", text="High water at 6.")
    second = replace(first, title="Tide table for Tuesday", link="https://port.example/tue")
    keys = entry_keys([first, second])
    assert isinstance(identify(second, keys[1], [replace(known(first), key=keys[0])]), NewEntry)


def test_entries_listed_together_are_different() -> None:
    """Warnings that all link to one page are alike; while both are listed they are two."""
    north = replace(FERRY, guid="n", title="Flood warning: river north", text="Expected at noon.")
    south = replace(north, guid="s", title="Flood warning: river south")
    assert isinstance(judge(south, known(north), listed=("n", "s")), NewEntry)
    assert isinstance(judge(south, known(north), listed=("s",)), Revision)


def test_link_of_many_entries_needs_the_same_title() -> None:
    """A link that several entries carry names no entry: only the same title under it does."""
    north = replace(FERRY, guid="n", title="Flood warning: river north", text="Expected at noon.")
    south = replace(north, guid="s", title="Flood warning: river south")
    third = replace(north, guid="t", title="Flood warning: river sound")
    assert isinstance(judge(third, known(north), known(south, 2)), NewEntry)
    again = replace(third, title=north.title.upper())
    assert judge(again, known(north), known(south, 2)) == Revision(again, known(north))


def test_same_title_elsewhere_is_another_entry() -> None:
    """A daily headline under its own guid and link is new each day."""
    today = Entry("harbour", "1", "https://port.example/1", "Harbour at noon", "Quiet.")
    later = replace(today, guid="2", link="https://port.example/2")
    assert isinstance(judge(later, known(today)), NewEntry)


def test_without_guid_and_link_the_title_is_the_entry() -> None:
    """Nothing but words: the same title with a like text is a revision, with another text new."""
    bare = replace(FERRY, guid="", link="")
    longer = replace(bare, text=bare.text + " Nobody was hurt.")
    assert isinstance(judge(longer, known(bare)), Revision)
    assert isinstance(judge(replace(bare, text=CRANE.text), known(bare)), NewEntry)


def test_latest_version_of_a_known_entry_counts() -> None:
    """Given an entry twice, before and after a revision, the later one is compared."""
    edited = replace(FERRY, title=FERRY.title.replace("12", "15"))
    before, after = known(FERRY), known(edited, revision=1)
    assert judge(edited, before, after) == Unchanged(after)
    assert judge(FERRY, after, before) == Revision(FERRY, after)


def test_text_cut_short_is_the_same() -> None:
    """A feed that switches from full text to a teaser has not written another story."""
    full = replace(FERRY, text=(FERRY.text + " ") * 8)
    teaser = replace(full, title="Night rescue", text=full.text[:160])
    assert isinstance(judge(teaser, known(full)), Revision)


WORDS = st.sampled_from(["", "ferry", "ferry aground", "crane strike", "Crane  strike", "fog"])
ENTRIES = st.builds(
    Entry,
    feed=st.just("harbour"),
    guid=st.sampled_from(["", "g", "h"]),
    link=st.sampled_from(["", "https://port.example/a", "http://port.example/b?utm_id=1"]),
    title=WORDS,
    text=WORDS,
)


def test_a_bare_text_is_known_again_under_a_spare_key() -> None:
    """A text without guid, link and title, whose key an entry has that tells otherwise by now."""
    bare = Entry(feed="harbour", guid="", link="", title="", text="Ferry aground.")
    revised = replace(known(bare), title="Ferry", text="Another text.", key=entry_keys([bare])[0])
    first = judge(bare, revised)
    assert isinstance(first, NewEntry)
    stored = replace(known(bare, 2), key=first.key)
    assert isinstance(judge(bare, revised, stored), Unchanged)


@given(st.lists(ENTRIES, max_size=6))
def test_keys_are_shared_only_by_twins(entries: list[Entry]) -> None:
    """Two entries of one reading have the same key only when they tell the same."""
    told: dict[str, tuple[str, str]] = {}
    for entry, key in zip(entries, entry_keys(entries), strict=True):
        assert told.setdefault(key, (entry.title, entry.text)) == (entry.title, entry.text)


@given(st.lists(st.lists(ENTRIES, max_size=4), max_size=5))
def test_reading_after_reading(readings: list[list[Entry]]) -> None:
    """Keys stay unique, the order of the known entries never matters, and what was just stored
    is unchanged when it comes again alone."""
    stored: dict[int, KnownEntry] = {}
    for entries in readings:
        for entry, key in zip(entries, entry_keys(entries), strict=True):
            answer = identify(entry, key, stored.values())
            assert identify(entry, key, list(stored.values())[::-1]) == answer
            number = len(stored) + 1
            match answer:
                case NewEntry(key=free):
                    assert free not in {one.key for one in stored.values()}
                    stored[number] = replace(known(entry, number), key=free)
                case Revision(known=before):
                    latest = known(entry, before.id, before.revision + 1)
                    stored[before.id] = replace(latest, key=before.key)
                case Unchanged(known=before):
                    stored[before.id] = replace(known(entry, before.id), key=before.key)
            again = identify(entry, key, stored.values())
            assert isinstance(again, Unchanged)


def test_folded_titles() -> None:
    """Capitals and white space don't count."""
    assert fold_title("  Ferry\n AGROUND ") == "ferry aground"
