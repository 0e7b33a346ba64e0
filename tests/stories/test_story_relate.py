"""New, copy or update."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.model.entry import Entry
from monitor.model.story import Mark, Relation, StoryLink, Version
from monitor.stories.relate import relate

NOW = datetime(2024, 3, 6, 12, tzinfo=UTC)
WINDOW = timedelta(hours=72)
FERRY = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="Ferry with 240 aboard runs aground off Gotland",
    text=(
        "A passenger ferry carrying 240 people ran aground on rocks off the Swedish island of "
        "Gotland early on Wednesday, the coast guard said. Nobody was hurt and the vessel was not "
        "taking on water. Divers were to inspect the hull at 3 p.m. before it is towed to Visby."
    ),
    published=NOW - timedelta(hours=1),
)
TALKS = replace(
    FERRY,
    guid="2",
    title="Envoys to meet in Geneva on March 14-15",
    text=(
        "Special envoys Lena Orbach of Karsia and Pavel Rusk of Volmark will hold talks on "
        "prisoners in Geneva on March 14-15, the Swiss Foreign Ministry said on Wednesday. They "
        "last met in October. Mediators expect no breakthrough."
    ),
)
QUAKE = replace(
    FERRY,
    guid="3",
    title="地震　石狩で震度４",
    text="６日午前５時20分ごろ、石狩地方で震度４を観測する地震があった。津波の心配はない。"
    "震源の深さは約30キロ、マグニチュードは4.8と推定される。けが人の情報はない。",
)
FIRE = replace(
    FERRY,
    guid="4",
    title="Пожар на складе в Тарске потушен",
    text="Пожар на складе красок в Тарске потушен на площади 1200 квадратных метров, сообщили в "
    "МЧС в среду. Пострадали четыре человека. Причину возгорания не назвали.",
)
STORIES = (FERRY, TALKS, QUAKE, FIRE)


def version(entry: Entry, number: int = 1, story: int = 1, hours: float = 1) -> Version:
    return Version(number, number, story, entry, NOW - timedelta(hours=hours))


def judge(entry: Entry, *earlier: Entry) -> StoryLink:
    seen = [version(one, number) for number, one in enumerate(earlier, 1)]
    return relate(entry, seen, now=NOW, window=WINDOW)


def elsewhere(entry: Entry, title: str = "", text: str | None = None) -> Entry:
    """The entry as another outlet runs it."""
    return replace(
        entry,
        feed="paper",
        guid="p",
        link="https://paper.example/p",
        title=title or entry.title,
        text=entry.text if text is None else text,
    )


def test_the_first_of_its_kind_is_new() -> None:
    """Without a candidate, or with another text, a story begins."""
    assert judge(FERRY).relation is Relation.NEW
    assert judge(FERRY, TALKS).relation is Relation.NEW
    assert judge(FERRY, TALKS).parent is None


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title[:8])
def test_a_text_is_a_copy_of_itself(story: Entry) -> None:
    """From whatever outlet, with the earlier text as its parent and the figures in its reason."""
    link = judge(elsewhere(story), story)
    assert link.relation is Relation.COPY
    assert link.parent == version(story)
    assert "100% of its words stand there, no fact differs" in link.why


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STORIES), st.integers(12, 400), st.sampled_from(["", "…", "...", " [...]"]))
def test_cutting_a_text_never_makes_an_update(story: Entry, length: int, end: str) -> None:
    """Wherever a feed breaks a text off, in a word, a number or a negation."""
    assume(length < len(story.text))
    cut = elsewhere(story, text=story.text[:length].rstrip() + end)
    assert judge(cut, story).relation is Relation.COPY


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(STORIES),
    st.sampled_from([str.upper, str.lower, str.title, str]),
    st.sampled_from(["UPDATE 1-", "RPT-", "URGENT: ", ""]),
    st.sampled_from([" - Reuters", " | The Evening Post", " (AP)", ""]),
    st.sampled_from(["\nRead more", "\n続きを読む", "\nЧитать далее", " (Reuters)", ""]),
    st.booleans(),
)
def test_dress_never_makes_an_update(
    story: Entry, case: object, label: str, suffix: str, foot: str, same_outlet: bool
) -> None:
    """Case, labels, outlets' names and boilerplate say nothing new."""
    assert callable(case)
    dressed = elsewhere(story, label + case(story.title) + suffix, story.text + foot)
    entry = replace(dressed, feed=story.feed) if same_outlet else dressed
    assert judge(entry, story).relation is Relation.COPY


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(STORIES), st.integers(0, 30), st.integers(1, 9), st.booleans())
def test_changing_a_digit_never_makes_a_copy(
    story: Entry, which: int, by: int, same_outlet: bool
) -> None:
    """One digit of one figure is a change, through the same outlet and through another."""
    places = [at for at, char in enumerate(story.text) if char.isdigit()]
    at = places[which % len(places)]
    digit = str((int(story.text[at]) + by) % 10)
    changed = elsewhere(story, text=story.text[:at] + digit + story.text[at + 1 :])
    entry = replace(changed, feed=story.feed) if same_outlet else changed
    assert judge(entry, story).relation is not Relation.COPY


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(STORIES), st.sampled_from(STORIES), st.booleans())
def test_order_of_two_identical_texts_does_not_matter(
    one: Entry, two: Entry, swapped: bool
) -> None:
    """Whichever outlet comes first, the other is its copy; other texts are new either way."""
    a, b = one, elsewhere(two)
    first, second = (b, a) if swapped else (a, b)
    expected = Relation.COPY if one is two else Relation.NEW
    assert judge(second, first).relation is expected


