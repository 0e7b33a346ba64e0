"""From a feed's text to the reporter's sentences and the facts in them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.entry import Entry
from monitor.stories.changes.same import found, same
from monitor.stories.changes.similarity import similarity
from monitor.stories.reading.facts import Kind, Token, read
from monitor.stories.reading.prepare import prepare

LEAD = "The ferry ran aground off Gotland."


def tokens(
    text: str, published: datetime | None = datetime(2024, 3, 6, 9, tzinfo=UTC)
) -> list[Token]:
    entry = Entry(feed="f", guid="", link="", title="", text=text, published=published)
    return [token for sentence in read(entry).sentences for token in sentence]


def facts(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.value is not None]


@pytest.mark.parametrize(
    "text",
    [
        f"STOCKHOLM, March 6 (Reuters) - {LEAD}",
        f"STOCKHOLM (AP) — {LEAD}",
        f"STOCKHOLM, March 6. /TASS/. {LEAD}",
        f"STOCKHOLM. March 6 (Interfax) - {LEAD}",
        f"STOCKHOLM, Sweden, Mar. 6 (UPI) -- {LEAD}",
        f"STOCKHOLM, Sweden, Mar.\n6 (UPI) -- {LEAD}",
        f"STOCKHOLM – {LEAD}",
        f"(TASS) {LEAD}",
        f"By Ida Holm and Erik Dahl\nSTOCKHOLM (Reuters) - {LEAD}",
        f"(Adds detail in paragraph 2) STOCKHOLM, March 6 (Reuters) - {LEAD}",
        f"{LEAD}\nRead more",
        f"{LEAD}\nShare | Read more",
        f"{LEAD} (Reporting by Ida Holm; Editing by Erik Dahl)",
        f"{LEAD}\n© 2024 The Daily Post. All rights reserved.",
        f"{LEAD} [...]",
        f"{LEAD} https://news.example/ferry",
    ],
)
def test_what_is_the_outlets_goes(text: str) -> None:
    """Datelines, bylines, notes and boilerplate are no part of the wording."""
    assert tuple(s.rstrip(".") for s in prepare("Ferry", text).sentences) == (LEAD.rstrip("."),)


@pytest.mark.parametrize(
    "text",
    [
        "Russia - the largest country - sent a note.",
        "Norland said it had no comment. The bank raised its rate.",
        "By Friday Ida Holm had left.",
    ],
)
def test_a_sentence_is_not_taken_for_a_dateline(text: str) -> None:
    """What only looks like a dateline or a byline stays."""
    assert " ".join(prepare("Title", text).sentences) == text


@pytest.mark.parametrize(
    "title",
    ["Ferry aground - Reuters", "Ferry aground | The Evening Post", "Ferry aground (AP)",
     "UPDATE 1-Ferry aground - BBC News"],
)  # fmt: skip
def test_an_outlets_name_leaves_the_headline(title: str) -> None:
    """Suffixes and labels are no part of a headline; a speaker's name is."""
    assert prepare(title, LEAD).title == "Ferry aground"
    assert prepare("No talks - Halvar", "Minister Halvar said so.").title == "No talks - Halvar"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sixteen boats", "16 boats"),
        ("twenty-five boats", "25 boats"),
        ("1,200 boats", "1200 boats"),
        ("1.2 million boats", "1,200,000 boats"),
        ("4.25 percent", "4.25%"),
        ("4.25 pct", "4.25 per cent"),
        ("5 km away", "5 kilometres away"),
        ("88 km away", "55 miles away"),
        ("70 mph winds", "113 km/h winds"),
        ("$5 million paid", "5 million dollars paid"),
        ("an hour and a half long", "90 minutes long"),
        ("двенадцатью рыбаками", "12 рыбаками"),
        ("5,4 метра", "5.4 м"),
        ("1,2 тыс. жителей", "1200 жителей"),
        ("４６７人", "467人"),
        ("３億2000万円", "320000000円"),
        ("1割", "10%"),
        ("on December 1", "on 1 Dec."),
        ("on Wednesday", "on March 6"),
        ("в среду", "6 марта"),
        ("６日", "3月6日"),
        ("at 0415 GMT", "at 7:15 a.m. Moscow time"),
        ("at 9 p.m.", "at 21:00"),
        ("午後３時", "15時"),
    ],
)
def test_a_restated_fact_is_the_same(one: str, other: str) -> None:
    """Numerals, units, separators, dates and zones may be written in any way."""
    (a,), (b,) = facts(one), facts(other)
    assert same(a, b)
    assert same(b, a)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 boats", "13 boats"),
        ("5 km away", "6 km away"),
        ("5 km away", "5 tonnes"),
        ("4.25 percent", "4.52 percent"),
        ("1.2 million boats", "1.2 billion boats"),
        ("on December 1", "on December 2"),
        ("on Wednesday", "on Thursday"),
        ("on Wednesday", "on March 7"),
        ("at 0415 GMT", "at 0445 GMT"),
        ("at 0415 GMT", "at 8:15 a.m. Moscow time"),
        ("３億円", "３万円"),
        ("в январе", "в феврале"),
    ],
)
def test_another_fact_is_another(one: str, other: str) -> None:
    """One digit, one unit, one day more is another fact."""
    (a,), (b,) = facts(one), facts(other)
    assert not same(a, b)


def test_a_range_is_two_days() -> None:
    """ "March 14-15" names both."""
    assert [token.key for token in facts("on March 14-15")] == ["day 3-14", "day 3-15"]


def test_undated_entries_are_read() -> None:
    """Without a date, a weekday is still itself."""
    (day,) = (t for t in tokens("It met on Friday.", published=None) if t.kind is Kind.DAY)
    assert same(day, day)
    assert not found(day, tokens("It met on March 8.", published=None))


def test_names_are_told_from_headline_capitals() -> None:
    """A capital names something in a sentence, and nothing in a Headline Like This."""
    plain = read(Entry("f", "", "", "Minister meets Halvar in Oslo on Friday", "Some text here."))
    heading = read(Entry("f", "", "", "Minister Meets Halvar In Oslo On Friday", "Some text here."))
    assert [t.surface for t in plain.title if t.kind is Kind.NAME] == ["Halvar", "Oslo"]
    assert not [t for t in heading.title if t.kind is Kind.NAME]
    assert [t.key for t in plain.title] == [t.key for t in heading.title]


ANYTHING = st.text(alphabet=st.sampled_from("aZбЯ漢ひカ１2,. \n-:\"(%$'…年月日時"), max_size=120)


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_text_can_be_read(title: str, text: str, other: str) -> None:
    """Reading raises nothing; likeness is symmetric and 1 for a text and itself."""
    one = read(Entry("f", "", "", title, text))
    two = read(Entry("f", "", "", title, other))
    assert similarity(one, two) == similarity(two, one)
    assert similarity(one, one) == 1.0
    assert 0.0 <= similarity(one, two) <= 1.0
