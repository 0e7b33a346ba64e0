"""What holds of every text: itself, cut, dressed, changed by a digit, in either order.

The examples are always the same ones: the slow run over the mutations of every text looks for new
ones, and what it finds belongs here by name.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.mutations.facts import mutants
from benchmarks.stories import entry_of
from benchmarks.stories_mutations import SHORTEST, corpus
from monitor.model.entry import Entry
from monitor.model.story import Relation, StoryLink, Version
from monitor.stories.relate import relate

LATER = timedelta(minutes=30)
TEXTS = [
    (replace(entry_of(item), guid="1", link=""), lang)
    for item, lang in corpus(None)
    if len(entry_of(item).text) >= SHORTEST
]
BOILERPLATE = ("\nRead more", "\nПодписывайтесь на наш канал", "\n無断転載を禁じます", " (Reuters)")
stories = st.sampled_from(TEXTS)


def judge(entry: Entry, earlier: Sequence[Entry]) -> StoryLink:
    """Judge an entry against texts of half an hour before."""
    now = entry.published or datetime(2026, 1, 1, tzinfo=UTC)
    seen = [Version(n, n, n, one, now - LATER) for n, one in enumerate(earlier, 1)]
    return relate(entry, seen, now=now, window=timedelta(hours=72))


def again(entry: Entry, *, own: bool, title: str | None = None, text: str | None = None) -> Entry:
    """The entry as its own feed or another outlet runs it half an hour later."""
    assert entry.published is not None
    return replace(
        entry,
        feed=entry.feed if own else "another",
        guid="2",
        title=entry.title if title is None else title,
        text=entry.text if text is None else text,
        published=entry.published + LATER,
    )


@settings(max_examples=80, deadline=None, derandomize=True)
@given(stories, st.booleans())
def test_a_text_is_a_copy_of_itself(story: tuple[Entry, str], own: bool) -> None:
    """Whoever sends it again."""
    entry, _ = story
    assert judge(again(entry, own=own), [entry]).relation is Relation.COPY


@settings(max_examples=120, deadline=None, derandomize=True)
@given(stories, st.floats(0.35, 1.0), st.sampled_from(["", "…", "...", " [...]"]), st.booleans())
def test_cutting_never_makes_an_update(
    story: tuple[Entry, str], share: float, end: str, own: bool
) -> None:
    """Wherever a feed breaks the text off."""
    entry, _ = story
    cut = entry.text[: int(len(entry.text) * share)].rstrip() + end
    assert judge(again(entry, own=own, text=cut), [entry]).relation is not Relation.UPDATE


@settings(max_examples=80, deadline=None, derandomize=True)
@given(stories, st.sampled_from(BOILERPLATE), st.booleans())
def test_boilerplate_never_makes_an_update(story: tuple[Entry, str], foot: str, own: bool) -> None:
    """What an outlet puts under every text."""
    entry, _ = story
    dressed = again(entry, own=own, text=entry.text + foot)
    assert judge(dressed, [entry]).relation is Relation.COPY


@settings(max_examples=80, deadline=None, derandomize=True)
@given(stories, st.sampled_from([str.upper, str.lower, str.title]), st.booleans())
def test_a_headlines_case_never_makes_an_update(
    story: tuple[Entry, str], case: object, own: bool
) -> None:
    """CAPITALS and Headline Case are an outlet's habit."""
    entry, _ = story
    assert callable(case)
    dressed = again(entry, own=own, title=case(entry.title))
    assert judge(dressed, [entry]).relation is Relation.COPY


@settings(max_examples=150, deadline=None, derandomize=True)
@given(stories, st.integers(0, 10_000), st.booleans())
def test_another_digit_never_makes_a_copy(story: tuple[Entry, str], seed: int, own: bool) -> None:
    """One digit of a figure that the text reports."""
    entry, lang = story
    changed = dict(mutants((entry.title, entry.text), lang, seed)).get("number")
    assume(changed is not None)
    assert changed is not None
    other = again(entry, own=own, title=changed[0], text=changed[1])
    assert judge(other, [entry]).relation is not Relation.COPY


@settings(max_examples=60, deadline=None, derandomize=True)
@given(stories, st.floats(0.5, 1.0))
def test_the_order_of_two_copies_does_not_matter(story: tuple[Entry, str], share: float) -> None:
    """Of two outlets' texts, one cut short, either may come first: they are one story."""
    entry, _ = story
    assert entry.published is not None
    short = again(entry, own=False, text=entry.text[: int(len(entry.text) * share)])
    whole = replace(entry, published=entry.published + 2 * LATER)
    assert judge(short, [entry]).relation is not Relation.NEW
    assert judge(whole, [replace(short, published=entry.published)]).relation is not Relation.NEW


@pytest.mark.parametrize("own", [True, False])
def test_every_text_of_the_project_is_a_copy_of_itself(own: bool) -> None:
    """All of them, not a sample."""
    wrong = [e.title for e, _ in TEXTS if judge(again(e, own=own), [e]).relation != "copy"]
    assert wrong == []


def test_a_year_is_not_rounded_to_a_figure_of_the_text() -> None:
    """ "2050" for "2000" is a change, though the text has two thousand letters, too."""
    text = (
        "Critic Lena Orbach gave two thousand letters to the Tarsk library on Monday. Sorting them "
        "will take years, its head Pavel Rusk said. Some must not be opened until {}."
    )
    title, day = "Critic leaves letters to library", datetime(2026, 3, 2, tzinfo=UTC)
    first, later = (
        Entry(feed, feed, "", title, text.format(year), published=day)
        for feed, year in (("one", 2050), ("two", 2000))
    )
    assert judge(later, [first]).relation is Relation.UPDATE