@pytest.mark.parametrize(
    ("story", "old", "new"),
    [
        (FERRY, "240", "260"),
        (FERRY, "was not taking", "was taking"),
        (FERRY, "Nobody was hurt", "Three people were hurt"),
        (FERRY, "3 p.m.", "5 p.m."),
        (FERRY, "Visby", "Slite"),
        (TALKS, "March 14-15", "March 15-16"),
        (TALKS, "will hold", "will not hold"),
        (TALKS, "Pavel Rusk", "Karel Wald"),
        (TALKS, "October", "January"),
        (QUAKE, "震度４", "震度５"),
        (QUAKE, "津波の心配はない", "津波の恐れがある"),
        (FIRE, "четыре человека", "пять человек"),
        (FIRE, "Пострадали", "Погибли"),
        (FIRE, "не назвали", "назвали"),
    ],
)
@pytest.mark.parametrize("same_outlet", [True, False])
def test_a_changed_fact_is_an_update(story: Entry, old: str, new: str, same_outlet: bool) -> None:
    """Number, negation, time, place, date, name, outcome: in three languages, by any outlet."""
    changed = elsewhere(story, text=story.text.replace(old, new))
    entry = replace(changed, feed=story.feed) if same_outlet else changed
    link = judge(entry, story)
    assert link.relation is Relation.UPDATE
    assert link.changes


def test_the_alert_is_told_what_changed() -> None:
    """The change comes as words: what stood there, and what stands there now."""
    link = judge(elsewhere(FERRY, text=FERRY.text.replace("240", "260")), FERRY)
    assert "240 → 260 people" in link.changes
    moved = judge(replace(TALKS, guid="9", text=TALKS.text.replace("14-15", "15-16")), TALKS)
    assert any("14-15 → " in change and "15-16" in change for change in moved.changes)


def test_a_copy_of_either_version_is_a_copy() -> None:
    """After an update, a re-run of the new text and a late one of the old tell nothing."""
    second = replace(FERRY, guid="8", text=FERRY.text.replace("240", "260"))
    for text in (FERRY.text, second.text):
        assert judge(elsewhere(FERRY, text=text), FERRY, second).relation is Relation.COPY


def test_a_withdrawal_is_told_once() -> None:
    """A kill tells, however little it resembles the story; another outlet's re-run does not."""
    kill = replace(
        TALKS,
        guid="k",
        title="WITHDRAWN: Envoys to meet in Geneva on March 14-15",
        text='The story headlined "Envoys to meet in Geneva on March 14-15" is withdrawn.',
    )
    link = judge(kill, TALKS, FERRY)
    assert (link.relation, link.mark, link.changes) == (
        Relation.UPDATE,
        Mark.WITHDRAWAL,
        ("WITHDRAWN",),
    )
    assert link.parent == version(TALKS)
    assert judge(elsewhere(kill), TALKS, kill).relation is Relation.COPY


