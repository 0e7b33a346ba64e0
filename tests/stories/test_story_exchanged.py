"""Changes that a text recast throughout hides: counts and words in other places."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, StoryLink, Version
from monitor.stories.relate import relate
from tests.comparing import NOON, told

BANK = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="Gunman holds seven at bank in Odde",
    text=(
        "A man with a pistol was holding seven people inside a bank in Odde on Wednesday, police "
        "said. He came in after opening time and asked for a car, a negotiator said. The streets "
        "around were sealed off and a school was emptied."
    ),
    published=NOON,
)


def judge(entry: Entry, *earlier: Entry) -> StoryLink:
    seen = [
        Version(number, number, 1, one, NOON + timedelta(minutes=number))
        for number, one in enumerate(earlier, 1)
    ]
    return relate(entry, seen, now=NOON + timedelta(hours=2), window=timedelta(days=3))


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (
            "Two people died and three lorries overturned in a storm at Velm on Monday.",
            "A storm at Velm on Monday overturned three lorries; three people died.",
            "Two → three",
        ),
        (
            "11日、みなかみの木造3階建ての旅館が全焼し、宿泊客2人の死亡が確認された。",
            "みなかみで11日、旅館が全焼し、3人の死亡を確認した。建物は木造3階建て。",
            "2 → 3",
        ),
    ],
)
def test_another_count_is_told_though_the_number_stands_there(
    old: str, new: str, changed: str
) -> None:
    """Three dead are no three lorries and no third floor, wherever the sentence has them."""
    assert changed in told(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "A ferry with 61 people sank off Velm, killing nine, rescuers said on Monday.",
            "Nine people died when a ferry with 61 aboard sank off Velm, rescuers said on Monday.",
        ),
        (
            "Два человека погибли и 14 пострадали при столкновении под Тарском в пятницу.",
            "Двое погибли, четырнадцать человек пострадали при столкновении под Тарском в пятницу.",
        ),
    ],
)
def test_the_same_counts_beside_other_words_are_no_change(old: str, new: str) -> None:
    """A desk moves "people" from one number to the other."""
    assert told(old, new) == []


def test_an_outlets_own_new_words_are_told_though_a_recast_copy_stands_nearer() -> None:
    """What became of the matter, in words that no list knows, in the outlet's own text."""
    copy = replace(
        BANK,
        feed="paper",
        guid="2",
        title="Seven held at Odde bank",
        text=BANK.text.replace("A man", "Police say a man").replace(", police said", ""),
    )
    over = replace(
        BANK,
        guid="3",
        title="Odde bank: it is over",
        text=BANK.text.replace("was holding", "who was holding").replace(
            "on Wednesday", "on Wednesday has walked out with his hands up"
        ),
    )
    assert judge(over, BANK, copy).relation is Relation.UPDATE


def test_a_word_is_not_compared_with_a_bare_headline() -> None:
    """A copy that is nothing but the headline does not hide what changed in the text below."""
    bare = replace(BANK, feed="paper", guid="2", text="")
    slow = replace(BANK, guid="3", text=BANK.text.replace("sealed off", "opened again"))
    assert judge(slow, BANK, bare).relation is Relation.UPDATE
    assert judge(replace(BANK, feed="radio", guid="4"), BANK, bare).relation is Relation.COPY


VERDICT = replace(
    BANK,
    title="Former mayor of Velm jailed",
    text=(
        "A court in Odde on Tuesday sentenced Gerard Maurin, the former mayor of Velm, to four "
        "years in prison, two of them suspended, for taking bribes. He was also fined 150,000 "
        "euros. Maurin ran the town for three terms."
    ),
)
RECAST = replace(
    VERDICT,
    feed="paper",
    guid="2",
    title="Ex-mayor sentenced over bribes",
    text=(
        "Gerard Maurin, who used to be mayor of Velm, was sentenced on Tuesday by a court in Odde "
        "to four years in prison, two of them suspended, for accepting bribes. He must also pay a "
        "fine of 150,000 euros. Maurin ran the town for three terms."
    ),
)


def test_a_recast_copy_does_not_absolve_a_fact_that_changed() -> None:
    """ "Three of them suspended" is another fact beside the text itself, whatever else is three."""
    changed = replace(VERDICT, guid="3", text=VERDICT.text.replace("two of", "three of"))
    for feed in ("wire", "radio"):
        link = judge(replace(changed, feed=feed), VERDICT, RECAST)
        assert link.relation is Relation.UPDATE
        assert "two → three" in link.changes


def test_a_day_is_more_than_its_month() -> None:
    """Mid-November, and now the 14th, is told; the other way round it is not."""
    vague = replace(VERDICT, text="The leaders will meet in Velm in mid-November, Maurin said.")
    exact = replace(vague, text=vague.text.replace("in mid-November", "on November 14"))
    assert judge(replace(exact, feed="paper", guid="2"), vague).relation is Relation.UPDATE
    assert judge(replace(vague, feed="paper", guid="2"), exact).relation is Relation.COPY


def test_an_outcome_that_was_denied_has_not_been_told() -> None:
    """ "No one was detained" told of no arrest."""
    rally = replace(BANK, text="About 300 people rallied in Odde on Tuesday. No one was detained.")
    later = replace(
        rally,
        feed="paper",
        guid="2",
        text="A man was arrested as about 300 people rallied in Odde on Tuesday.",
    )
    assert judge(later, rally).relation is Relation.UPDATE


def test_a_cut_text_with_another_lead_is_no_copy_of_what_it_shares_the_rest_with() -> None:
    """Two reports from one meeting quote the same official; one of them comes cut short."""
    deal = replace(
        BANK,
        title="Odde Oil and Velm Trading sign memorandum at Karsia-Norland summit",
        text="Odde Oil and Velm Trading sign memorandum on sidelines of Karsia-Norland summit on "
        "Saturday. A ministry official who asked not to be named said the plan had the backing of "
        "59 councils. The countries have never signed a peace treaty because of a dispute.",
    )
    cut = replace(
        BANK,
        feed="paper",
        guid="2",
        title="Karsia-Norland summit concludes without deal on peace treaty",
        text="Karsia-Norland summit ends without deal on peace treaty on Saturday. A ministry "
        "official who asked not to be named said no decision would...",
    )
    assert judge(cut, deal).relation is not Relation.COPY


QUAKE = (
    "A magnitude 6.1 quake struck 90 kilometres off Velm on Wednesday, the geological institute in "
    "Odde said. The harbour was closed for an hour. {}"
)


@pytest.mark.parametrize(
    ("gone", "come", "news"),
    [
        ("People ran out of their homes.", "Frightened residents rushed outdoors.", False),
        ("Its cause is not yet known.", "Engineers blame faulty wiring aboard.", True),
        ("", "Frightened residents rushed outdoors.", True),
    ],
)
def test_a_sentence_in_other_words_stands_in_the_place_of_one(
    gone: str, come: str, *, news: bool
) -> None:
    """A sentence recast whole is no news where one has made way for it, unless that was a "not"."""
    assert bool(told(QUAKE.format(gone), QUAKE.format(come))) is news