def test_a_correction_says_so() -> None:
    """The mark leads the changes; a refile or a label alone is a copy."""
    corrected = replace(FERRY, guid="c", title="CORRECTED-" + FERRY.title)
    link = judge(replace(corrected, text=FERRY.text.replace("240", "204")), FERRY)
    assert link.changes[:2] == ("CORRECTED", "240 → 204 people")
    assert link.mark is Mark.CORRECTION
    assert judge(replace(FERRY, guid="c", title="REFILE-" + FERRY.title), FERRY).relation is (
        Relation.COPY
    )


def test_a_correction_without_a_visible_change() -> None:
    """The outlet's own is told; another's whole text, unchanged, is the corrected one come again;
    a cut one is told, for its change may be out of sight."""
    corrected = replace(FERRY, guid="c", title="CORRECTED-" + FERRY.title)
    assert judge(corrected, FERRY).relation is Relation.UPDATE
    assert judge(elsewhere(corrected), FERRY).relation is Relation.COPY
    cut = elsewhere(corrected, text=FERRY.text[:100])
    assert judge(cut, FERRY).relation is Relation.UPDATE
    assert judge(cut, FERRY, corrected).relation is Relation.COPY


OCCURRENCES: Sequence[tuple[Entry, str, str]] = (
    (
        FERRY,
        "Ferry with 310 aboard runs aground off Bornholm",
        "A passenger ferry carrying 310 people ran aground on rocks off the Danish island of "
        "Bornholm early on Wednesday, the coast guard said. Nobody was hurt and the vessel was not "
        "taking on water. Divers were to inspect the hull at 5 p.m. before it is towed to Ronne.",
    ),
    (
        QUAKE,
        "地震　十勝で震度３",
        "６日午前11時８分ごろ、十勝地方で震度３を観測する地震があった。津波の心配はない。"
        "震源の深さは約60キロ、マグニチュードは4.1と推定される。けが人の情報はない。",
    ),
)


@pytest.mark.parametrize(("story", "title", "text"), OCCURRENCES)
@pytest.mark.parametrize("same_outlet", [True, False])
def test_another_event_in_the_same_words_is_new(
    story: Entry, title: str, text: str, same_outlet: bool
) -> None:
    """Two ships, two quakes: the words are the template's."""
    other = elsewhere(story, title, text)
    entry = replace(other, feed=story.feed) if same_outlet else other
    link = judge(entry, story)
    assert link.relation is Relation.NEW
    assert "another" in link.why


def test_the_next_day_in_the_same_words_is_new() -> None:
    """A daily notice tells of its own day."""
    text = "Trains between Alta and Borg were cancelled on {} because of snow, the operator said."
    first = replace(FERRY, title="Trains cancelled", text=text.format("Tuesday"))
    first = replace(first, published=NOW - timedelta(hours=24))
    second = replace(first, guid="n", text=text.format("Wednesday"), published=NOW)
    assert judge(second, first).relation is Relation.NEW


def test_shared_background_is_no_story() -> None:
    """Two stories that end in one paragraph stay two."""
    background = (
        " Karsia and Volmark have never signed a peace treaty because of a dispute over the Dolna "
        "valley, seized by Karsian troops in 1945 and claimed by Volmark ever since."
    )
    one = replace(FERRY, title="Mine closes", text="The Dolna zinc mine closed." + background)
    two = replace(FERRY, title="Bridge opens", text="A road bridge opened at Orla." + background)
    assert judge(two, one).relation is Relation.NEW


def test_a_background_paragraph_makes_no_update() -> None:
    """What everybody knew is added without being told."""
    added = FERRY.text + " Gotland, settled since the Bronze Age, is Sweden's largest island."
    assert judge(elsewhere(FERRY, text=added), FERRY).relation is Relation.COPY


def test_a_development_added_is_an_update() -> None:
    """A sentence that reports something more is told."""
    added = FERRY.text + " Police later said the captain, 58, had failed a breath test."
    assert judge(elsewhere(FERRY, text=added), FERRY).relation is Relation.UPDATE


def test_the_window_closes() -> None:
    """A story last seen before the window is over; a correction reaches it all the same."""
    old = [version(replace(FERRY, published=NOW - timedelta(hours=100)), hours=100)]
    assert relate(elsewhere(FERRY), old, now=NOW, window=WINDOW).relation is Relation.NEW
    corrected = replace(FERRY, guid="c", title="CORRECTED-" + FERRY.title)
    assert relate(corrected, old, now=NOW, window=WINDOW).relation is Relation.UPDATE


def test_a_story_lives_as_long_as_it_is_carried() -> None:
    """The window counts from the story's last version, not from its first."""
    seen = [version(FERRY, 1, hours=100), version(elsewhere(FERRY), 2, hours=40)]
    assert relate(elsewhere(FERRY), seen, now=NOW, window=WINDOW).relation is Relation.COPY


def test_a_revision_of_an_old_entry_finds_it() -> None:
    """The entry's own earlier version counts however long ago it was."""
    seen = [version(FERRY, hours=200)]
    revised = replace(FERRY, text=FERRY.text.replace("240", "250"))
    assert relate(revised, seen, now=NOW, window=WINDOW).relation is Relation.UPDATE


def test_a_reused_guid_does_not_swallow_another_story() -> None:
    """Same feed, same guid, other text: new."""
    other = replace(TALKS, guid=FERRY.guid, link=FERRY.link)
    assert judge(other, FERRY).relation is Relation.NEW


def test_empty_entries_are_judged() -> None:
    """Nothing is nobody's copy, and raises nothing."""
    empty = Entry("f", "", "", "", "")
    assert judge(empty).relation is Relation.NEW
    assert judge(FERRY, empty).relation is Relation.NEW


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Harbour notice 17 tariffs", "notice 17"), ("Harbour notice 1 pilots", "notice 1")),
        (
            ("Harbour bulletin 33 rail Lund", "bulletin 33"),
            ("Harbour bulletin 3 ice Visby", "no 3"),
        ),
        (
            ("Harbour notice: tariffs up", "Harbour notice"),
            ("Harbour notice: ice", "Harbour notice"),
        ),
    ],
)
def test_a_few_words_below_a_headline_are_no_text(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    """What two headlines say apart counts, though the same few words stand below both."""
    one, other = (
        replace(FERRY, feed=feed, guid=feed, link="", title=title, text=text)
        for feed, (title, text) in (("a", first), ("b", second))
    )
    link = relate(other, [Version(1, 1, 1, one, NOW)], now=NOW, window=WINDOW)
    assert link.relation is not Relation.COPY, link.why


def test_a_shortened_version_draws_no_other_event_in() -> None:
    """A headline from the same mould is most of a cut text; the story's whole text tells."""
    tail = (
        " Sea foam covered the quay. Mayor Lena Orbach said {} families had asked for shelter, and "
        "that the harbour office counted {} boats adrift before the school gates were shut."
    )
    lead = "Magnitude {} quake strikes off Gotland, no tsunami warning on Saturday."
    whole = lead.format("6.1") + tail.format(35, 17)
    cut = lead.format("6.1") + " Sea foam…"
    later = lead.format("5.4") + (
        " Crews from Visby worked through the night on 42 roofs. Pavel Rusk of the rescue service "
        "told reporters that three bridges stay closed until June 19 and the ferry is late."
    )
    stories = [
        replace(FERRY, feed=feed, guid=feed, link="", title=lead.format("6.1")[:-13], text=text)
        for feed, text in (("a", whole), ("b", cut))
    ]
    known = [Version(at, at, 1, one, NOW) for at, one in enumerate(stories, 1)]
    other = replace(FERRY, feed="c", guid="c", link="", title=lead.format("5.4")[:-13], text=later)
    link = relate(other, known, now=NOW, window=WINDOW)
    assert link.relation is Relation.NEW, link.why
